// Les premiers résultats sous le champ de l’en-tête, pendant qu’on écrit. Rien n’est chargé avant la première lettre.
import { el, pluriel, recoller } from "../elements.js";
import { annoncer } from "../site.js";
import { RACINE, repondre } from "./moteur.js";
import { achever, comprendre } from "./question.js";

const MONTRES = 6;
const LETTRES = 3;
const ATTENTE = 150;

/** La feuille de style du panneau, demandée avec lui. */
const habiller = () => new Promise((fait) => {
  document.head.append(el("link", { rel: "stylesheet", href: new URL("assets/css/rapide.css", RACINE).href, onload: fait, onerror: fait }));
});

export function preparer(champ) {
  const panneau = el("div", { className: "rapide", hidden: true });
  const formulaire = champ.form;
  formulaire.append(panneau);
  const habille = habiller();
  let tour = 0;
  let minuterie;

  const fermer = () => {
    tour++;
    panneau.hidden = true;
  };

  async function montrer() {
    const tape = champ.value.trim().slice(0, 200);
    if (tape.length < LETTRES) return fermer();
    const mien = ++tour;
    const demande = await comprendre(await achever(tape));
    const question = demande.corrigee;
    const trouves = await repondre(demande);
    const lot = await Promise.all(trouves.slice(0, MONTRES).map((resultat) => resultat.data()));
    await habille;
    if (mien !== tour || !formulaire.contains(document.activeElement)) return undefined;
    const suite = new URL(`recherche/?q=${encodeURIComponent(question)}`, RACINE).href;
    const phrase = `${trouves.length ? pluriel(trouves.length, "résultat") : "Aucun résultat"} pour «\u00a0${question}\u00a0»`;
    panneau.replaceChildren(
      el("ul", {}, ...lot.map(({ url, meta, filters }) => el("li", {}, el("a", { href: url }, el("strong", {}, recoller(meta.title)), " ", el("span", {}, filters.genre?.[0] ?? ""))))),
      el("a", { className: "rapide__suite", href: suite }, trouves.length ? `Tout voir\u00a0: ${phrase}` : `${phrase}\u00a0: voir ce qui s’en approche`),
    );
    panneau.hidden = false;
    annoncer(`${phrase}. ${trouves.length ? "Flèche vers le bas pour les parcourir." : ""}`.trim());
    return undefined;
  }

  const attendre = () => {
    clearTimeout(minuterie);
    minuterie = setTimeout(() => montrer().catch(fermer), ATTENTE);
  };

  champ.addEventListener("input", attendre);
  formulaire.addEventListener("submit", fermer);
  formulaire.addEventListener("focusout", ({ relatedTarget }) => { if (!formulaire.contains(relatedTarget)) fermer(); });
  formulaire.addEventListener("keydown", (e) => circuler(e, champ, panneau, fermer));
  attendre();
}

/** Flèches entre le champ et les liens ; Échap referme et rend la main au champ. */
function circuler(e, champ, panneau, fermer) {
  if (panneau.hidden) return;
  if (e.key === "Escape") {
    e.preventDefault();
    champ.focus();
    return fermer();
  }
  const pas = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (!pas) return;
  const haltes = [champ, ...panneau.querySelectorAll("a")];
  const ici = haltes.indexOf(document.activeElement);
  if (ici < 0) return;
  e.preventDefault();
  haltes[Math.min(Math.max(ici + pas, 0), haltes.length - 1)].focus();
}
