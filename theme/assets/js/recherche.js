// L’île de recherche : lit q et genre dans l’adresse, interroge Pagefind, écrit les résultats.
// L’adresse est tout l’état : elle s’envoie, elle s’enregistre en favori.
import { annoncer } from "./site.js";

const PAR_PAGE = 10;
const formulaire = document.querySelector("[data-recherche]");
const zone = document.querySelector("[data-resultats]");
const champ = formulaire?.elements.namedItem("q");
const pluriel = (n, un, des) => (n > 1 ? `${n.toLocaleString("fr-FR")} ${des}` : `${n} ${un}`);

/** Crée un élément : el("p", { className: "x" }, "texte", enfant…). */
function el(nom, proprietes = {}, ...enfants) {
  const element = Object.assign(document.createElement(nom), proprietes);
  element.append(...enfants);
  return element;
}

/** « l’insertion » se cherche comme « insertion » : l’index garde les mots sans leur article élidé. */
const sansElision = (q) =>
  q.includes('"')
    ? q.replace(/['’]/g, " ")
    : q.replace(/(^|\s)(?:[ldjmnstc]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\p{L})/giu, "$1");

// — Moteur —
let moteur;
async function charger() {
  moteur ??= (async () => {
    const pagefind = await import(new URL("../../pagefind/pagefind.js", import.meta.url));
    await pagefind.options({ excerptLength: 28 });
    await pagefind.init();
    await pagefind.filters(); // sans cet appel, Pagefind ne compte pas par genre
    return pagefind;
  })();
  try {
    return await moteur;
  } catch (erreur) {
    moteur = undefined;
    throw erreur;
  }
}

/** L’extrait de Pagefind est du HTML : seul <mark> en est gardé, le reste redevient du texte. */
function extrait(html) {
  const lu = new DOMParser().parseFromString(html, "text/html");
  const p = el("p", { className: "resultat__extrait" });
  for (const noeud of lu.body.childNodes) {
    p.append(noeud.nodeName === "MARK" ? el("mark", {}, noeud.textContent) : noeud.textContent);
  }
  return p;
}

// — État : l’adresse —
const lire = () => {
  const p = new URLSearchParams(location.search);
  return { q: (p.get("q") ?? "").trim().slice(0, 200), genre: p.get("genre") ?? "" };
};
function ecrire({ q, genre }) {
  const p = new URLSearchParams();
  if (q) p.set("q", q);
  if (genre) p.set("genre", genre);
  history.replaceState(null, "", p.size ? `?${p}` : location.pathname);
  document.title = q ? document.title.replace(/^.*? - /, `« ${q} », recherche - `) : document.title;
}

// — Affichage —
const compte = el("p", { className: "resultats__compte" });
const genres = el("fieldset", { className: "resultats__genres", hidden: true });
const liste = el("ol", { className: "resultats__liste" });
const suite = el("button", { type: "button", className: "bouton bouton--secondaire", hidden: true });
const secours = el("div", { className: "vide", hidden: true });

let tour = 0;          // seule la dernière recherche lancée s’affiche
let trouves = [];
let montres = 0;

function vider() {
  liste.replaceChildren();
  trouves = [];
  montres = 0;
  suite.hidden = true;
  secours.hidden = true;
}

function conseiller(titre, ...phrases) {
  genres.hidden = true;
  secours.replaceChildren(el("p", { className: "vide__titre" }, titre), ...phrases);
  secours.hidden = false;
}
const versLePlan = (debut) => el("p", {}, debut, el("a", { href: zone.dataset.plan ?? "../plan-du-site/" }, "plan du site"), ".");

function ligne(donnees) {
  const titre = el("h2", { className: "resultat__titre" }, el("a", { href: donnees.url }, donnees.meta.title || donnees.url));
  const genre = donnees.meta.genre || donnees.filters?.genre?.[0];
  const li = el("li", { className: "resultat" }, titre);
  if (genre) li.append(el("p", { className: "resultat__genre" }, genre));
  li.append(extrait(donnees.excerpt));
  return li;
}

async function montrerSuite(avecFocus) {
  const mien = tour;
  const lot = await Promise.all(trouves.slice(montres, montres + PAR_PAGE).map((r) => r.data()));
  if (mien !== tour) return;
  const lignes = lot.map(ligne);
  liste.append(...lignes);
  montres += lignes.length;
  const reste = trouves.length - montres;
  suite.hidden = reste < 1;
  suite.textContent = `Afficher ${Math.min(reste, PAR_PAGE)} résultats de plus`;
  if (reste === 1) suite.textContent = "Afficher le dernier résultat";
  if (avecFocus) {
    lignes[0]?.querySelector("a").focus();
    annoncer(`${pluriel(montres, "résultat affiché", "résultats affichés")} sur ${trouves.length}.`);
  }
}

function choixDeGenre(comptes, choisi) {
  const total = Object.values(comptes).reduce((a, b) => a + b, 0);
  const noms = Object.keys(comptes).filter((nom) => comptes[nom] || nom === choisi).sort((a, b) => comptes[b] - comptes[a] || a.localeCompare(b, "fr"));
  genres.hidden = noms.length < 2 && !choisi;
  const focus = genres.contains(document.activeElement) ? document.activeElement.value : null;
  const un = (valeur, texte, n) => el("label", { className: "choix" },
    el("input", { type: "radio", name: "genre", value: valeur, checked: valeur === choisi }), el("span", {}, `${texte} (${n.toLocaleString("fr-FR")})`));
  genres.replaceChildren(el("legend", {}, "Genre de résultat"), un("", "Tous", total), ...noms.map((nom) => un(nom, nom, comptes[nom])));
  if (focus !== null) [...genres.querySelectorAll("input")].find((i) => i.value === focus)?.focus();
}

async function chercher(etat) {
  const mien = ++tour;
  ecrire(etat);
  if (!etat.q) {
    vider();
    compte.textContent = "";
    conseiller("Écrivez un ou deux mots, puis validez.", el("p", {}, "Par exemple : réemploi, mobilier, restauration collective."), versLePlan("Ou parcourez le "));
    return;
  }
  const attente = setTimeout(() => { compte.textContent = "Recherche en cours…"; }, 300);
  try {
    const pagefind = await charger();
    const tous = await pagefind.search(sansElision(etat.q));
    const choisis = etat.genre ? await pagefind.search(sansElision(etat.q), { filters: { genre: etat.genre } }) : tous;
    if (mien !== tour) return;
    clearTimeout(attente);
    vider();
    trouves = choisis.results;
    const comptes = tous.filters?.genre ?? {};
    const phrase = trouves.length
      ? `${pluriel(trouves.length, "résultat", "résultats")} pour « ${etat.q} »${etat.genre ? `, genre « ${etat.genre} »` : ""}`
      : `Aucun résultat pour « ${etat.q} »${etat.genre ? `, genre « ${etat.genre} »` : ""}`;
    compte.textContent = phrase;
    annoncer(`${phrase}.`);
    choixDeGenre(comptes, etat.genre);
    if (trouves.length) await montrerSuite(false);
    else if (!tous.results.length) {
      conseiller("Aucune page ne contient ces mots.", el("p", {}, "Essayez un mot plus court ou plus général, au singulier, sans abréviation."), versLePlan("Toutes les pages figurent au "));
    }
  } catch {
    if (mien !== tour) return;
    vider();
    compte.textContent = "";
    conseiller("La recherche ne répond pas.", el("p", {}, "Rechargez la page dans un instant."), versLePlan("En attendant, toutes les pages figurent au "));
    annoncer("La recherche ne répond pas.");
  } finally {
    clearTimeout(attente);
  }
}

if (formulaire && zone && champ) {
  zone.append(compte, genres, liste, suite, secours);
  formulaire.addEventListener("submit", (e) => {
    e.preventDefault();
    chercher({ q: champ.value.trim().slice(0, 200), genre: "" });
  });
  genres.addEventListener("change", (e) => chercher({ q: lire().q, genre: e.target.value }));
  suite.addEventListener("click", () => montrerSuite(true));
  champ.addEventListener("focus", () => charger().catch(() => {}), { once: true });
  const depart = lire();
  champ.value = depart.q;
  chercher(depart);
}
