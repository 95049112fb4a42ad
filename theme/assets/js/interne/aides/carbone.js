// L’approche carbone d’une famille d’achat : la méthode conseillée, les postes, les solutions plus sobres, les questions à se poser.
import { annoncer } from "../../site.js";
import { el, pluriel } from "../../elements.js";
import { chercher, contient, indexer } from "../../texte.js";
import { charger, ecrire, lire } from "./commun.js";

const formulaire = document.querySelector("form[data-carbone]");
const MAXIMUM = 12;

const liste = (titre, textes) => (textes.length ? [el("h3", {}, titre), el("ul", {}, ...textes.map((texte) => el("li", {}, texte)))] : []);

function fiche({ titre, url, carbone, questions, criteres }, methodes, racine) {
  const tete = [el("h2", { tabIndex: -1 }, titre)];
  const fin = [el("p", {}, "Tout le reste est sur ", el("a", { href: `${racine}${url}` }, "la page de la famille"), ".")];
  if (!carbone) return [...tete, el("p", {}, "Sans donnée\u00a0: cette famille n’a pas encore d’approche carbone. Commencez par l’alternative à l’achat."), ...liste("Questions à se poser", questions), ...fin];
  const { libelle, definition } = methodes[carbone.methode];
  const liens = criteres.map(({ titre: nom, url: adresse }) => el("a", { href: `${racine}${adresse}` }, nom));
  return [
    ...tete,
    el("p", {}, el("strong", {}, `Approche conseillée\u00a0: ${libelle[0].toLowerCase()}${libelle.slice(1)}.`), ` ${definition}`),
    ...liste("Avant d’acheter, étudier", carbone.alternatives),
    ...liste("Questions à se poser", questions),
    ...liste("Ce qui pèse le plus", carbone.postes),
    ...liste("Critères du vadémécum qui y répondent", liens),
    ...fin,
  ];
}

if (formulaire) {
  const champ = formulaire.elements.namedItem("q");
  const zone = document.querySelector("[data-resultat]");
  const noms = document.querySelector("[data-familles]");
  const donnees = charger(formulaire.dataset.donnees);
  const panne = () => zone.replaceChildren(el("p", { className: "champ__erreur" }, "Les familles ne sont pas arrivées. Réessayez dans un instant."));
  let index;
  let minuterie;

  const montrer = async (id, viser = false) => {
    const { familles, methodes } = await donnees();
    const famille = familles.find((une) => une.id === id);
    if (!famille) return;
    ecrire({ q: champ.value.trim(), f: id });
    zone.replaceChildren(...fiche(famille, methodes, formulaire.dataset.racine));
    noms.replaceChildren();
    if (viser) zone.querySelector("h2").focus();
    annoncer(`Approche carbone\u00a0: ${famille.titre}.`);
  };

  const proposer = async () => {
    const texte = champ.value.trim();
    const { familles } = await donnees();
    index ??= indexer(familles.map(({ titre, mots }) => `${titre} ${mots}`));
    if (champ.value.trim() !== texte) return;
    const formes = chercher(texte);
    const trouvees = texte ? familles.filter((_, rang) => formes.every((forme) => contient(index[rang], forme))) : [];
    ecrire({ q: texte });
    zone.replaceChildren();
    noms.replaceChildren(...trouvees.slice(0, MAXIMUM).map(({ id, titre, segment }) => el("li", {}, el("button", { type: "button", className: "aide__choix", "data-id": id }, `${titre} (${segment})`))));
    if (texte && !trouvees.length) zone.replaceChildren(el("p", {}, `Aucune famille ne correspond à «\u00a0${texte}\u00a0». Essayez le mot de l’objet acheté.`));
    if (texte) annoncer(`${pluriel(trouvees.length, "famille")}.`);
  };

  formulaire.addEventListener("submit", (e) => { e.preventDefault(); clearTimeout(minuterie); proposer().catch(panne); });
  champ.addEventListener("input", () => { clearTimeout(minuterie); minuterie = setTimeout(() => proposer().catch(panne), 250); });
  noms.addEventListener("click", (e) => { const id = e.target.closest("[data-id]")?.dataset.id; if (id) montrer(id, true).catch(panne); });
  champ.value = lire("q");
  if (lire("f")) montrer(lire("f")).catch(panne);
  else if (champ.value) proposer().catch(panne);
}
