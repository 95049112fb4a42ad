// Le coût complet d’une offre : ce qui est payé au départ, chaque année, et à la fin, ramené à aujourd’hui.
// Une dépense de l’année t est divisée par (1 + taux) puissance t. L’énergie augmente chaque année, dès la deuxième.

export const POSTES = [["achat", "Achat"], ["energie", "Énergie"], ["consommables", "Consommables"], ["maintenance", "Maintenance"], ["fin", "Fin de vie"]];
export const SAISIES = ["achat", "kwh", "consommables", "maintenance", "fin"];
export const MAXIMUM = 5;

/** « 1 234,5 », « 1234.5 » : un nombre ; rien si le texte n’en est pas un. */
export function nombreDe(texte) {
  const propre = String(texte).replace(/[\s\u00a0\u202f€%]/g, "").replace("−", "-").replace(",", ".");
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(propre) ? Number(propre) : null;
}

/** Les montants d’une offre, poste par poste, actualisés. `commun` : duree (années), taux et hausse (en %), prix (d’un kWh). */
export function cout(offre, { duree, taux, hausse, prix }) {
  const annees = Array.from({ length: duree }, (_, rang) => rang + 1);
  const actuel = (montant, annee) => montant / (1 + taux / 100) ** annee;
  const somme = (montant) => annees.reduce((total, annee) => total + actuel(montant(annee), annee), 0);
  const postes = {
    achat: offre.achat,
    energie: somme((annee) => offre.kwh * prix * (1 + hausse / 100) ** (annee - 1)),
    consommables: somme(() => offre.consommables),
    maintenance: somme(() => offre.maintenance),
    fin: actuel(offre.fin, duree),
  };
  return { postes, total: Object.values(postes).reduce((total, montant) => total + montant, 0) };
}

/** Les offres avec leur coût, leur rang (les ex aequo partagent le leur) et leur écart à la moins chère. */
export function comparer(offres, commun) {
  const trouve = offres.map((offre) => ({ ...offre, ...cout(offre, commun) }));
  const arrondis = trouve.map(({ total }) => Math.round(total * 100));
  const mini = Math.min(...arrondis);
  return trouve.map((offre, rang) => ({ ...offre, rang: 1 + arrondis.filter((total) => total < arrondis[rang]).length, ecart: (arrondis[rang] - mini) / 100 }));
}
