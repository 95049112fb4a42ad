// L’île de recherche : lit la question et les filtres dans l’adresse, interroge le moteur, écrit les résultats.
// L’adresse est tout l’état : elle s’envoie, elle s’enregistre en favori. Le moteur ne se charge qu’à la première question.
import { el, nombre, pluriel, recoller, retenir } from "./elements.js";
import { annoncerFiltres, FILTRES, LARGE, montrerFiltres, NOMS } from "./recherche/filtres.js";
import { annoncer } from "./site.js";

const PAR_PAGE = 10;
const formulaire = document.querySelector("[data-recherche]");
const zone = document.querySelector("[data-resultats]");
const champ = formulaire?.elements.namedItem("q");
const citer = (texte) => `«\u00a0${texte}\u00a0»`;
const charger = () => Promise.all([import("./recherche/moteur.js"), import("./recherche/question.js")]);

// — État : l’adresse —
function lire() {
  const p = new URLSearchParams(location.search);
  const choisis = NOMS.map((nom) => [nom, p.get(nom)]).filter(([, valeur]) => valeur);
  return { q: (p.get("q") ?? "").trim().slice(0, 200), choisis: Object.fromEntries(choisis) };
}
function ecrire({ q, choisis }) {
  retenir(q && `?${new URLSearchParams({ q, ...choisis })}`);
  document.title = q ? document.title.replace(/^.*? - /, `${citer(q)}, recherche - `) : document.title;
}

// — Affichage —
const compte = el("p", { className: "resultats__compte" });
const avis = el("p", { className: "resultats__avis", hidden: true });
const affiner = el("details", { className: "resultats__affiner", hidden: true });
const liste = el("ol", { className: "resultats__liste" });
const suite = el("button", { type: "button", className: "bouton bouton--secondaire", hidden: true });
const secours = el("div", { className: "vide", hidden: true });
const demander = zone?.querySelector("[data-demander]");

let tour = 0; // seule la dernière recherche lancée s’affiche
let trouves = [];
let montres = 0;

function vider() {
  liste.replaceChildren();
  trouves = [];
  montres = 0;
  for (const element of [suite, secours, avis]) element.hidden = true;
}

function conseiller(titre, ...phrases) {
  secours.replaceChildren(el("p", { className: "vide__titre" }, titre), ...phrases);
  secours.hidden = false;
}
const versLePlan = (debut) => el("p", {}, debut, el("a", { href: zone.dataset.plan }, "plan du site"), ".");

/** Un conseil seul : il n’y a rien à filtrer. */
function renoncer(titre, ...phrases) {
  affiner.hidden = true;
  conseiller(titre, ...phrases);
}

/** Rien n’est trouvé : les familles les plus proches, le plan, et à qui demander. */
async function secourir(q, mien) {
  const { voisines } = await import("./recherche/voisines.js");
  const proches = await voisines(q).catch(() => []);
  if (mien !== tour) return;
  const liens = el("ul", {}, ...proches.map(({ intitule, url }) => el("li", {}, el("a", { href: url }, intitule))));
  demander.hidden = false;
  demander.querySelector("a").search = new URLSearchParams({ subject: `Recherche sans résultat : ${q}` }).toString().replaceAll("+", "%20");
  renoncer("Aucune page ne contient ces mots.",
    ...(proches.length ? [el("p", {}, "Familles d’achat les plus proches :"), liens] : [el("p", {}, "Essayez un mot plus court ou plus général, au singulier, sans abréviation.")]),
    versLePlan("Toutes les pages figurent au "), demander);
}

/** L’extrait de Pagefind est du HTML : seul <mark> en est gardé, le reste redevient du texte. Une phrase coupée le montre. */
function extrait(html) {
  const lu = new DOMParser().parseFromString(html, "text/html");
  const morceaux = [...lu.body.childNodes].map((noeud) => (noeud.nodeName === "MARK" ? el("mark", {}, noeud.textContent) : recoller(noeud.textContent)));
  const texte = lu.body.textContent.trim();
  return el("p", { className: "resultat__extrait" }, /^\p{Ll}/u.test(texte) ? "… " : "", ...morceaux, /[.!?…]$/.test(texte) ? "" : "…");
}

function ligne({ url, meta, filters, excerpt }) {
  return el("li", { className: "resultat" },
    el("h2", { className: "resultat__titre" }, el("a", { href: url }, recoller(meta.title))),
    el("p", { className: "resultat__genre" }, filters.genre?.[0] ?? ""), extrait(excerpt));
}

async function montrerSuite(avecFocus) {
  const mien = tour;
  const lot = await Promise.all(trouves.slice(montres, montres + PAR_PAGE).map((resultat) => resultat.data()));
  if (mien !== tour) return;
  const lignes = lot.map(ligne);
  liste.append(...lignes);
  montres += lignes.length;
  const reste = trouves.length - montres;
  suite.hidden = reste < 1;
  suite.textContent = reste === 1 ? "Afficher le dernier résultat" : `Afficher ${nombre(Math.min(reste, PAR_PAGE))} résultats de plus`;
  if (avecFocus) {
    lignes[0]?.querySelector("a").focus();
    annoncer(`${pluriel(montres, "résultat affiché", "résultats affichés")} sur ${nombre(trouves.length)}.`);
  }
}

/** Ce que la recherche a changé à la question. La question corrigée est un lien : elle se garde et s’envoie. */
function avertir({ corriges, corrigee, ignores, laisses }) {
  const phrases = [];
  if (!trouves.length) return;
  if (corriges.length) {
    const lien = el("a", { href: `?${new URLSearchParams({ q: corrigee })}` }, corrigee);
    phrases.push("Aucune page n’écrit ", corriges.map(citer).join(" ni "), ". Vouliez-vous dire ", lien, "\u00a0? En voici les réponses. ");
  }
  if (ignores.length) phrases.push(`Aucune page n’écrit ${ignores.map(citer).join(" ni ")}. `);
  if (laisses.length) phrases.push(`Trop peu de pages ont tous ces mots\u00a0: voici celles qui répondent sans ${laisses.map(citer).join(" ni ")}.`);
  avis.replaceChildren(...phrases);
  avis.hidden = !phrases.length;
}

// — Chercher —
function dire(n, q, choisis) {
  const gardes = Object.entries(choisis).map(([nom, valeur]) => `, ${FILTRES[nom].split(" ")[0].toLowerCase()} ${citer(valeur)}`).join("");
  compte.textContent = `${n ? pluriel(n, "résultat") : "Aucun résultat"} pour ${citer(q)}${gardes}`;
  annoncer(`${compte.textContent}. ${avis.hidden ? "" : avis.textContent}`.trim());
}

async function chercher(etat) {
  const mien = ++tour;
  ecrire(etat);
  if (!etat.q) {
    vider();
    compte.textContent = "";
    renoncer("Écrivez un ou deux mots, puis validez.", el("p", {}, "Par exemple : réemploi, mobilier, restauration collective."), versLePlan("Ou parcourez le "));
    return;
  }
  zone.ariaBusy = "true";
  const attente = setTimeout(() => { compte.textContent = "Recherche en cours…"; }, 300);
  try {
    const [{ repondre, compter, filtrer }, { comprendre }] = await charger();
    const large = LARGE.matches; // sur un écran étroit le volet est replié : les réponses viennent avant ses comptes
    const [demande] = await Promise.all([comprendre(etat.q), large && filtrer()]);
    const comptes = async () => { await filtrer(); return compter(demande, NOMS, etat.choisis); };
    const [reponses, connus] = await Promise.all([repondre(demande, etat.choisis), large && comptes()]);
    if (mien !== tour) return;
    clearTimeout(attente);
    vider();
    trouves = reponses;
    avertir(demande);
    dire(trouves.length, demande.corrigee, etat.choisis);
    const choix = Object.keys(etat.choisis).length;
    if (connus) montrerFiltres(affiner, connus, etat.choisis);
    else if (trouves.length || choix) annoncerFiltres(affiner, etat.choisis);
    if (trouves.length) await montrerSuite(false);
    else if (choix) conseiller(`Aucune page n’a ces mots et ${choix > 1 ? "ces" : "ce"} choix.`, el("p", {}, el("a", { href: `?${new URLSearchParams({ q: etat.q })}` }, "Voir les réponses sans filtre"), "."));
    else await secourir(etat.q, mien);
    if (!connus && (trouves.length || choix)) await filtrerEnsuite(comptes, etat.choisis, mien);
  } catch {
    if (mien !== tour) return;
    vider();
    compte.textContent = "";
    renoncer("La recherche ne répond pas.", el("p", {}, "Rechargez la page dans un instant."), versLePlan("En attendant, toutes les pages figurent au "));
    annoncer("La recherche ne répond pas.");
  } finally {
    clearTimeout(attente);
    if (mien === tour) zone.ariaBusy = "false";
  }
}

/** Les comptes du volet replié, une fois les réponses montrées ; s’ils ne viennent pas, les réponses restent, sans lui. */
async function filtrerEnsuite(comptes, choisis, mien) {
  const lus = await comptes().catch(() => null);
  if (mien !== tour) return;
  if (lus) montrerFiltres(affiner, lus, choisis);
  else affiner.hidden = true;
}

function choisir({ target: { name, value } }) {
  const { q, choisis: { [name]: _, ...autres } } = lire();
  chercher({ q, choisis: value ? { ...autres, [name]: value } : autres });
}

if (formulaire && zone && champ) {
  zone.append(compte, avis, affiner, liste, suite, secours);
  formulaire.addEventListener("submit", (e) => {
    e.preventDefault();
    chercher({ q: champ.value.trim().slice(0, 200), choisis: {} });
  });
  affiner.addEventListener("change", choisir);
  suite.addEventListener("click", () => montrerSuite(true));
  const depart = lire();
  champ.value = depart.q;
  chercher(depart);
}
