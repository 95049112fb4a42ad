// L’assemblage d’une sélection en blocs : le même ordre et les mêmes mots que les kits (spaser/documents/).
import { pluriel } from "../elements.js";
import { NOTE } from "./composition.js";

const MOIS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");
const CCTP = ["specification-technique"];
const CCAP = ["condition-execution", "clause-reexamen"];

/** « 22 novembre 2026 », « 1er mars 2027 ». */
export function jour(date) {
  const [annee, mois, rang] = date.split("-").map(Number);
  return `${rang === 1 ? "1er" : rang}\u00a0${MOIS[mois - 1]}\u00a0${annee}`;
}

/** La sélection d’un état, prête à assembler. */
export function selection(etat, donnees) {
  const { producteur, edition, date, demonstration } = donnees.index;
  const choix = etat.choix.flatMap((un) => {
    const critere = donnees.rediger(un);
    return critere ? [{ critere, poids: un.poids ?? 0, parent: un.parent }] : [];
  });
  const somme = choix.reduce((total, { critere, poids, parent }) => total + (critere.type === NOTE && !parent ? poids : 0), 0);
  return {
    intitule: etat.objet || donnees.famille.intitule, producteur, edition, edition_date: jour(date), demonstration, choix,
    prix: Math.max(0, 100 - somme), prix_libelle: etat.coutComplet ? "Coût complet" : "Prix",
  };
}

/** Le document : { titre, blocs }. */
export function assembler(choisis) {
  const notes = choisis.choix.filter(({ critere }) => critere.type === NOTE);
  const titre = `Critères d’attribution et clauses\u00a0: ${choisis.intitule}`;
  return { titre, blocs: [["h", 1, titre], ...origine(choisis), ...reglement(choisis, notes), ...grille(notes), ...clauses(choisis), ...employes(choisis)] };
}

function origine({ producteur, edition, edition_date, demonstration }) {
  const marque = demonstration ? [["note", "Données de démonstration, inventées pour montrer le site."]] : [];
  return [["note", `${producteur}. Préparé avec le vadémécum, édition ${edition} du ${edition_date}.`], ...marque];
}

const reference = ({ id, version }) => `${id}, version ${version}`;
const preuve = ({ texte, petite }) => (petite ? `${sansPoint(texte)}, ou à la place, pour une petite entreprise\u00a0: ${petite}` : texte);
const redaction = (critere) => [...critere.texte, ["p", "Preuves demandées"], ["puces", critere.preuves.map(preuve)]];

/** « 20 % » ; d’un sous-critère, « 40 % de 20 % ». */
function poids({ poids: part, parent }, notes) {
  const porteur = parent && notes.find(({ critere }) => critere.id === parent);
  return porteur ? `${part}\u00a0% de ${porteur.poids}\u00a0%` : `${part}\u00a0%`;
}

function reglement({ choix, prix, prix_libelle }, notes) {
  const lignes = notes.map((note) => [
    `${note.parent ? "–\u00a0" : ""}${note.critere.intitule}`, poids(note, notes), note.critere.preuves.map(({ texte }) => texte).join("\n"), reference(note.critere)]);
  const reste = prix ? [[prix_libelle, `${prix}\u00a0%`, "", ""]] : [];
  const tableau = { legende: "Critères de jugement des offres", entetes: ["Critère", "Poids", "Preuves demandées", "Référence"], lignes: [...lignes, ...reste], nombres: [1], largeurs: [30, 10, 35, 25] };
  const candidatures = choix.filter(({ critere }) => critere.type === "selection-candidatures");
  return [
    ["h", 2, "Règlement de la consultation"],
    ["p", "Les offres sont jugées selon les critères suivants."],
    ["tableau", tableau],
    ...notes.flatMap(({ critere }) => [["h", 3, critere.intitule], ...redaction(critere)]),
    ...(candidatures.length ? [["h", 3, "Sélection des candidatures"]] : []),
    ...candidatures.flatMap(({ critere }) => [["h", 4, critere.intitule], ...redaction(critere)]),
  ];
}

function grille(notes) {
  const baremes = notes.filter(({ critere }) => critere.bareme.length);
  if (!baremes.length) return [];
  return [["h", 2, "Grille d’analyse des offres"], ...baremes.flatMap(({ critere: { intitule, bareme, analyse } }) => [
    ["tableau", { legende: intitule, entetes: ["Ce que l’offre montre", "Points"], lignes: bareme.map(({ attendu, points }) => [attendu, nombre(points)]), nombres: [1], largeurs: [85, 15] }],
    ...(analyse ? [["p", `Analyse, ${pluriel(analyse.minutes, "minute")} par offre\u00a0: ${analyse.methode}`]] : []),
  ])];
}

const nombre = (n) => String(n).replace(".", ",");

function clauses({ choix }) {
  const de = (types) => choix.filter(({ critere }) => types.includes(critere.type));
  const groupe = (titre, trouves) => (trouves.length ? [["h", 3, titre], ...trouves.flatMap(({ critere }) => [["h", 4, critere.intitule], ...critere.texte, ...suivi(critere)])] : []);
  const [cctp, ccap] = [de(CCTP), de(CCAP)];
  const suivis = choix.filter(({ critere }) => critere.suivi && [NOTE, ...CCTP].includes(critere.type));
  if (!cctp.length && !ccap.length && !suivis.length) return [];
  return [
    ["h", 2, "Clauses"],
    ...groupe("À reporter dans le cahier des clauses techniques particulières (CCTP)", cctp),
    ...groupe("À reporter dans le cahier des clauses administratives particulières (CCAP)", ccap),
    ...(suivis.length ? [["h", 3, "Contrôle pendant le marché"], ["tableau", engagements(suivis)]] : []),
  ];
}

/** Le contrôle d’une clause administrative ; celui d’une spécification technique est dans le tableau qui suit. */
function suivi({ type, suivi: controle }) {
  if (!controle || !CCAP.includes(type)) return [];
  const penalite = controle.penalite ? [["p", `Pénalité\u00a0: ${sansPoint(controle.penalite)}.`]] : [];
  return [["p", `Contrôle\u00a0: ${sansPoint(controle.controle)}, ${petite(sansPoint(controle.periodicite))}.`], ...penalite];
}

const sansPoint = (texte) => texte.replace(/\.$/, "");
const petite = (texte) => texte.slice(0, 1).toLowerCase() + texte.slice(1);

const engagements = (suivis) => ({
  legende: "Engagements et exigences à contrôler", entetes: ["Engagement", "Contrôle", "Quand", "Pénalité"],
  lignes: suivis.map(({ critere: { intitule, suivi: { controle, periodicite, penalite } } }) => [intitule, controle, periodicite, penalite ?? ""]), nombres: [], largeurs: [30, 30, 15, 25],
});

const employes = ({ choix }) => [["h", 2, "Critères employés"], ["tableau", {
  legende: "Version de chaque critère", entetes: ["Référence", "Version", "Applicable à partir du", "Intitulé"],
  lignes: choix.map(({ critere: { id, version, applicable, intitule } }) => [id, String(version), applicable && jour(applicable), intitule]), nombres: [1], largeurs: [30, 10, 20, 40],
}]];
