// Les blocs en OpenDocument 1.3, comme spaser/documents/as_odt.py : titres à niveaux, listes, tableaux à ligne d’en-tête.
import { ecrireBlocs, lignes } from "./ecriture.js";

const SAUT = "<text:line-break/>";
const STYLES = { Entete: ["Table_20_Heading", "Nombre_20_entete"], Cellule: ["Table_20_Contents", "Nombre"] };

const paragraphe = (texte, style) => `<text:p text:style-name="${style}">${lignes(texte, SAUT)}</text:p>`;

const liste = (style) => ([, textes]) =>
  `<text:list text:style-name="${style}">${textes.map((texte) => `<text:list-item>${paragraphe(texte, "List_20_1")}</text:list-item>`).join("")}</text:list>`;

function tableau([, { legende, entetes, lignes: rangees, nombres, largeurs }], rang) {
  const rangee = (valeurs, style) => {
    const cellule = (texte, colonne) =>
      `<table:table-cell table:style-name="${style}" office:value-type="string">${paragraphe(texte, STYLES[style][Number(nombres.includes(colonne))])}</table:table-cell>`;
    return `<table:table-row table:style-name="Ligne">${valeurs.map(cellule).join("")}</table:table-row>`;
  };
  const colonnes = largeurs.map((part) => `<table:table-column table:style-name="Colonne${part}"/>`).join("");
  const tete = `<table:table-header-rows>${rangee(entetes, "Entete")}</table:table-header-rows>`;
  const corps = rangees.map((valeurs) => rangee(valeurs, "Cellule")).join("");
  return `${paragraphe(legende, "Caption")}<table:table table:name="Tableau${rang + 1}" table:style-name="Tableau">${colonnes}${tete}${corps}</table:table>`;
}

/** Le corps d’un document. */
export const odt = (blocs) => ecrireBlocs(blocs, {
  h: ([, niveau, texte]) => `<text:h text:style-name="Heading_20_${niveau}" text:outline-level="${niveau}">${lignes(texte, SAUT)}</text:h>`,
  p: ([, texte]) => paragraphe(texte, "Text_20_body"),
  note: ([, texte]) => paragraphe(texte, "Note"),
  puces: liste("Puces"),
  numeros: liste("Numeros"),
  tableau,
});
