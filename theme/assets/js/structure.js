// Tout ce qu’on sait d’une structure : ses colonnes, et ses coordonnées.

const SITE = document.querySelector("link[rel=canonical]")?.href ?? location.href;
/** L’adresse publique de la rubrique, quelle que soit la page. */
export const RACINE = new URL(SITE.replace(/sourcage\/$/, ""));

/** Une ligne, prête à écrire ; `coordonnees` est le carnet entier. */
export function fiche(moteur, coordonnees, ligne) {
  const { siege, secteur, zone, type, reservation, famille, label } = moteur.colonnes;
  const [prestations, siret, adresse, telephone, courriel, site, effectif, point, sources, licences] = coordonnees[ligne];
  const [insee] = siege.codesDe(ligne);
  return {
    id: moteur.ids[ligne], nom: moteur.intitules[ligne], types: type.de(ligne), reservations: reservation.de(ligne), secteurs: secteur.de(ligne), familles: famille.de(ligne), labels: label.de(ligne),
    commune: siege.de(ligne)[0], insee, codePostal: moteur.communes.postaux[moteur.rangs.get(insee)], zone: zone.de(ligne)[0],
    prestations, siret, adresse, telephone, courriel, site, effectif, point, sources, licences, fiche: new URL(`${moteur.ids[ligne]}/`, RACINE).href,
  };
}
