// Les filtres de la recherche, avec le nombre de résultats de chaque valeur. Repliés sur un écran étroit : les réponses d’abord.
import { dire, el, nombre } from "../elements.js";

export const FILTRES = { genre: "Genre de résultat", famille: "Famille d’achat", annee: "Année", enjeu: "Enjeu" };
export const NOMS = Object.keys(FILTRES);
export const LARGE = matchMedia("(min-width: 48rem)");

const genres = el("fieldset", { className: "resultats__genres" });
const autres = el("div", { className: "resultats__filtres" });
const titre = el("summary");

const valeurs = (comptes, choisi) => [...new Set([...Object.keys(comptes).filter((nom) => comptes[nom]), ...(choisi ? [choisi] : [])])]
  .sort((a, b) => (comptes[b] ?? 0) - (comptes[a] ?? 0) || a.localeCompare(b, "fr"));

function choixDeGenre(comptes, choisi) {
  const total = Object.values(comptes).reduce((a, b) => a + b, 0);
  const noms = valeurs(comptes, choisi);
  genres.hidden = noms.length < 2 && !choisi;
  const focus = genres.contains(document.activeElement) ? document.activeElement.value : null;
  const un = (value, texte, n) => el("label", { className: "choix" },
    el("input", { type: "radio", name: "genre", value, checked: value === choisi }), el("span", {}, `${texte} (${nombre(n)})`));
  genres.replaceChildren(el("legend", {}, FILTRES.genre), un("", "Tous", total), ...noms.map((nom) => un(nom, nom, comptes[nom] ?? 0)));
  if (focus !== null) [...genres.querySelectorAll("input")].find((i) => i.value === focus)?.focus();
}

function autreChoix(nom, comptes, choisi = "") {
  const champs = autres.querySelector(`[name="${nom}"]`) ?? el("select", { id: `recherche-${nom}`, name: nom });
  if (!champs.parentElement) autres.append(el("div", { className: "champ" }, el("label", { htmlFor: champs.id }, FILTRES[nom]), champs));
  const noms = valeurs(comptes, choisi);
  champs.parentElement.hidden = !noms.length;
  champs.replaceChildren(el("option", { value: "" }, "Tout"), ...noms.map((value) => el("option", { value }, `${value} (${nombre(comptes[value] ?? 0)})`)));
  champs.value = choisi;
}

function installer(zone) {
  zone.append(titre, genres, autres);
  zone.open = LARGE.matches;
  LARGE.addEventListener("change", () => { zone.open = LARGE.matches; });
}

/** Montre le volet et dit combien de choix agissent, avant de savoir ce que chacun garderait. */
export function annoncerFiltres(zone, choisis) {
  if (!titre.parentElement) installer(zone);
  const retenus = Object.keys(choisis).length;
  dire(titre, retenus ? `Filtrer les résultats (${nombre(retenus)} ${retenus > 1 ? "choix actifs" : "choix actif"})` : "Filtrer les résultats");
  zone.hidden = false;
}

/** Écrit les filtres dans leur volet, avec ce que chacun garderait et ce qui est choisi. */
export function montrerFiltres(zone, comptes, choisis) {
  annoncerFiltres(zone, choisis);
  choixDeGenre(comptes.genre, choisis.genre ?? "");
  for (const nom of NOMS.slice(1)) autreChoix(nom, comptes[nom], choisis[nom]);
  autres.hidden = [...autres.children].every((un) => un.hidden);
  zone.hidden = genres.hidden && autres.hidden;
}
