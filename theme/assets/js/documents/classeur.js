// Un classeur XLSX à plusieurs feuilles (ECMA-376) : textes neutralisés, nombres, formules, cases à saisir et leur contrôle.
import { ENTETE, lettre, xml } from "../tableur.js";
import { CLASSEUR, OFFICE, RELATION, colonnes, feuille, liens, proprietes, types } from "../xlsx.js";
import { zipper } from "../zip.js";

/** Une cellule calculée ; le tableur recalcule à l’ouverture. `style` : note, rang ou poids. */
export const formule = (texte, style = "note") => ({ formule: texte, style });

/** Un poids, en pour cent ; des décimales seulement s’il en a. */
export const poids = (valeur) => ({ valeur, style: Number.isInteger(valeur) ? "poids" : "part" });

const STYLES = { normal: 0, gras: 1, saisie: 2, note: 3, rang: 4, poids: 5, part: 6, date: 7 };
const BORD = "<left style=\"thin\"/><right style=\"thin\"/><top style=\"thin\"/><bottom style=\"thin\"/><diagonal/>";
const FEUILLE_DE_STYLE = `${ENTETE}<styleSheet xmlns="${OFFICE}/spreadsheetml/2006/main">
<numFmts count="2"><numFmt numFmtId="164" formatCode="0&quot; %&quot;"/><numFmt numFmtId="165" formatCode="0.0#&quot; %&quot;"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF7F5F0"/></patternFill></fill></fills>
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${BORD}</border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="8"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="0" fontId="0" fillId="2" borderId="1" xfId="0" applyFill="1" applyBorder="1"/>${[2, 1, 164, 165].map((forme) => `<xf numFmtId="${forme}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join("")}<xf numFmtId="14" fontId="0" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFill="1" applyBorder="1"/></cellXfs>
</styleSheet>`;
/** Une première ligne figée, et les premières colonnes. */
const figer = (colonnesFigees) => `<sheetViews><sheetView workbookViewId="0"><pane${colonnesFigees ? ` xSplit="${colonnesFigees}"` : ""} ySplit="1" topLeftCell="${lettre(colonnesFigees)}2" activePane="${colonnesFigees ? "bottomRight" : "bottomLeft"}" state="frozen"/></sheetView></sheetViews>`;

function cellule(valeur, place) {
  if (valeur === "" || valeur === undefined) return "";
  if (typeof valeur === "number") return `<c r="${place}"><v>${valeur}</v></c>`;
  if (valeur.valeur !== undefined) return `<c r="${place}" s="${STYLES[valeur.style]}"><v>${valeur.valeur}</v></c>`;
  if (valeur.saisie) return `<c r="${place}" s="${STYLES[valeur.saisie] ?? STYLES.saisie}"/>`;
  if (valeur.formule) return `<c r="${place}" s="${STYLES[valeur.style]}" t="str"><f>${echapper(valeur.formule)}</f><v></v></c>`;
  return `<c r="${place}" s="${valeur.gras ? STYLES.gras : STYLES.normal}" t="inlineStr"><is><t xml:space="preserve">${xml(valeur.texte ?? valeur)}</t></is></c>`;
}

const echapper = (texte) => texte.replace(/[&<>"]/g, (signe) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[signe]);

/** La hauteur d’une ligne, en points, d’après ses textes et la largeur de leurs colonnes : un tableur ne la devine pas toujours. */
const hauteur = (ligne, largeurs) => 15 * Math.max(1, ...ligne.map((valeur, rang) => Math.ceil((typeof valeur === "string" ? valeur.length : 0) / (largeurs[rang] * 0.9))));

const rangees = (cellules, largeurs) => cellules.map((ligne, rang) => {
  const ajustee = largeurs && rang ? ` ht="${hauteur(ligne, largeurs)}" customHeight="1"` : "";
  return `<row r="${rang + 1}"${ajustee}>${ligne.map((valeur, colonne) => cellule(valeur, `${lettre(colonne)}${rang + 1}`)).join("")}</row>`;
}).join("");

/** Une saisie contrôlée : un nombre jusqu’à `maxi`, un choix de `liste`, ou une `date` depuis l’an 2000 (36526, ECMA-376 § 18.17.4). */
function controle({ zone, maxi, liste, date, message }) {
  const commun = `allowBlank="1" showErrorMessage="1" showInputMessage="1" prompt="${xml(message)}" error="${xml(message)}" sqref="${zone}"`;
  if (liste) return `<dataValidation type="list" ${commun}><formula1>"${xml(liste.join(","))}"</formula1></dataValidation>`;
  if (date) return `<dataValidation type="date" operator="greaterThanOrEqual" ${commun}><formula1>36526</formula1></dataValidation>`;
  return `<dataValidation type="decimal" operator="${maxi ? "between" : "greaterThan"}" ${commun}><formula1>0</formula1>${maxi ? `<formula2>${maxi}</formula2>` : ""}</dataValidation>`;
}

const controles = (validations = []) => (validations.length ? `<dataValidations count="${validations.length}">${validations.map(controle).join("")}</dataValidations>` : "");

const page = ({ cellules, largeurs, figee, validations, filtre, papier = 9, ajustee }) =>
  feuille('<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>', figee === undefined ? "" : figer(figee), colonnes(largeurs), `<sheetData>${rangees(cellules, ajustee && largeurs)}</sheetData>`, filtre ? `<autoFilter ref="A1:${lettre(largeurs.length - 1)}${cellules.length}"/>` : "", controles(validations), `<pageSetup paperSize="${papier}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`);

const livre = (feuilles) => `${ENTETE}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${RELATION}"><sheets>${
  feuilles.map(({ nom }, rang) => `<sheet name="${xml(nom)}" sheetId="${rang + 1}" r:id="rId${rang + 1}"/>`).join("")}</sheets><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`;

/** Le classeur { titre, producteur, date, feuilles: [{ nom, largeurs, cellules, figee, validations, filtre, papier, ajustee }] }. */
export function classeur(contenu) {
  const { feuilles } = contenu;
  const noms = feuilles.map((_, rang) => `worksheets/sheet${rang + 1}.xml`);
  const sortes = Object.fromEntries(noms.map((nom) => [`/xl/${nom}`, `${CLASSEUR}.worksheet`]));
  return zipper([
    ["[Content_Types].xml", types({ ...sortes, "/xl/workbook.xml": `${CLASSEUR}.sheet.main`, "/xl/styles.xml": `${CLASSEUR}.styles`, "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties" })],
    ["_rels/.rels", liens([[`${RELATION}/officeDocument`, "xl/workbook.xml"], [`${OFFICE}/package/2006/relationships/metadata/core-properties`, "docProps/core.xml"]])],
    ["docProps/core.xml", proprietes(contenu)],
    ["xl/workbook.xml", livre(feuilles)],
    ["xl/_rels/workbook.xml.rels", liens([...noms.map((nom) => [`${RELATION}/worksheet`, nom]), [`${RELATION}/styles`, "styles.xml"]])],
    ["xl/styles.xml", FEUILLE_DE_STYLE],
    ...feuilles.map((contenuDe, rang) => [`xl/${noms[rang]}`, page(contenuDe)]),
  ], `${CLASSEUR}.sheet`);
}
