// Le réveil de « Mon opération » : le formulaire est déjà dans la page ; l’index et le programme viennent au premier geste,
// ou tout de suite si l’adresse dit déjà une opération.
import { annoncer } from "./site.js";

const formulaire = document.querySelector("form[data-operation]");
let demande;

function reveiller() {
  return (demande ??= preparer());
}

async function preparer() {
  formulaire.setAttribute("aria-busy", "true");
  try {
    const [{ Atelier }, { Donnees }] = await Promise.all([import("./operation/atelier.js"), import("./operation/donnees.js")]);
    const donnees = new Donnees(new URL(formulaire.dataset.donnees, document.baseURI), formulaire.dataset.version);
    await donnees.preparer();
    new Atelier(formulaire, donnees).commencer();
  } catch {
    demande = undefined;
    annoncer("Les exigences ne sont pas arrivées. Réessayez, ou ouvrez une opération usuelle.");
  }
  formulaire.removeAttribute("aria-busy");
}

if (formulaire) {
  formulaire.addEventListener("submit", (e) => e.preventDefault());
  for (const geste of ["pointerover", "focusin", "touchstart"]) formulaire.addEventListener(geste, reveiller, { once: true, passive: true });
  formulaire.addEventListener("input", reveiller);
  if (location.search) reveiller();
}
