// Une question comme on la tape, dite dans les mots de l’index : sans article, sigles et codes reconnus, fautes d’une lettre corrigées.
import { lireJson } from "../elements.js";
import { aplatir, singulier, VIDES } from "../texte.js";
import { chercher, classer, connu, entier, RACINE } from "./moteur.js";

const ELISION = /(^|[^\p{L}])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\p{L})/giu;
const ENTRE_GUILLEMETS = /^["«].+["»]$/;
/** Un code CPV, avec ou sans sa clé : « 3916 », « 39160000-1 » ; « 2027 » est une année. */
const CPV = /^(?!20\d\d$)(\d{4,8})(?:-\d)?$/;
/** Le nombre de pages sous lequel laisser un mot de la question vaut d’être essayé. */
const ASSEZ = 5;

/** Les mots utiles : sans article élidé ni mot vide, traits d’union ouverts. « oeuvre » s’écrit « œuvre ». */
export function decouper(question) {
  const texte = question.replace(ELISION, "$1").replace(/(?<!\d)[-‐‑]|[-‐‑](?!\d)|[^\p{L}\p{N}-]/gu, " ").replace(/oeu/gi, "œu");
  const tous = texte.split(/\s+/).filter(Boolean);
  const utiles = tous.filter((mot) => !VIDES.has(aplatir(mot)));
  return utiles.length ? utiles : tous;
}

/**
 * Ce qu’il faut chercher pour une question : `mots`, ou `exacte` entre guillemets ; et ce qui a changé : les mots `corriges`,
 * ceux que l’index `ignores`, ceux qu’il a fallu laisser, et la question `corrigee`.
 */
export async function comprendre(question) {
  if (ENTRE_GUILLEMETS.test(question)) return { exacte: question.replace(/["«»'’]/g, " ").trim(), mots: [], corriges: [], ignores: [], laisses: [], corrigee: question };
  const tapes = decouper(question);
  const code = tapes.map((mot) => CPV.exec(mot)?.[1]).find(Boolean);
  const dits = (await Promise.all(tapes.map((mot) => dire(mot, code)))).filter(({ forme }) => forme !== null);
  const gardes = [...new Set(dits.map(({ forme }) => forme).filter(Boolean))];
  const { mots, laisses } = await resserrer(gardes, code);
  const corriges = dits.filter(({ faute }) => faute);
  return {
    mots,
    code,
    corriges: corriges.map(({ mot }) => mot),
    ignores: dits.filter(({ forme }) => !forme).map(({ mot }) => mot),
    laisses: dits.filter(({ forme }) => laisses.includes(forme)).map(({ mot }) => mot),
    corrigee: corriges.reduce((texte, { mot, forme }) => texte.replace(mot, forme), question),
  };
}

/** La question, son dernier mot achevé comme il l’est le plus souvent : « mobili » annonce « mobilier ». */
export async function achever(question) {
  const [debut] = /[\p{L}]{3,}$/u.exec(question) ?? [""];
  const plat = aplatir(debut);
  const suites = debut ? (await motsConnus()).filter(([, autre]) => autre.startsWith(plat)) : [];
  if (!suites.length || suites.some(([, autre]) => autre === plat || singulier(autre) === singulier(plat))) return question;
  return question.slice(0, -debut.length) + suites[0][0];
}

/** Un mot tapé, et sa forme dans l’index : vide s’il l’ignore, `null` si le code CPV suffit ; `faute` si une lettre a changé. */
async function dire(mot, code) {
  if (CPV.test(mot)) return { mot, forme: await debutConnu(code) };
  if (code && /^(?:cpv|codes?)$/i.test(mot)) return { mot, forme: null };
  const forme = await connue(mot);
  if (forme) return { mot, forme };
  const propose = await proposer(mot);
  return { mot, forme: propose, faute: Boolean(propose) && propose !== mot };
}

/** Le plus long début d’un code CPV que l’index connaît : la famille « 3021 » répond à 30213000. */
async function debutConnu(code) {
  for (let fin = code.replace(/0+$/, "").length; fin > 3; fin--) if (await connu(`cpv${code.slice(0, fin)}`)) return `cpv${code.slice(0, fin)}`;
  return `cpv${code}`;
}

/** Le sigle, le singulier que la racine n’a pas fait, ou le mot ; rien s’il n’est entier nulle part. */
async function connue(mot) {
  if (/^[a-z]{2,7}$/i.test(mot) && await connu(`${mot}0`)) return `${mot}0`;
  const un = mot.slice(0, -1);
  if (/[aiouè]s$/i.test(mot) && plusQue(await entier(un), await entier(mot))) return un;
  if (mot.length < 4 || /\d/.test(mot) || await connu(mot)) return mot;
  return "";
}

const plusQue = (pages, autres) => [...pages].some((page) => !autres.has(page));

let vocabulaire;
/** Les mots des titres et des synonymes, du plus employé au moins employé, avec et sans accents. */
const motsConnus = () => (vocabulaire ??= lireJson(new URL("recherche/mots.json", RACINE))
  .then((mots) => mots.map((mot) => [mot, aplatir(mot)]))
  .catch(() => { vocabulaire = undefined; return []; }));

/** Le mot s’il en commence un, sinon celui qui n’en diffère que d’une lettre ; rien si rien n’y ressemble. */
async function proposer(mot) {
  const plat = aplatir(mot);
  const connus = await motsConnus();
  if (connus.some(([, autre]) => autre.startsWith(plat))) return mot;
  const proches = connus.filter(([, autre]) => voisins(plat, autre) || voisins(singulier(plat), autre));
  if (proches.length) return (proches.find(([, autre]) => autre[0] === plat[0]) ?? proches[0])[0];
  return (await commence(mot, plat)) ? mot : "";
}

/** Faux si Pagefind, faute du mot, n’en a trouvé que les premières lettres. */
async function commence(mot, plat) {
  const [premier] = (await chercher(mot)).results;
  if (!premier) return false;
  const { content, meta } = await premier.data();
  return aplatir(`${content} ${Object.values(meta).join(" ")}`).includes(plat.slice(0, Math.max(3, plat.length - 3)));
}

/** Vrai si un seul geste sépare deux mots : une lettre de plus, de moins, changée, ou deux échangées. */
export function voisins(un, autre) {
  if (Math.abs(un.length - autre.length) > 1 || un === autre) return false;
  let debut = 0;
  while (debut < un.length && un[debut] === autre[debut]) debut++;
  const [a, b] = [un.slice(debut), autre.slice(debut)];
  if (a.length !== b.length) return a.length > b.length ? a.slice(1) === b : a === b.slice(1);
  return a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}

/** Les mots à chercher ensemble : tous ; moins si aucune page ne les a tous, ou si trop peu les ont et répondent bien moins. */
async function resserrer(gardes, code) {
  let retenu = { note: 0, mots: [] };
  for (let essais = [gardes]; essais.length && essais[0].length; essais = unDeMoins(essais)) {
    const notes = await Promise.all(essais.map((mots) => noter(mots, code, gardes.length)));
    retenu = notes.reduce((meilleur, autre) => (autre.note > meilleur.note ? autre : meilleur), retenu);
    if (retenu.note && (essais[0].length < gardes.length || retenu.nombre >= ASSEZ || gardes.length < 3)) break;
  }
  return { mots: retenu.mots, laisses: gardes.filter((mot) => !retenu.mots.includes(mot)) };
}

/** Ce que vaut la première page, moins à mesure qu’il manque des mots de la question. */
async function noter(mots, code, attendus) {
  const classes = await classer({ mots, code });
  return { mots, nombre: classes.length, note: (classes[0]?.note ?? 0) * (mots.length / attendus) ** 2 };
}

function unDeMoins(essais) {
  const moindres = essais.flatMap((essai) => essai.map((_, rang) => essai.filter((_mot, autre) => autre !== rang)));
  return [...new Map(moindres.map((essai) => [essai.join(" "), essai])).values()];
}
