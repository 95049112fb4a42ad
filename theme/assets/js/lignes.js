// Les lignes du tableau, telles que macros/intention.html les écrit ; tests/site vérifie qu’elles sont les mêmes.
import { el } from "./elements.js";

const cellule = (nom, texte) => el("td", { "data-label": nom, role: "cell" }, texte);

const SIGNES = ["environnement", "social", "reserve", "innovation"];

/** Les étiquettes d’une ligne, { genre: [textes] }. */
function lire(moteur, rang) {
  const trouvees = {};
  for (const etiquette of moteur.colonnes.etiquettes.de(rang)) {
    const [genre, ...texte] = etiquette.split(":");
    (trouvees[genre] ??= []).push(texte.join(":"));
  }
  return trouvees;
}

const minuscule = (texte) => texte.charAt(0).toLowerCase() + texte.slice(1);

/** Une étiquette par genre : « Biodiversité, eau ». */
function signes(trouvees) {
  const items = Object.entries(trouvees).filter(([genre]) => SIGNES.includes(genre)).map(([genre, [premier, ...autres]]) => {
    return el("li", { className: `etiquette etiquette--${genre}` }, [premier, ...autres.map(minuscule)].join(", "));
  });
  return items.length ? [el("ul", { className: "etiquettes" }, ...items)] : [];
}

/** Le statut, puis ce que l’entrée est d’autre : « Publiée (démonstration) ». */
function etat(statut, trouvees) {
  const marques = Object.entries(trouvees).flatMap(([genre, textes]) => (SIGNES.includes(genre) ? [] : textes));
  return marques.length ? `${statut} (${marques.join(", ").toLowerCase()})` : statut;
}

/** Une ligne. Les rôles sont ceux que site.js rend aux tableaux mis en blocs sur téléphone. */
export function ligne(moteur, rang) {
  const { publication, montant, ou, statut } = moteur.colonnes;
  const trouvees = lire(moteur, rang);
  const lien = el("a", { href: `../intentions/${moteur.ids[rang]}/` }, moteur.intitules[rang]);
  return el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader" }, lien),
    cellule("Publication", publication.de(rang)[0]),
    cellule("Montant", montant.de(rang)[0] ?? ""),
    cellule("Lieu", ou.de(rang)[0]),
    cellule("Statut", etat(statut.de(rang)[0], trouvees)),
    el("td", { className: "tableau__bloc", role: "cell" }, ...signes(trouvees)));
}
