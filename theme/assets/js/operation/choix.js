// Ce qui s’applique à une opération : les mêmes règles que spaser/operations.py. Ce que l’on ne dit pas n’écarte rien.

export const NIVEAUX = ["socle", "performant", "exemplaire"];

/** Faux quand toutes les tailles que l’exigence demande sont connues, et qu’aucune n’est atteinte. */
function assezGrande(exigence, etat) {
  const demandes = ["surface", "montant"].filter((nom) => exigence[nom] !== null);
  return !demandes.length || demandes.some((nom) => etat[nom] === "" || Number(etat[nom]) >= exigence[nom]);
}

/** Vrai si ce que dit une rédaction concerne l’opération. */
export const concerne = (exigence, etat) => exigence.volet === etat.volet && exigence.operations.includes(etat.operation)
  && (!etat.typologie || !exigence.typologies.length || exigence.typologies.includes(etat.typologie)) && assezGrande(exigence, etat);

/** Les exigences d’une opération, thème par thème. */
export const applicables = (exigences, etat) => exigences.filter((exigence) => concerne(exigence, etat));

/** Le niveau et le seuil retenus : les plus hauts que l’exigence définit sans dépasser l’ambition. */
export function retenu({ niveaux }, ambition) {
  const nom = NIVEAUX.slice(0, NIVEAUX.indexOf(ambition) + 1).findLast((niveau) => niveau in niveaux);
  return [nom, niveaux[nom]];
}

/** L’opération usuelle qui est exactement celle de l’état, sinon rien. */
export const usuelle = (index, etat) => (etat.surface === "" && etat.montant === ""
  ? index.usuelles.find(({ volet, operation, typologie }) => volet === etat.volet && operation === etat.operation && (typologie ?? "") === etat.typologie)
  : undefined);
