// L’état du composeur est l’adresse : elle s’envoie, elle s’enregistre en favori, rien d’autre ne la garde.
// #v1&f=famille&c=critere.version.poids,~souscritere.version.part,clause.version&p=cout&i=intention&o=objet
// « ~ » dit un sous-critère : il suit le critère auquel il est rattaché, et son poids est une part de ce critère.

const VERSION = "v1";
const FAMILLE = /^[a-z0-9-]{1,80}$/;
const INTENTION = /^[a-z0-9-]{1,40}$/i;
const CHOIX = /^(~?)([a-z0-9-]{1,120})\.(\d{1,3})(?:\.(\d{1,3}))?$/;

export const etatVide = () => ({ famille: "", choix: [], coutComplet: false, intention: "", objet: "" });

/** L’état que dit une adresse. `neuf` : la famille seule est dite, il faut partir de son essentiel. `inconnue` : une autre façon d’écrire l’adresse. */
export function lire(ancre) {
  const parts = ancre.replace(/^#/, "").split("&");
  const version = /^v\d+$/.test(parts[0]) ? parts.shift() : "";
  const dits = new Map(parts.map((part) => [part.slice(0, part.indexOf("=")), decoder(part.slice(part.indexOf("=") + 1))]));
  const etat = etatVide();
  const valeur = (nom, forme) => (forme.test(dits.get(nom) ?? "") ? dits.get(nom) : "");
  etat.famille = valeur("f", FAMILLE);
  etat.intention = valeur("i", INTENTION);
  etat.objet = (dits.get("o") ?? "").trim().slice(0, 200);
  etat.coutComplet = dits.get("p") === "cout";
  etat.choix = lireChoix((dits.get("c") ?? "").split(","));
  return { etat, neuf: !version && Boolean(etat.famille), inconnue: Boolean(version) && version !== VERSION };
}

function decoder(texte) {
  try {
    return decodeURIComponent(texte);
  } catch {
    return "";
  }
}

function lireChoix(morceaux) {
  const choix = [];
  let parent = null;
  for (const morceau of morceaux) {
    const [, sous, id, version, poids] = CHOIX.exec(morceau) ?? [];
    if (!id || choix.some((autre) => autre.id === id)) continue;
    choix.push({ id, version: Number(version), poids: poids === undefined ? null : borner(poids), parent: sous ? parent : null });
    if (!sous || !parent) parent = id;
  }
  return choix;
}

/** Un poids est un entier de 0 à 100 ; tout le reste en devient un. */
export const borner = (saisie) => Math.min(100, Math.max(0, Math.round(Number(saisie)) || 0));

/** L’adresse d’un état, sans ce qui précède le dièse. */
export function ecrire({ famille, choix, coutComplet, intention, objet }) {
  if (!famille) return "";
  const morceau = ({ id, version, poids, parent }) => `${parent ? "~" : ""}${id}.${version}${poids === null ? "" : `.${poids}`}`;
  const parts = [VERSION, `f=${famille}`];
  if (choix.length) parts.push(`c=${choix.map(morceau).join(",")}`);
  if (coutComplet) parts.push("p=cout");
  if (intention) parts.push(`i=${intention}`);
  if (objet) parts.push(`o=${encodeURIComponent(objet)}`);
  return `#${parts.join("&")}`;
}
