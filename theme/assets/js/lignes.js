// Les lignes du tableau, telles que macros/intention.html les écrit ; tests/site vérifie qu’elles sont les mêmes.
import { el } from "./elements.js";

const cellule = (nom, texte) => el("td", { "data-label": nom, role: "cell" }, texte);

const minuscule = (texte) => texte.charAt(0).toLowerCase() + texte.slice(1);

/** Une étiquette par genre : « Biodiversité, eau ». */
function signes(etiquettes) {
  const items = etiquettes.map(([genre, [premier, ...autres]]) => el("li", { className: `etiquette etiquette--${genre}` }, [premier, ...autres.map(minuscule)].join(", ")));
  return items.length ? [el("ul", { className: "etiquettes" }, ...items)] : [];
}

/** Le statut, puis ce que l’entrée est d’autre : « Publiée (démonstration) ». */
const etat = (statut, marques) => (marques.length ? `${statut} (${marques.join(", ").toLowerCase()})` : statut);

/** Une ligne. Les rôles sont ceux que site.js rend aux tableaux mis en blocs sur téléphone. */
export function ligne(moteur, rang) {
  const { publication, montant, statut, marques } = moteur.colonnes;
  const lien = el("a", { href: `../intentions/${moteur.ids[rang]}/` }, moteur.intitules[rang]);
  return el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader" }, lien),
    cellule("Publication", publication.de(rang)[0]),
    cellule("Montant", montant.de(rang)[0] ?? ""),
    cellule("Lieu", moteur.ou(rang)),
    cellule("Statut", etat(statut.de(rang)[0], marques.de(rang))),
    el("td", { className: "tableau__bloc", role: "cell" }, ...signes(moteur.etiquettes(rang))));
}
