// Le classeur ODS (OpenDocument 1.3), réduit à ce qu’un tableur demande.
import { ENTETE, largeurs, lettre, xml } from "./tableur.js";
import { zipper } from "./zip.js";

const SORTE = "application/vnd.oasis.opendocument.spreadsheet";
const espace = (nom) => `xmlns:${nom}="urn:oasis:names:tc:opendocument:xmlns:${nom === "fo" ? "xsl-fo-compatible" : nom}:1.0"`;
const ESPACES = ["office", "table", "text", "style", "fo", "meta", "config"].map(espace).join(" ");
const CARACTERE = 0.2; // centimètres

const document_ = (nom, contenu) => `${ENTETE}<office:document-${nom} ${ESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3">${contenu}</office:document-${nom}>`;

function cellule(valeur, style = "") {
  if (valeur === "") return "<table:table-cell/>";
  if (typeof valeur === "number") return `<table:table-cell${style} office:value-type="float" office:value="${valeur}"><text:p>${valeur}</text:p></table:table-cell>`;
  return `<table:table-cell${style} office:value-type="string"><text:p>${xml(valeur)}</text:p></table:table-cell>`;
}

const rangee = (valeurs, style) => `<table:table-row>${valeurs.map((valeur) => cellule(valeur, style)).join("")}</table:table-row>`;
const colonnes = (tailles) => tailles.map((taille) => `<table:table-column table:style-name="l${taille}"/>`).join("");

function styles(tailles) {
  const suite = [...new Set(tailles)].map((taille) =>
    `<style:style style:name="l${taille}" style:family="table-column"><style:table-column-properties style:column-width="${(taille * CARACTERE).toFixed(1)}cm"/></style:style>`);
  return `<office:automatic-styles>${suite.join("")}<style:style style:name="entete" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>`;
}

function contenu(table) {
  const tailles = largeurs(table);
  const fin = `${lettre(table.entetes.length - 1)}${table.lignes.length + 1}`;
  const entetes = `<table:table-header-rows>${rangee(table.entetes, ' table:style-name="entete"')}</table:table-header-rows>`;
  return document_("content", `${styles([...tailles, 24, 80])}<office:body><office:spreadsheet>
<table:table table:name="Intentions">${colonnes(tailles)}${entetes}${table.lignes.map((ligne) => rangee(ligne)).join("")}</table:table>
<table:table table:name="À propos">${colonnes([24, 80])}${table.apropos.map((paire) => rangee(paire)).join("")}</table:table>
<table:database-ranges><table:database-range table:name="__Anonymous_Sheet_DB__0" table:target-range-address="Intentions.A1:Intentions.${fin}" table:display-filter-buttons="true"/></table:database-ranges>
</office:spreadsheet></office:body>`);
}

const meta = ({ titre, producteur, date }) => document_("meta", `<office:meta><dc:title>${xml(titre)}</dc:title><dc:creator>${xml(producteur)}</dc:creator>
<dc:language>fr-FR</dc:language><meta:creation-date>${date}T00:00:00Z</meta:creation-date><dc:date>${date}T00:00:00Z</dc:date></office:meta>`);

const STYLES = document_("styles", `<office:styles><style:default-style style:family="table-cell">
<style:text-properties fo:language="fr" fo:country="FR"/></style:default-style></office:styles>`);

/** La première ligne figée : le reste des réglages est celui du tableur. */
function reglages() {
  const reglage = ([nom, type, valeur]) => `<config:config-item config:name="${nom}" config:type="${type}">${valeur}</config:config-item>`;
  const coupe = [["VerticalSplitMode", "short", 2], ["VerticalSplitPosition", "int", 1], ["ActiveSplitRange", "short", 2], ["PositionBottom", "int", 1]];
  return document_("settings", `<office:settings><config:config-item-set config:name="ooo:view-settings">
<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>${reglage(["ViewId", "string", "view1"])}
<config:config-item-map-named config:name="Tables"><config:config-item-map-entry config:name="Intentions">${coupe.map(reglage).join("")}</config:config-item-map-entry></config:config-item-map-named>
${reglage(["ActiveTable", "string", "Intentions"])}</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>`);
}

const manifeste = (noms) => `${ENTETE}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="${SORTE}"/>
${noms.map((nom) => `<manifest:file-entry manifest:full-path="${nom}" manifest:media-type="text/xml"/>`).join("")}</manifest:manifest>`;

/** Deux feuilles : la table, sa première ligne figée et filtrable, puis « À propos ». */
export function ods(table) {
  const parties = [["content.xml", contenu(table)], ["meta.xml", meta(table)], ["styles.xml", STYLES], ["settings.xml", reglages()]];
  const noms = parties.map(([nom]) => nom);
  return zipper([["mimetype", SORTE], ...parties, ["META-INF/manifest.xml", manifeste(noms)]], SORTE);
}
