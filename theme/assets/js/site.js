// Le module du site : menu, recherche de l’en-tête, copie, tableaux qui défilent, impression. Rien n’est mémorisé.
// Sans lui, la page reste entière : menu déplié, boutons de copie absents.

const annonces = document.getElementById("annonces");

/** Dit une phrase aux technologies d’assistance. */
export function annoncer(phrase) {
  annonces.textContent = "";
  setTimeout(() => { annonces.textContent = phrase; }, 100);
}

// Menu : un vrai bouton, qui montre et cache la liste qui le suit. Échap referme.
const bouton = document.querySelector(".menu-bouton");
const menu = document.getElementById("menu");
if (bouton && menu) {
  const ouvrir = (oui) => bouton.setAttribute("aria-expanded", String(oui));
  bouton.addEventListener("click", () => ouvrir(bouton.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || bouton.getAttribute("aria-expanded") !== "true") return;
    const dedans = menu.contains(document.activeElement);
    ouvrir(false);
    if (dedans) bouton.focus();
  });
}

// Recherche de l’en-tête : ses résultats ne se chargent qu’à la première lettre écrite.
const rapide = document.getElementById("recherche-rapide");
rapide?.addEventListener("input", () => import("./recherche/entete.js").then(({ preparer }) => preparer(rapide)).catch(() => {}), { once: true });

// Copie : <button class="bouton bouton--secondaire si-js" data-copier="id-du-texte">.
document.addEventListener("click", async (e) => {
  const bouton = e.target.closest?.("[data-copier]");
  const texte = bouton && document.getElementById(bouton.dataset.copier)?.innerText.trim();
  if (!texte) return;
  direCopie(bouton, await copier(texte));
});

/** Dit, sur le bouton et aux technologies d’assistance, si le texte est copié. */
export function direCopie(bouton, fait) {
  const libelle = bouton.querySelector("[data-libelle]") ?? bouton;
  bouton.dataset.avant ??= libelle.textContent;
  libelle.textContent = fait ? "Copié" : "Copie impossible";
  bouton.classList.toggle("bouton--copie", fait);
  annoncer(fait ? "Texte copié dans le presse-papiers." : "La copie n’a pas abouti. Sélectionnez le texte pour le copier.");
  clearTimeout(bouton.minuterie);
  bouton.minuterie = setTimeout(() => {
    libelle.textContent = bouton.dataset.avant;
    bouton.classList.remove("bouton--copie");
  }, 4000);
}

/** Met un texte dans le presse-papiers ; vrai s’il y est. */
export async function copier(texte) {
  try {
    await navigator.clipboard.writeText(texte);
    return true;
  } catch {
    // Hors HTTPS (partage de fichiers, intranet), l’ancienne méthode reste la seule.
    const champ = Object.assign(document.createElement("textarea"), { value: texte, className: "hors-ecran" });
    champ.setAttribute("aria-hidden", "true");
    const avant = document.activeElement;
    document.body.append(champ);
    champ.select();
    const fait = document.execCommand("copy");
    champ.remove();
    avant?.focus();
    return fait;
  }
}

// Un cadre n’est une halte du clavier que s’il défile vraiment.
let rang = 0;
const mesurer = (cadre) => {
  const defile = cadre.scrollWidth > cadre.clientWidth + 1;
  if (!defile) {
    for (const nom of ["tabindex", "role", "aria-labelledby", "aria-label"]) if (cadre.dataset.pose) cadre.removeAttribute(nom);
    delete cadre.dataset.pose;
    return;
  }
  if (cadre.dataset.pose || cadre.hasAttribute("tabindex")) return;
  const titre = cadre.querySelector("caption, svg > title");
  cadre.dataset.pose = "oui";
  cadre.tabIndex = 0;
  cadre.setAttribute("role", "region");
  if (titre) {
    titre.id ||= `cadre-${++rang}`;
    cadre.setAttribute("aria-labelledby", titre.id);
  } else {
    let avant = cadre;
    while (avant && !/^H[2-4]$/.test(avant.tagName)) avant = avant.previousElementSibling;
    cadre.setAttribute("aria-label", `Tableau ${++rang}${avant ? `, ${avant.textContent.trim()}` : ""}`);
  }
};
const guetteur = new ResizeObserver((entrees) => entrees.forEach((e) => mesurer(e.target)));
for (const cadre of document.querySelectorAll(".tableau-defile")) guetteur.observe(cadre);

// Sur téléphone, un tableau mis en blocs perdrait ses rôles : ils sont réécrits.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
for (const tableau of document.querySelectorAll("table.tableau:not(.tableau--fixe)")) {
  for (const el of [tableau, ...tableau.querySelectorAll("thead, tbody, tfoot, tr, td, th")]) {
    el.setAttribute("role", ROLES[el.tagName] ?? (el.scope === "row" ? "rowheader" : "columnheader"));
  }
}

// À l’impression : le titre en pied de feuille, les liens internes avec leur adresse entière,
// et tout ce qui est replié s’ouvre, puis se referme.
document.documentElement.style.setProperty("--titre", JSON.stringify(document.title.split(" - ")[0]));
const SANS_ADRESSE = ".cartes, .tableau, .portes, .pagination, .fichiers, .puces, .resultats, .headerlink, .footnote-ref, .footnote-backref";
let replies = [];
addEventListener("beforeprint", () => {
  for (const lien of document.querySelectorAll(".contenu a[href]")) {
    const interne = !/^(#|https?:|mailto:)/.test(lien.getAttribute("href"));
    if (interne && !lien.closest(SANS_ADRESSE)) lien.dataset.url = lien.href;
  }
  replies = [...document.querySelectorAll("details:not([open])")];
  for (const d of replies) d.open = true;
});
addEventListener("afterprint", () => {
  for (const d of replies) d.open = false;
});
