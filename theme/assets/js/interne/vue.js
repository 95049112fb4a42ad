// Le document vivant : les blocs en HTML. Le titre du document est un h3, car la page a déjà ses h1 et h2.
import { el } from "../elements.js";

/** Un bloc en HTML : ["h", niveau, texte], ["p", texte], ["puces", [textes]]… */
export function enHtml([genre, ...suite]) {
  if (genre === "h") return el(`h${suite[0] + 2}`, {}, suite[1]);
  if (genre === "note") return el("p", { className: "composeur__note" }, suite[0]);
  if (genre === "puces" || genre === "numeros") return el(genre === "puces" ? "ul" : "ol", {}, ...suite[0].map((texte) => el("li", {}, texte)));
  if (genre === "tableau") return tableau(suite[0]);
  return el("p", {}, suite[0]);
}

// Les rôles sont écrits : sur téléphone, un tableau mis en blocs perdrait les siens.
function tableau({ legende, entetes, lignes, nombres }) {
  const classe = (rang) => (nombres.includes(rang) ? { className: "nombre" } : {});
  const cellule = (texte, rang) => (rang
    ? el("td", { role: "cell", "data-label": entetes[rang], ...classe(rang) }, texte)
    : el("th", { scope: "row", role: "rowheader" }, texte));
  return el("table", { className: "tableau", role: "table" },
    el("caption", {}, legende),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...entetes.map((texte, rang) => el("th", { scope: "col", role: "columnheader", ...classe(rang) }, texte)))),
    el("tbody", { role: "rowgroup" }, ...lignes.map((ligne) => el("tr", { role: "row" }, ...ligne.map(cellule)))));
}

/** Montre un document, sans perdre la place où l’on lisait. */
export function montrer(zone, { blocs }) {
  const place = zone.scrollTop;
  zone.replaceChildren(...blocs.map(enHtml));
  zone.scrollTop = place;
}
