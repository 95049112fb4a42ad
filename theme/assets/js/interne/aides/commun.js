// Ce que les aides partagent : leurs données, chargées une fois, et l’adresse, qui garde l’état.
import { lireJson, retenir } from "../../elements.js";

/** Les données d’une aide, demandées au premier besoin ; un échec permet de redemander. */
export function charger(adresse) {
  let demande;
  return () => (demande ??= lireJson(adresse).catch((erreur) => { demande = undefined; throw erreur; }));
}

/** Écrit l’état dans l’adresse ; une valeur vide n’y est pas. */
export function ecrire(valeurs) {
  const dits = new URLSearchParams(Object.entries(valeurs).filter(([, valeur]) => valeur !== "" && valeur !== undefined && valeur !== null)).toString();
  retenir(dits && `?${dits}`);
}

export const lire = (nom) => (new URLSearchParams(location.search).get(nom) ?? "").slice(0, 200);
