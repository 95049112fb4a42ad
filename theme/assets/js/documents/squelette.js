// Écrire un document : rouvrir le squelette, y mettre le titre et le corps, refermer. La même méthode que spaser/documents/skeletons.py.
import { zipper } from "../zip.js";
import { lireArchive } from "./archive.js";
import { docx } from "./docx.js";
import { ligne } from "./ecriture.js";
import { odt } from "./odt.js";

const FORMATS = {
  docx: { corps: docx, paragraphe: "w:p", type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
  odt: { corps: odt, paragraphe: "text:p", type: "application/vnd.oasis.opendocument.text" },
};

/** Remplace le paragraphe qui porte @@CORPS@@, entier. */
function poser(xml, nom, corps) {
  const place = xml.indexOf("@@CORPS@@");
  if (place < 0) return xml;
  const debut = Math.max(xml.lastIndexOf(`<${nom}>`, place), xml.lastIndexOf(`<${nom} `, place));
  const fin = xml.indexOf(`</${nom}>`, place) + nom.length + 3;
  return xml.slice(0, debut) + corps + xml.slice(fin);
}

/** Le fichier d’un document, dans un format, à partir de l’archive de son squelette. */
export function ecrireDocument(format, { titre, blocs }, archive) {
  const { corps, paragraphe, type } = FORMATS[format];
  const fichiers = lireArchive(archive).map(([nom, octets]) => {
    if (!nom.endsWith(".xml")) return [nom, octets];
    const xml = new TextDecoder().decode(octets).replaceAll("@@TITRE@@", () => ligne(titre));
    return [nom, poser(xml, paragraphe, corps(blocs))];
  });
  return zipper(fichiers, type);
}
