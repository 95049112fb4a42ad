// Trouver une famille : la liste est déjà dans la page, ce module n’en garde que ce qui répond. L’adresse dit la recherche.
import { dire, lireJson, nombre, pluriel, retenir } from "./elements.js";
import { annoncer } from "./site.js";
import { chercher, contient, indexer } from "./texte.js";

const formulaire = document.querySelector("form[data-familles]");
const segments = document.querySelector("[data-segments]");
const compte = document.querySelector("[data-compte]");
const vide = document.querySelector("[data-vide]");
const CHAMPS = ["q", "nature", "enjeu"];
/** Un code CPV, avec ou sans sa clé : « 3916 », « 39160000-1 ». */
const CPV = /^\d{2,8}(?:-\d)?$/;

let demande;
let annonce;

/** Les familles, par identifiant, avec leur ligne dans la page et leurs mots. */
function preparer() {
  return (demande ??= lireJson(formulaire.dataset.familles).then(({ familles }) => {
    const index = indexer(familles.map(({ intitule, mots }) => `${intitule} ${mots}`));
    const lignes = new Map([...segments.querySelectorAll("li")].map((li) => [li.firstElementChild.pathname.split("/").at(-2), li]));
    return familles.map((famille, rang) => ({ ...famille, index: index[rang], ligne: lignes.get(famille.id) }));
  }));
}

const lire = () => Object.fromEntries(CHAMPS.map((nom) => [nom, formulaire.elements.namedItem(nom).value.trim()]));

function repond(famille, { q, nature, enjeu }) {
  if (nature && famille.nature !== nature) return false;
  if (enjeu && !famille.enjeux.includes(enjeu)) return false;
  if (CPV.test(q)) return famille.cpv.some((code) => code.startsWith(q.slice(0, 8)) || q.startsWith(code));
  return chercher(q).every((formes) => contient(famille.index, formes));
}

async function filtrer() {
  const etat = lire();
  let familles;
  try {
    familles = await preparer();
  } catch {
    demande = undefined;
    dire(compte, "La recherche ne répond pas. Parcourez la liste par segment.");
    return;
  }
  const gardees = new Set(familles.filter((famille) => repond(famille, etat)).map(({ ligne }) => ligne));
  for (const { ligne } of familles) ligne.hidden = !gardees.has(ligne);
  for (const liste of segments.querySelectorAll("ul")) {
    liste.hidden = [...liste.children].every((li) => li.hidden);
    liste.previousElementSibling.hidden = liste.hidden;
  }
  vide.hidden = gardees.size > 0;
  montrer(etat, gardees.size, familles.length);
}

function montrer(etat, gardees, total) {
  const choisi = CHAMPS.some((nom) => etat[nom]);
  dire(compte, choisi ? `${gardees ? pluriel(gardees, "famille") : "Aucune famille"} sur ${nombre(total)}` : `${pluriel(total, "famille")} d’achat`);
  const parts = CHAMPS.filter((nom) => etat[nom]).map((nom) => `${nom}=${encodeURIComponent(etat[nom])}`);
  retenir(parts.length && `?${parts.join("&")}`);
  clearTimeout(annonce);
  annonce = setTimeout(() => annoncer(`${compte.textContent}.`), 500);
}

if (formulaire) {
  const dits = new URLSearchParams(location.search);
  for (const nom of CHAMPS) formulaire.elements.namedItem(nom).value = (dits.get(nom) ?? "").slice(0, 100);
  formulaire.addEventListener("input", filtrer);
  formulaire.addEventListener("submit", (e) => e.preventDefault());
  formulaire.addEventListener("focusin", () => preparer().catch(() => { demande = undefined; }), { once: true });
  if (CHAMPS.some((nom) => lire()[nom])) filtrer();
}
