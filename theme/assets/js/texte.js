// Les mots comme on les cherche : sans accent, sans majuscule, sans article élidé, au singulier.

const ELISION = /(^|[^a-z0-9])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]/g;
export const VIDES = new Set("a au aux avec ce ces dans de des du en et l la le les ou par pour qu que qui sur un une".split(" "));

/** Sans accent ni majuscule : l’ordre du dictionnaire. */
export const aplatir = (texte) => texte.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFD").replace(/[\u0300-\u036f]/g, "");

/** « L’Électricité » devient « electricite ». */
const normaliser = (texte) => aplatir(texte).replace(ELISION, "$1");

const decouper = (texte) => normaliser(texte).split(/[^a-z0-9]+/).filter(Boolean);

/** Le singulier probable : « mobiliers », « locaux », « eaux ». */
export function singulier(mot) {
  if (mot.length < 4) return mot;
  if (mot.endsWith("eaux")) return mot.slice(0, -1);
  if (mot.endsWith("aux") && mot.length > 4) return `${mot.slice(0, -3)}al`;
  return mot.replace(/[sx]$/, "");
}

/** Les textes où chercher : chaque mot précédé d’une espace, et son singulier s’il diffère. Ensemble, c’est dix fois plus rapide. */
export function indexer(textes) {
  const connus = new Map();
  const deux = (mot) => {
    if (!connus.has(mot)) connus.set(mot, singulier(mot) === mot ? ` ${mot}` : ` ${mot} ${singulier(mot)}`);
    return connus.get(mot);
  };
  return normaliser(textes.join("\n")).split("\n").map((texte) => texte.split(/[^a-z0-9]+/).map(deux).join(""));
}

/** Le même index, par tranches : entre deux, le navigateur répond. */
export async function indexerParTranches(textes, tranche = 500) {
  const index = [];
  for (let debut = 0; debut < textes.length; debut += tranche) {
    if (debut) await new Promise((suite) => setTimeout(suite));
    index.push(...indexer(textes.slice(debut, debut + tranche)));
  }
  return index;
}

/** Les débuts de mots à trouver, chacun sous ses formes possibles. */
export function chercher(texte) {
  const mots = decouper(texte);
  const utiles = mots.filter((mot) => !VIDES.has(mot));
  return (utiles.length ? utiles : mots).map((mot) => [...new Set([` ${mot}`, ` ${singulier(mot)}`])]);
}

export const contient = (index, formes) => formes.some((forme) => index.includes(forme));
