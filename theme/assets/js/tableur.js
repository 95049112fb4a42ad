// Ce que partagent les classeurs, et le CSV. Une table : { titre, date, entetes, lignes, apropos }.

// Un tableur exécute une cellule qui commence par l’un de ces signes (OWASP, « CSV Injection »).
const FORMULE = /^[=+\-@\t\r]/;
const SIGNES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// Les caractères qu’un document XML ne peut pas contenir (XML 1.0, § 2.2).
const INTERDITS = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export const ENTETE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const texte = (valeur) => (FORMULE.test(valeur) ? `'${valeur}` : String(valeur));

/** Le texte d’une cellule dans un document XML, formule neutralisée. */
export const xml = (valeur) => texte(valeur).replace(INTERDITS, "").replace(/[&<>"]/g, (signe) => SIGNES[signe]);

/** Le nom d’une colonne : A pour 0, AA pour 26. */
export const lettre = (rang) => (rang > 25 ? lettre(Math.floor(rang / 26) - 1) : "") + String.fromCharCode(65 + (rang % 26));

/** La largeur de chaque colonne, en caractères : celle de ses premiers textes, entre 8 et 60. */
export const largeurs = ({ entetes, lignes }) => entetes.map((entete, rang) =>
  Math.min(60, Math.max(8, entete.length + 3, ...lignes.slice(0, 500).map((ligne) => String(ligne[rang]).length + 1))));

/** UTF-8 avec indicateur d’ordre ; édition, licence et marque de démonstration suivent chaque ligne, faute d’en-tête. */
export function csv({ entetes, lignes, apropos }) {
  const suite = apropos.filter(([nom]) => ["Édition", "Date", "Licence", "Démonstration"].includes(nom));
  const cellule = (valeur) => (/[",\r\n]/.test(valeur) ? `"${texte(valeur).replaceAll('"', '""')}"` : texte(valeur));
  const rangee = (valeurs, reste) => `${[...valeurs, ...reste].map(cellule).join(",")}\r\n`;
  const noms = suite.map(([nom]) => nom);
  const valeurs = suite.map(([, valeur]) => valeur);
  const contenu = rangee(entetes, noms) + lignes.map((ligne) => rangee(ligne, valeurs)).join("");
  return new Blob(["\ufeff", contenu], { type: "text/csv;charset=utf-8" });
}
