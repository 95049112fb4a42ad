// Les blocs en WordprocessingML (ECMA-376), comme spaser/documents/as_docx.py : vrais titres, listes, tableaux à ligne d’en-tête.
import { ecrireBlocs, ligne, lignes } from "./ecriture.js";

const SAUT = '</w:t><w:br/><w:t xml:space="preserve">';
/** Un centième de la largeur du texte, en vingtièmes de point. */
const CENTIEME = 96;
/** Word continue une liste numérotée qui garde le même numéro : chaque liste du document prend le sien, dans ceux du squelette. */
const [PREMIER, DERNIER] = [3, 62];

const paragraphe = (texte, style, suite = "") =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/>${suite}</w:pPr><w:r><w:t xml:space="preserve">${lignes(texte, SAUT)}</w:t></w:r></w:p>`;

function numerotee([, textes], rang) {
  const propre = `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${Math.min(PREMIER + rang, DERNIER)}"/></w:numPr>`;
  return textes.map((texte) => paragraphe(texte, "ListNumber", propre)).join("");
}

function tableau([, { legende, entetes, lignes: rangees, nombres, largeurs }]) {
  const cellule = (texte, rang) =>
    `<w:tc><w:tcPr><w:tcW w:w="${largeurs[rang] * CENTIEME}" w:type="dxa"/></w:tcPr>${paragraphe(texte, nombres.includes(rang) ? "Nombre" : "Cellule")}</w:tc>`;
  const rangee = (valeurs, entete = "") => `<w:tr><w:trPr><w:cantSplit/>${entete}</w:trPr>${valeurs.map(cellule).join("")}</w:tr>`;
  const grille = largeurs.map((part) => `<w:gridCol w:w="${part * CENTIEME}"/>`).join("");
  const forme = '<w:tblPr><w:tblStyle w:val="Tableau"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
    + '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    + `<w:tblCaption w:val="${ligne(legende)}"/></w:tblPr><w:tblGrid>${grille}</w:tblGrid>`;
  return `${paragraphe(legende, "Caption")}<w:tbl>${forme}${rangee(entetes, "<w:tblHeader/>")}${rangees.map((valeurs) => rangee(valeurs)).join("")}</w:tbl>`;
}

/** Le corps d’un document. */
export const docx = (blocs) => ecrireBlocs(blocs, {
  h: ([, niveau, texte]) => paragraphe(texte, `Heading${niveau}`),
  p: ([, texte]) => paragraphe(texte, "Normal"),
  note: ([, texte]) => paragraphe(texte, "Note"),
  puces: ([, textes]) => textes.map((texte) => paragraphe(texte, "ListBullet")).join(""),
  numeros: numerotee,
  tableau,
});
