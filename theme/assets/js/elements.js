// Ce que les modules de l’explorateur partagent pour écrire dans la page.

/** Crée un élément : el("p", { className: "x", "data-y": "z" }, "texte", enfant…). */
export function el(nom, proprietes = {}, ...enfants) {
  const element = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(proprietes)) {
    if (cle in element) element[cle] = valeur;
    else element.setAttribute(cle, valeur);
  }
  element.append(...enfants);
  return element;
}

export const nombre = (n) => n.toLocaleString("fr-FR");

/** « 1 intention », « 12 intentions ». */
export const pluriel = (n, un, des = `${un}s`) => `${nombre(n)}\u00a0${n > 1 ? des : un}`;
