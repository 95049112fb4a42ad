// Ce que les aides partagent : leurs données, chargées une fois, et l’adresse, qui garde l’état.

/** Les données d’une aide, demandées au premier besoin. */
export function charger(adresse) {
  let demande;
  return () => (demande ??= fetch(new URL(adresse, document.baseURI)).then((reponse) => {
    if (!reponse.ok) throw new Error(reponse.status);
    return reponse.json();
  }).catch((erreur) => { demande = undefined; throw erreur; }));
}

/** Écrit l’état dans l’adresse ; une valeur vide n’y est pas. */
export function ecrire(valeurs) {
  const dits = new URLSearchParams(Object.entries(valeurs).filter(([, valeur]) => valeur !== "" && valeur !== undefined && valeur !== null));
  try {
    history.replaceState(null, "", `${dits}` ? `?${dits}` : location.pathname);
  } catch {
    // Safari refuse plus de cent écritures en trente secondes : la suivante dira l’état.
  }
}

export const lire = (nom) => (new URLSearchParams(location.search).get(nom) ?? "").slice(0, 200);
