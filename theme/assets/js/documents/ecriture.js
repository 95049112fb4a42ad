// Ce que les deux traitements de texte partagent : le texte échappé pour XML, ses retours à la ligne, et le tour des blocs.

const SIGNES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// Les caractères qu’un document XML ne peut pas contenir (XML 1.0, § 2.2).
const INTERDITS = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Un texte prêt pour XML ; `saut` est la balise d’un retour à la ligne. */
export const lignes = (texte, saut) => String(texte).replace(INTERDITS, "").split(/\r\n|\r|\n/)
  .map((un) => un.replace(/[ \t]+/g, " ").replace(/^ | $/g, "").replace(/[&<>"]/g, (signe) => SIGNES[signe])).join(saut);

/** Un texte d’une ligne, pour un attribut entre guillemets. */
export const ligne = (texte) => lignes(texte, " ");

/** Les blocs l’un après l’autre ; chaque écrivain reçoit le bloc et son rang parmi ceux de sa sorte. */
export function ecrireBlocs(blocs, ecrivains) {
  const rangs = {};
  return blocs.map((bloc) => {
    const rang = rangs[bloc[0]] = (rangs[bloc[0]] ?? -1) + 1;
    return ecrivains[bloc[0]](bloc, rang);
  }).join("");
}
