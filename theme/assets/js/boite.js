// Sur un écran étroit, les filtres passent dans une boîte de dialogue ; elle se ferme par Échap, son bouton ou son fond.
import { el } from "./elements.js";

const LARGE = matchMedia("(min-width: 60rem)");

/** Prépare la boîte d’un formulaire ; rend de quoi l’ouvrir, et de quoi dire combien de lignes on verra. */
export function preparer(formulaire, bouton) {
  const place = formulaire.parentElement;
  const voir = el("button", { type: "button", className: "bouton" }, "Voir la liste");
  const fermer = el("button", { type: "button", className: "bouton bouton--secondaire" }, "Fermer");
  const titre = el("h2", { id: "boite-titre" }, "Filtrer");
  const boite = el("dialog", { className: "boite", "aria-labelledby": titre.id }, el("div", { className: "boite__tete" }, titre, fermer), el("div", { className: "boite__pied" }, voir));

  const clore = () => boite.close();
  voir.addEventListener("click", clore);
  fermer.addEventListener("click", clore);
  formulaire.addEventListener("submit", () => boite.open && clore());
  boite.addEventListener("click", (e) => { if (e.target === boite) clore(); });
  LARGE.addEventListener("change", () => boite.open && clore());
  boite.addEventListener("close", () => {
    place.append(formulaire);
    boite.remove();
    bouton.focus();
  });

  return {
    ouvrir() {
      boite.firstElementChild.after(formulaire);
      place.parentElement.append(boite);
      boite.showModal();
    },
    dire(phrase) { voir.textContent = phrase; },
  };
}
