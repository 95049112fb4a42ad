// Le moteur de la recherche : charge Pagefind à la première question, et classe ce qu’il trouve.
import { aplatir } from "../texte.js";

/** La racine du site. */
export const RACINE = new URL("../../../", import.meta.url);
/**
 * Ce que pèse un mot selon le champ où il est : le titre, les synonymes, les codes CPV, les sigles du texte, les mots de la famille.
 * Pagefind sait quels champs répondent, mais élève au cube la note d’un champ où le mot commence plusieurs autres : d’où ce calcul.
 */
const POIDS = { title: 10, mots: 18, cpv: 18, sigles: 2, proches: 2 };
const SANS_POIDS = Object.fromEntries(Object.keys(POIDS).map((champ) => [champ, 0]));
/** Ce qui reste de la note quand tous les mots ne sont que le début d’un autre : « bio » dans « biométhane ». */
const ENTAME = 0.1;
/** Le nombre de pages relues pour y trouver une expression. */
const RELUES = 30;
/** Ce qui reste de la note d’un critère : il y en a des centaines, et chacun se lit depuis sa famille. */
const CRITERE = 0.8;

let charge;
/** Pagefind, chargé une fois ; un échec se retente. */
function pagefind() {
  charge ??= (async () => {
    const module = await import(new URL("pagefind/pagefind.js", RACINE));
    // Sans second programme : une question prend quelques millisecondes, le démarrer en prendrait cent.
    await module.options({ excerptLength: 28, noWorker: true, ranking: { metaWeights: SANS_POIDS } });
    await module.init();
    return module;
  })();
  return charge.catch((erreur) => { charge = undefined; throw erreur; });
}

/** Laisse le navigateur peindre et répondre entre deux questions, s’il le permet. */
const souffler = () => globalThis.scheduler?.yield?.();

/** Pose une question à Pagefind telle quelle. */
export async function chercher(terme, filtres) {
  const moteur = await pagefind();
  await souffler();
  return moteur.search(terme, filtres && { filters: filtres });
}

const retenus = new Map();
const retenir = (cle, faire) => retenus.get(cle) ?? retenus.set(cle, faire()).get(cle);

/** Les pages où le mot est entier, et non le début d’un autre. */
export const entier = (mot) => retenir(`"${mot}"`, async () => new Set((await chercher(`"${mot}"`)).results.map(({ id }) => id)));
export const connu = async (mot) => (await entier(mot)).size > 0;

/** Un mot de la question : sa rareté, les pages où il est entier, au singulier ou au pluriel, et les champs où il est dans chaque page. */
const peser = (mot, aussi) => retenir(`${mot} ${aussi}`, async () => {
  const [{ results }, ...entiers] = await Promise.all([chercher(mot), entier(mot), entier(aussi)]);
  const pages = new Set(entiers.flatMap((trouvees) => [...trouvees]));
  const champs = new Map(results.map(({ id, matchedMetaFields }) => [id, matchedMetaFields ?? []]));
  return { pages, champs, rarete: Math.log(1 + 1000 / Math.max(1, pages.size)) };
});

const desCriteres = async (terme) => new Set((await chercher(terme, { genre: "Critère" })).results.map(({ id }) => id));

/** Les pages qui ont tous les mots, gardées par les filtres, de la meilleure à la moins bonne : { note, resultat }. */
export async function classer({ mots, code }, filtres) {
  if (!mots.length) return [];
  const terme = mots.join(" ");
  const [{ results }, criteres, ...peses] = await Promise.all([chercher(terme, filtres), desCriteres(terme), ...mots.map((mot) => peser(mot, mot.startsWith("cpv") ? `cpv${code}` : `${mot}s`))]);
  const total = peses.reduce((somme, { rarete }) => somme + rarete, 0);
  const noter = (resultat) => {
    let note = resultat.score;
    for (const [champ, poids] of Object.entries(POIDS)) {
      const part = peses.reduce((somme, { champs, rarete }) => somme + (champs.get(resultat.id)?.includes(champ) ? rarete : 0), 0);
      note += poids * part * (part / total) ** 2; // un champ qui n’a qu’un mot sur deux ne vaut presque rien
    }
    return note * (criteres.has(resultat.id) ? CRITERE : 1) * ENTAME ** (peses.filter(({ pages }) => !pages.has(resultat.id)).length / mots.length);
  };
  return results.map((resultat) => ({ resultat, note: noter(resultat) })).sort((a, b) => b.note - a.note);
}

/** Les résultats d’une demande comprise, gardés par les filtres. */
export async function repondre(demande, filtres) {
  if (demande.exacte === undefined) return (await classer(demande, filtres)).map(({ resultat }) => resultat);
  const { results } = await chercher(`"${demande.exacte}"`, filtres);
  return results.length ? results : relire(demande.exacte, filtres);
}

/** Une expression que Pagefind manque, faute de suivre un mot qu’une page accorde de deux façons : relue dans le texte des premières pages. */
async function relire(exacte, filtres) {
  const plat = (texte) => ` ${aplatir(texte).replace(/[^a-z0-9]+/g, " ").trim()} `;
  const lues = await Promise.all((await chercher(exacte, filtres)).results.slice(0, RELUES).map(async (resultat) => ({ resultat, page: await resultat.data() })));
  return lues.filter(({ page }) => plat(page.content).includes(plat(exacte))).map(({ resultat }) => resultat);
}

/** Charge les filtres : Pagefind ne compte que ceux qu’on lui a demandés. */
export const filtrer = async () => (await pagefind()).filters();

/** Le nombre de résultats de chaque valeur de chaque filtre, les autres choix tenus ; après `filtrer`. */
export async function compter({ exacte, mots }, noms, choisis) {
  const terme = exacte ? `"${exacte}"` : mots.join(" ");
  const comptes = noms.map(async (nom) => {
    const { [nom]: _, ...autres } = choisis;
    return [nom, terme ? (await chercher(terme, autres)).filters[nom] ?? {} : {}];
  });
  return Object.fromEntries(await Promise.all(comptes));
}
