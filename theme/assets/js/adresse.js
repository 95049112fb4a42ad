// L’état de l’explorateur est l’adresse : elle s’envoie, elle s’enregistre en favori, « précédent » la retrouve.
// Elle se lit : ?q=mobilier&trimestre=2027-T1,2027-T2&tri=montant

export const etatVide = () => ({ q: "", tri: "date", choix: {} });

/** L’état que dit l’adresse ; ce qu’elle dit d’inconnu est ignoré. */
export function lire(moteur) {
  const dits = new URLSearchParams(location.search);
  const etat = etatVide();
  etat.q = (dits.get("q") ?? "").trim().slice(0, 200);
  if (["montant", "intitule"].includes(dits.get("tri"))) etat.tri = dits.get("tri");
  for (const { nom } of moteur.facettes) {
    const connus = (dits.get(nom) ?? "").split(",").filter((code) => moteur.colonnes[nom].codes.includes(code));
    if (connus.length) etat.choix[nom] = new Set(connus);
  }
  return etat;
}

/** Écrit l’état dans l’adresse ; le nombre de lignes montrées reste avec elle, pour revenir où l’on était. */
export function ecrire(etat, montrees) {
  const parts = etat.q ? [`q=${encodeURIComponent(etat.q).replaceAll("%20", "+")}`] : [];
  for (const [nom, codes] of Object.entries(etat.choix)) {
    if (codes.size) parts.push(`${nom}=${[...codes].map(encodeURIComponent).join(",")}`);
  }
  if (etat.tri !== "date") parts.push(`tri=${etat.tri}`);
  try {
    history.replaceState({ montrees }, "", parts.length ? `?${parts.join("&")}` : location.pathname);
  } catch {
    // Safari refuse plus de cent écritures en trente secondes : la suivante dira l’état.
  }
}

export const estVide = (etat) => !etat.q && !Object.values(etat.choix).some((codes) => codes.size);
