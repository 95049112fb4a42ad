// Le classeur XLSX (ECMA-376), réduit à ce qu’un tableur demande.
import { ENTETE, largeurs, lettre, xml } from "./tableur.js";
import { zipper } from "./zip.js";

export const OFFICE = "http://schemas.openxmlformats.org";
export const RELATION = `${OFFICE}/officeDocument/2006/relationships`;
const PROPRIETES = `${OFFICE}/package/2006/metadata/core-properties`;
export const CLASSEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const SORTES = {
  "/xl/workbook.xml": `${CLASSEUR}.sheet.main`,
  "/xl/worksheets/sheet1.xml": `${CLASSEUR}.worksheet`,
  "/xl/worksheets/sheet2.xml": `${CLASSEUR}.worksheet`,
  "/xl/styles.xml": `${CLASSEUR}.styles`,
  "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties",
};
const GRAS = ' s="1"';

function ligne(valeurs, numero, style = "") {
  const cellules = valeurs.map((valeur, rang) => {
    const place = `r="${lettre(rang)}${numero}"${style}`;
    if (valeur === "") return "";
    if (typeof valeur === "number") return `<c ${place}><v>${valeur}</v></c>`;
    return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${xml(valeur)}</t></is></c>`;
  });
  return `<row r="${numero}">${cellules.join("")}</row>`;
}

export const colonnes = (tailles) =>
  `<cols>${tailles.map((taille, rang) => `<col min="${rang + 1}" max="${rang + 1}" width="${taille}" customWidth="1"/>`).join("")}</cols>`;

export const feuille = (...parties) => `${ENTETE}<worksheet xmlns="${OFFICE}/spreadsheetml/2006/main">${parties.join("")}</worksheet>`;

export function liens(cibles) {
  const suite = cibles.map(([sorte, cible], rang) => `<Relationship Id="rId${rang + 1}" Type="${sorte}" Target="${cible}"/>`);
  return `${ENTETE}<Relationships xmlns="${OFFICE}/package/2006/relationships">${suite.join("")}</Relationships>`;
}

export function types(sortes) {
  const suite = Object.entries(sortes).map(([nom, sorte]) => `<Override PartName="${nom}" ContentType="${sorte}+xml"/>`);
  return `${ENTETE}<Types xmlns="${OFFICE}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${suite.join("")}</Types>`;
}

const classeur = (zone, nom) => `${ENTETE}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${RELATION}"><sheets>
<sheet name="${nom}" sheetId="1" r:id="rId1"/><sheet name="À propos" sheetId="2" r:id="rId2"/></sheets><definedNames>
<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">${nom}!${zone}</definedName>
<definedName name="_xlnm.Print_Titles" localSheetId="0">${nom}!$1:$1</definedName></definedNames></workbook>`;

const STYLES = `${ENTETE}<styleSheet xmlns="${OFFICE}/spreadsheetml/2006/main">
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>
</styleSheet>`;

export const proprietes = ({ titre, date, producteur }) => `${ENTETE}<cp:coreProperties xmlns:cp="${PROPRIETES}"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<dc:title>${xml(titre)}</dc:title><dc:creator>${xml(producteur)}</dc:creator><dc:language>fr-FR</dc:language>
<dcterms:created xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:created></cp:coreProperties>`;

const FIGEE = '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';

/** Deux feuilles : la table, sa première ligne figée et filtrable, puis « À propos ». */
export function xlsx(table) {
  const zone = `$A$1:$${lettre(table.entetes.length - 1)}$${table.lignes.length + 1}`;
  const donnees = ligne(table.entetes, 1, GRAS) + table.lignes.map((valeurs, rang) => ligne(valeurs, rang + 2)).join("");
  const apropos = table.apropos.map((paire, rang) => ligne(paire, rang + 1)).join("");
  return zipper([
    ["[Content_Types].xml", types(SORTES)],
    ["_rels/.rels", liens([[`${RELATION}/officeDocument`, "xl/workbook.xml"], [`${OFFICE}/package/2006/relationships/metadata/core-properties`, "docProps/core.xml"]])],
    ["docProps/core.xml", proprietes(table)],
    ["xl/workbook.xml", classeur(zone, table.feuille ?? "Intentions")],
    ["xl/_rels/workbook.xml.rels", liens([[`${RELATION}/worksheet`, "worksheets/sheet1.xml"], [`${RELATION}/worksheet`, "worksheets/sheet2.xml"], [`${RELATION}/styles`, "styles.xml"]])],
    ["xl/styles.xml", STYLES],
    ["xl/worksheets/sheet1.xml", feuille(FIGEE, colonnes(largeurs(table)), `<sheetData>${donnees}</sheetData>`, `<autoFilter ref="${zone.replaceAll("$", "")}"/>`)],
    ["xl/worksheets/sheet2.xml", feuille(colonnes([24, 80]), `<sheetData>${apropos}</sheetData>`)],
  ], `${CLASSEUR}.sheet`);
}
