// Ce qu’on peut faire d’une liste de choix. Chaque fonction rend une nouvelle liste : un critère, puis ses sous-critères.

export const NOTE = "critere-attribution";

/** Range la liste : chaque choix de premier niveau, suivi des siens. Un parent disparu libère ses enfants. */
function ranger(choix) {
  const premiers = choix.filter(({ parent }) => !parent || !choix.some(({ id }) => id === parent));
  return premiers.flatMap((premier) => [
    premier.parent ? { ...premier, parent: null } : premier,
    ...choix.filter(({ parent }) => parent === premier.id).map((enfant) => ({ ...enfant, parent: premier.id })),
  ]);
}

/** Redresse une liste venue d’une adresse : seul un critère noté a un poids et un rattachement, et il se rattache à un critère noté. */
export function redresser(choix, critereDe) {
  const note = (id) => critereDe(id)?.type === NOTE;
  return ranger(choix.map((un) => {
    const critere = critereDe(un.id);
    if (!critere) return { ...un, parent: null };
    if (!note(un.id)) return { ...un, poids: null, parent: null };
    const parent = note(un.parent) ? un.parent : null;
    return { ...un, parent, poids: un.poids === null || parent !== un.parent ? choisir(critere).poids : un.poids };
  }));
}

/** Le choix d’un critère, dans sa version et avec son poids conseillé. */
export const choisir = (critere) => ({
  id: critere.id, version: critere.version, parent: null,
  poids: critere.type === NOTE ? critere.poids?.conseillee ?? 10 : null,
});

export const ajouter = (choix, critere) => [...choix, choisir(critere)];

export const changer = (choix, id, changement) => choix.map((un) => (un.id === id ? { ...un, ...changement } : un));

/** Retire un critère ; ses sous-critères redeviennent des critères, à leur poids conseillé. */
export function retirer(choix, id, critereDe) {
  const restes = choix.filter((un) => un.id !== id);
  return ranger(restes.map((un) => (un.parent === id ? { ...un, parent: null, poids: critereDe(un.id)?.poids?.conseillee ?? un.poids } : un)));
}

/** Met un critère à la place d’un autre : même rang, même rattachement, mêmes sous-critères. */
export function remplacer(choix, ancien, critere) {
  const place = choix.find(({ id }) => id === ancien);
  const neuf = { ...choisir(critere), parent: place.parent };
  if (place.parent) neuf.poids = place.poids;
  return ranger(choix.map((un) => (un.id === ancien ? neuf : un.parent === ancien ? { ...un, parent: neuf.id } : un)));
}

/** Fait d’un critère le sous-critère d’un autre, ou l’en détache si `parent` est nul. */
export function rattacher(choix, id, parent, critere) {
  const poids = parent ? 50 : critere.poids?.conseillee ?? 10;
  return ranger(changer(choix, id, { parent, poids }));
}

/** Les voisins d’un choix : ceux du même type qui ont le même parent. */
const freres = (choix, id, typeDe) => {
  const un = choix.find((autre) => autre.id === id);
  return choix.filter((autre) => autre.parent === un.parent && typeDe(autre.id) === typeDe(id));
};

/** Vrai si un choix peut monter (`sens` −1) ou descendre (1). */
export function peutBouger(choix, id, sens, typeDe) {
  const voisins = freres(choix, id, typeDe);
  return Boolean(voisins[voisins.findIndex((un) => un.id === id) + sens]);
}

/** Échange un choix avec son voisin. */
export function deplacer(choix, id, sens, typeDe) {
  const voisins = freres(choix, id, typeDe);
  const voisin = voisins[voisins.findIndex((un) => un.id === id) + sens];
  if (!voisin) return choix;
  const [a, b] = [choix.findIndex((un) => un.id === id), choix.indexOf(voisin)];
  const neuve = [...choix];
  [neuve[a], neuve[b]] = [neuve[b], neuve[a]];
  return ranger(neuve);
}
