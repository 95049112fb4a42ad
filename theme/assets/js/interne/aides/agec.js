// Le rappel AGEC : un code CPV ou un mot, et les catégories de la loi que l’achat peut toucher.
import { el } from "../../elements.js";
import { chercher, contient, indexer } from "../../texte.js";
import { charger, ecrire, lire } from "./commun.js";

const formulaire = document.querySelector("form[data-agec]");
const CPV = /^\d{2,8}(?:-\d)?$/;
const MAXIMUM = 8;

/** Deux débuts de code se rencontrent quand l’un commence par l’autre, zéros de fin ôtés. */
const touche = (code, debut) => code.startsWith(debut) || debut.startsWith(code.replace(/0+$/, "").padEnd(2, "0"));

/** Les catégories d’un code : celles du plus long début qui le commence ; à défaut, celles qu’il commence. */
function parCode(code, { categories, familles }) {
  const long = (cpv) => Math.max(0, ...cpv.filter((debut) => code.startsWith(debut)).map(({ length }) => length));
  const meilleur = Math.max(0, ...categories.map(({ cpv }) => long(cpv)));
  const propres = categories.filter(({ cpv }) => (meilleur ? long(cpv) === meilleur : cpv.some((debut) => touche(code, debut))));
  const proches = familles.filter(({ cpv, agec }) => agec.length && cpv.some((debut) => code.startsWith(debut)));
  return { propres, proches };
}

function parMot(texte, { categories, familles }) {
  const formes = chercher(texte);
  const trouve = (mots) => indexer(mots).map((index) => formes.every((forme) => contient(index, forme)));
  const dites = trouve(categories.map(({ titre, definition }) => `${titre} ${definition}`));
  const nommees = trouve(familles.map(({ titre, mots }) => `${titre} ${mots}`));
  return { propres: categories.filter((_, rang) => dites[rang]), proches: familles.filter(({ agec }, rang) => nommees[rang] && agec.length) };
}

function categorie({ titre, definition, taux }) {
  const parts = taux.length ? taux.join("\u00a0; ") : "parts minimales à vérifier dans l’annexe du décret n° 2024-134";
  return el("li", {}, el("strong", {}, titre), `. ${definition} ${taux.length ? "Parts minimales, " : "Les "}${parts}.`);
}

function montrer(zone, texte, { propres, proches }, categories, racine) {
  const codes = new Set(propres.map(({ code }) => code));
  const liees = [...new Set(proches.flatMap(({ agec }) => agec))].filter((code) => !codes.has(code));
  const contenu = [];
  if (!propres.length && !liees.length) {
    contenu.push(el("p", {}, `«\u00a0${texte}\u00a0»\u00a0: aucune catégorie AGEC ne s’en approche dans ce site. Vérifiez la liste de l’arrêté du 29 février 2024 si l’achat comprend des fournitures.`));
  }
  if (propres.length) contenu.push(el("p", {}, `«\u00a0${texte}\u00a0» touche ${propres.length > 1 ? "ces catégories" : "cette catégorie"}\u00a0:`), el("ul", {}, ...propres.map(categorie)));
  if (liees.length) {
    contenu.push(el("p", {}, "Selon les familles d’achat proches\u00a0:"), el("ul", {}, ...categories.filter(({ code }) => liees.includes(code)).map(categorie)));
  }
  if (proches.length) {
    const liens = proches.slice(0, MAXIMUM).flatMap(({ titre, url }, rang) => [rang ? ", " : "", el("a", { href: `${racine}${url}` }, titre)]);
    contenu.push(el("p", {}, "Familles à ouvrir\u00a0: ", ...liens, "."));
  }
  zone.replaceChildren(...contenu);
}

if (formulaire) {
  const champ = formulaire.elements.namedItem("q");
  const zone = document.querySelector("[data-resultat]");
  const donnees = charger(formulaire.dataset.donnees);
  let minuterie;

  const repondre = async () => {
    const texte = champ.value.trim();
    ecrire({ q: texte });
    if (texte.length < 2) return zone.replaceChildren();
    try {
      const lues = await donnees();
      const trouve = CPV.test(texte) ? parCode(texte.slice(0, 8).split("-")[0], lues) : parMot(texte, lues);
      if (champ.value.trim() === texte) montrer(zone, texte, trouve, lues.categories, formulaire.dataset.racine);
    } catch {
      zone.replaceChildren(el("p", { className: "champ__erreur" }, "Les catégories ne sont pas arrivées. Réessayez dans un instant."));
    }
  };
  formulaire.addEventListener("submit", (e) => { e.preventDefault(); repondre(); });
  champ.addEventListener("input", () => { clearTimeout(minuterie); minuterie = setTimeout(repondre, 250); });
  champ.value = lire("q");
  if (champ.value) repondre();
}
