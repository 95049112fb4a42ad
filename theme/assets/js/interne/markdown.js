// Le document en Markdown, et en texte à coller.

const TABLE = /[|\\]/g;
const cellule = (texte) => texte.replace(TABLE, "\\$&").replaceAll("\n", " ");
// Ce qui, en début de ligne ou autour d’un mot, changerait de sens.
const sur = (texte) => texte.replace(/[\\`*_[\]<>#]/g, "\\$&").replace(/^(\d+)([.)])/gm, "$1\\$2").replace(/^([-+])/gm, "\\$1");

function table({ legende, entetes, lignes, nombres }) {
  const rangee = (valeurs) => `| ${valeurs.map((valeur) => cellule(sur(valeur))).join(" | ")} |`;
  const traits = entetes.map((_, rang) => (nombres.includes(rang) ? "---:" : "---"));
  return [`**${sur(legende)}**`, "", rangee(entetes), `| ${traits.join(" | ")} |`, ...lignes.map(rangee)].join("\n");
}

const EN_MARKDOWN = {
  h: (niveau, texte) => `${"#".repeat(niveau)} ${sur(texte)}`,
  p: sur,
  note: (texte) => `> ${sur(texte)}`,
  puces: (textes) => textes.map((texte) => `- ${sur(texte)}`).join("\n"),
  numeros: (textes) => textes.map((texte, rang) => `${rang + 1}. ${sur(texte)}`).join("\n"),
  tableau: table,
};

/** Le document en Markdown. */
export const markdown = ({ blocs }) => `${blocs.map(([genre, ...suite]) => EN_MARKDOWN[genre](...suite)).join("\n\n")}\n`;

const EN_TEXTE = {
  h: (_, texte) => texte,
  p: (texte) => texte,
  note: (texte) => texte,
  puces: (textes) => textes.map((texte) => `• ${texte}`).join("\n"),
  numeros: (textes) => textes.map((texte, rang) => `${rang + 1}. ${texte}`).join("\n"),
  tableau: ({ legende, entetes, lignes }) => [legende, ...[entetes, ...lignes].map((ligne) => ligne.join("\t"))].join("\n"),
};

/** Le document en texte simple ; un tableau y est fait de tabulations, qu’un tableur sait coller. */
export const texte = ({ blocs }) => `${blocs.map(([genre, ...suite]) => EN_TEXTE[genre](...suite)).join("\n\n")}\n`;
