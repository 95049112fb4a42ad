// Les lignes du tableau, telles que macros/intention.html les écrit ; tests/site vérifie qu’elles sont les mêmes.
import { el } from "./elements.js";

const cellule = (nom, texte) => el("td", { "data-label": nom, role: "cell" }, texte);

function etiquettes(moteur, ligne) {
  const signes = moteur.colonnes.etiquettes.de(ligne).map((etiquette) => {
    const [genre, ...texte] = etiquette.split(":");
    return el("li", { className: `etiquette etiquette--${genre}` }, texte.join(":"));
  });
  return signes.length ? [el("ul", { className: "etiquettes" }, ...signes)] : [];
}

/** Une ligne. Les rôles sont ceux que site.js rend aux tableaux mis en blocs sur téléphone. */
export function ligne(moteur, rang) {
  const { publication, montant, ou, statut } = moteur.colonnes;
  const lien = el("a", { href: `../intentions/${moteur.ids[rang]}/` }, moteur.intitules[rang]);
  return el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader" }, lien),
    cellule("Publication", publication.de(rang)[0]),
    cellule("Montant", montant.de(rang)[0] ?? ""),
    cellule("Lieu", ou.de(rang)[0]),
    cellule("Statut", statut.de(rang)[0]),
    el("td", { className: "tableau__bloc", role: "cell" }, ...etiquettes(moteur, rang)));
}
