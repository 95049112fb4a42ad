// Une adresse plus ancienne que le critère : avant, après, et le bouton qui prend la nouvelle rédaction.
import { el } from "../elements.js";
import { enHtml } from "./vue.js";

/** Le panneau d’un critère dont la version a changé ; rien si elle est en vigueur. */
export function changement({ id, version }, critere, prendre) {
  if (critere.version === version) return [];
  const ancienne = critere.precedentes.find((autre) => autre.version === version);
  const phrase = ancienne
    ? `Ce critère a changé depuis cette adresse\u00a0: version ${version} ici, version ${critere.version} en vigueur.`
    : `Cette adresse demande la version ${version}, qui n’est pas gardée. Le document montre la version ${critere.version}.`;
  const motifs = critere.precedentes.filter((autre) => autre.version >= version).map(({ motif }) => motif).reverse();
  return [el("div", { className: "composeur__version" },
    el("p", { className: "etiquette etiquette--alerte" }, "Version changée"),
    el("p", {}, phrase, ...(ancienne ? [` ${motifs.join(" ")}`] : [])),
    ...(ancienne ? [comparaison(ancienne, critere)] : []),
    el("button", { type: "button", className: "bouton bouton--secondaire", "data-cle": `version:${id}`, onclick: prendre },
      "Prendre la nouvelle version", el("span", { className: "hors-ecran" }, ` de ${critere.intitule}`)))];
}

const comparaison = (avant, apres) => el("details", {}, el("summary", {}, "Comparer avant et après"),
  partie(`Avant, version ${avant.version}`, avant), partie(`Après, version ${apres.version}`, apres));

const partie = (titre, { intitule, texte }) => el("div", { className: "flux" }, el("p", { className: "critere__intitule" }, `${titre}\u00a0: ${intitule}`), ...texte.map(enHtml));
