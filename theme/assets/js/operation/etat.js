// L’état est l’adresse : ?volet=batiment&operation=rehabilitation&typologie=college&surface=500&ambition=performant&vue=phase

export const CHAMPS = ["volet", "operation", "typologie", "surface", "montant", "ambition"];
const DEFAUTS = { ambition: "socle", vue: "theme" };

/** Ce que dit l’adresse, borné à ce que le formulaire propose. */
export function lire(formulaire) {
  const dits = new URLSearchParams(location.search);
  const etat = { vue: dits.get("vue") === "phase" ? "phase" : "theme" };
  for (const nom of CHAMPS) {
    const connus = [...formulaire.elements.namedItem(nom).options].map(({ value }) => value);
    etat[nom] = connus.includes(dits.get(nom)) ? dits.get(nom) : DEFAUTS[nom] ?? "";
  }
  return etat;
}

export function ecrire(etat) {
  const parts = [...CHAMPS, "vue"].filter((nom) => etat[nom] !== "" && etat[nom] !== DEFAUTS[nom]).map((nom) => `${nom}=${encodeURIComponent(etat[nom])}`);
  try {
    history.replaceState(null, "", parts.length ? `?${parts.join("&")}` : location.pathname);
  } catch {
    // Safari refuse plus de cent écritures en trente secondes : la suivante dira l’état.
  }
}
