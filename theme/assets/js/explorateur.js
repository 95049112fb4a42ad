// Le réveil de l’explorateur. La page arrive entière, premières lignes comprises ; les données et le reste du
// programme ne sont demandés qu’au premier geste, ou tout de suite si l’adresse porte déjà un filtre.
import { annoncer } from "./site.js";

const zone = document.querySelector("[data-explorateur]");
const OUTILS = "[data-tri], [data-suite], [data-filtrer], [data-carte], .exploration__filtres, .exploration__fichiers";
const MODULES = { intentions: () => import("./profil-intentions.js"), fournisseurs: () => import("./profil-fournisseurs.js") };

let pret = false;
let demande;

/** Charge l’explorateur une fois ; un échec se dit, et permet de réessayer. */
function reveiller() {
  return (demande ??= preparer());
}

async function preparer() {
  zone.setAttribute("aria-busy", "true");
  try {
    const lecture = import("./elements.js").then(({ lireJson }) => lireJson(zone.dataset.donnees));
    const [module, donnees] = await Promise.all([MODULES[zone.dataset.explorateur || "intentions"](), lecture]);
    await module.demarrer(zone, donnees);
    pret = true;
  } catch {
    echouer();
  }
  zone.removeAttribute("aria-busy");
}

function echouer() {
  demande = undefined;
  const phrase = "Les filtres ne répondent pas. Réessayez dans un instant, ou parcourez les listes toutes faites.";
  zone.querySelector("[data-actifs]").textContent = phrase;
  annoncer(phrase);
}

if (zone) {
  zone.addEventListener("submit", (e) => e.preventDefault());
  for (const outil of zone.querySelectorAll(OUTILS)) {
    for (const geste of ["pointerover", "focusin", "touchstart"]) outil.addEventListener(geste, reveiller, { once: true, passive: true });
  }
  // Un bouton pressé avant que l’explorateur soit prêt l’est de nouveau ensuite.
  zone.addEventListener("click", (e) => {
    const bouton = e.target.closest("button");
    if (!pret && bouton) reveiller().then(() => pret && bouton.click());
  });
  zone.addEventListener("input", () => pret || reveiller());
  if (location.search) reveiller();
}
