// Les familles d’achat dont les mots ressemblent le plus à ceux d’une question restée sans réponse.
import { lireJson } from "../elements.js";
import { aplatir } from "../texte.js";
import { RACINE } from "./moteur.js";
import { decouper } from "./question.js";

const MONTREES = 4;
/** La ressemblance sous laquelle deux mots n’ont rien à voir. */
const SEUIL = 0.3;

const trigrammes = (mot) => {
  const bords = ` ${mot} `;
  return new Set(Array.from({ length: bords.length - 2 }, (_, rang) => bords.slice(rang, rang + 3)));
};

/** La part de lettres que deux mots ont de suite en commun, trois par trois (coefficient de Dice). */
function ressemblance(un, autre) {
  const communs = [...un].filter((trois) => autre.has(trois)).length;
  return (2 * communs) / (un.size + autre.size);
}

/** Jusqu’à quatre familles : { intitule, url }, la plus proche d’abord. */
export async function voisines(question) {
  const { familles } = await lireJson(new URL("vademecum/recherche.json", RACINE));
  const cherches = decouper(question).map((mot) => trigrammes(aplatir(mot)));
  const noter = ({ intitule, mots }) => {
    const siens = decouper(`${intitule} ${mots}`).map((mot) => trigrammes(aplatir(mot)));
    return cherches.reduce((note, mot) => note + Math.max(...siens.map((sien) => ressemblance(mot, sien))) ** 2, 0);
  };
  return familles.map((famille) => ({ ...famille, note: noter(famille) }))
    .filter(({ note }) => note > SEUIL ** 2)
    .sort((a, b) => b.note - a.note)
    .slice(0, MONTREES)
    .map(({ id, intitule }) => ({ intitule, url: new URL(`vademecum/${id}/`, RACINE).href }));
}
