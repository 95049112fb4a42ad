// L’état de l’explorateur est l’adresse : elle s’envoie, elle s’enregistre en favori, « précédent » la retrouve.
// Elle se lit : ?q=mobilier&trimestre=2027-T1,2027-T2&tri=montant
import { retenir } from "./elements.js";

/** Sans filtre ; `champs` sont ceux qui s’écrivent au lieu de se cocher, comme une commune. */
export const etatVide = (tri = "date") => ({ q: "", tri, choix: {}, champs: {} });

/** L’état que dit l’adresse ; ce qu’elle dit d’inconnu est ignoré. */
export function lire(moteur) {
  const dits = new URLSearchParams(location.search);
  const etat = etatVide(moteur.tris[0]);
  etat.q = (dits.get("q") ?? "").trim().slice(0, 200);
  if (moteur.tris.includes(dits.get("tri"))) etat.tri = dits.get("tri");
  for (const nom of moteur.champs) {
    const valeur = moteur.admettre(nom, dits.get(nom) ?? "");
    if (valeur) etat.champs[nom] = valeur;
  }
  for (const { nom } of moteur.facettes) {
    const connus = (dits.get(nom) ?? "").split(",").filter((code) => moteur.colonnes[nom].codes.includes(code));
    if (connus.length) etat.choix[nom] = new Set(connus);
  }
  return etat;
}

/** L’état tel que l’adresse l’écrit, point d’interrogation compris ; vide sans filtre. */
export function dire(etat, tri = "date") {
  const parts = etat.q ? [`q=${encodeURIComponent(etat.q).replaceAll("%20", "+")}`] : [];
  for (const [nom, codes] of Object.entries(etat.choix)) {
    if (codes.size) parts.push(`${nom}=${[...codes].map(encodeURIComponent).join(",")}`);
  }
  for (const [nom, valeur] of Object.entries(etat.champs)) if (valeur) parts.push(`${nom}=${encodeURIComponent(valeur)}`);
  if (etat.tri !== tri) parts.push(`tri=${etat.tri}`);
  return parts.length ? `?${parts.join("&")}` : "";
}

/** Écrit l’état dans l’adresse ; le nombre de lignes montrées reste avec elle, pour revenir où l’on était. */
export function ecrire(etat, montrees, tri = "date") {
  retenir(dire(etat, tri), { montrees });
}

export const estVide = (etat) => !etat.q && !Object.values(etat.champs).some(Boolean) && !Object.values(etat.choix).some((codes) => codes.size);
