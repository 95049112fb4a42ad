// L’état est l’adresse : ?volet=batiment&operation=rehabilitation&typologie=college&surface=500&ambition=performant&vue=phase
// Pour comparer deux éditions : …&vue=editions&de=2026-1&a=2027-1
import { retenir } from "../elements.js";

export const CHAMPS = ["volet", "operation", "typologie", "surface", "montant", "ambition"];
const DEFAUTS = { ambition: "socle", vue: "theme" };

/** Les deux éditions à comparer, s’il y en a deux. */
export const PAIRE = ["de", "a"].filter((nom) => document.querySelector(`select[name=${nom}]`));

/** Ce que dit l’adresse, borné à ce que la page propose. */
export function lire(formulaire) {
  const dits = new URLSearchParams(location.search);
  const vues = [...document.querySelectorAll("[name=vue]")].map(({ value }) => value);
  const etat = { vue: vues.includes(dits.get("vue")) ? dits.get("vue") : DEFAUTS.vue };
  for (const nom of [...CHAMPS, ...PAIRE]) {
    const { options } = formulaire.elements.namedItem(nom);
    const connus = [...options].map(({ value }) => value);
    etat[nom] = connus.includes(dits.get(nom)) ? dits.get(nom) : DEFAUTS[nom] ?? [...options].find(({ defaultSelected }) => defaultSelected)?.value ?? "";
  }
  return etat;
}

export function ecrire(etat) {
  const parts = [...CHAMPS, "vue", ...(etat.vue === "editions" ? PAIRE : [])].filter((nom) => etat[nom] !== "" && etat[nom] !== DEFAUTS[nom]).map((nom) => `${nom}=${encodeURIComponent(etat[nom])}`);
  retenir(parts.length && `?${parts.join("&")}`);
}
