// Les deux annexes en blocs : le même ordre et les mêmes mots que spaser/documents/annexes.py.
import { pluriel } from "../elements.js";
import { retenu } from "./choix.js";

const CHANTIER = ["DCE", "DET", "AOR"];
const REGLE = "Reportez chaque clause dans le cahier des clauses techniques ou administratives particulières (CCTP ou CCAP). "
  + "Une clause est écrite pour le niveau socle\u00a0: si le seuil retenu est plus exigeant, mettez sa valeur à la place.";

const document = (titre, ...parts) => ({ titre, blocs: parts.flat() });
export const reference = ({ id, version }) => `${id}, version ${version}`;
const tableau = (legende, colonnes, lignes) => ["tableau", { legende, entetes: colonnes.map(([nom]) => nom), lignes, nombres: [], largeurs: colonnes.map(([, part]) => part) }];
const petite = (texte) => texte.slice(0, 1).toLowerCase() + texte.slice(1);
const grande = (texte) => texte.slice(0, 1).toUpperCase() + texte.slice(1);

/** L’annexe au programme : les seuils retenus, puis ce que chaque phase doit montrer. */
export function programme(selection) {
  const titre = `Annexe au programme\u00a0: ${selection.intitule}`;
  return document(titre, ouverture(titre, selection), resume(selection), parTheme(selection, etapes));
}

/** L’annexe au dossier de consultation : les clauses, les preuves attendues, les pénalités. */
export function dce(selection) {
  const titre = `Annexe au dossier de consultation\u00a0: ${selection.intitule}`;
  const avecClause = { ...selection, exigences: selection.exigences.filter(({ clause }) => clause.length) };
  return document(titre, ouverture(titre, selection), [["p", REGLE]], parTheme(avecClause, clauses), penalites(selection), resume(selection));
}

function ouverture(titre, { producteur, edition, edition_date, demonstration, exigences, criteres, ambition }) {
  const marque = demonstration ? [["note", "Données de démonstration, inventées pour montrer le site."]] : [];
  return [["h", 1, titre], ["note", `Éco-référentiel, ${producteur}, édition ${edition} du ${edition_date}.`], ...marque,
    ["p", `Opération\u00a0: ${criteres}. Ambition\u00a0: ${ambition}. ${pluriel(exigences.length, "exigence")} à respecter.`]];
}

function resume({ exigences, ambition }) {
  const lignes = exigences.map((exigence) => {
    const [niveau, seuil] = retenu(exigence, ambition);
    return [exigence.titre, seuil, grande(niveau), reference(exigence)];
  });
  return [["h", 2, "Exigences et seuils retenus"], tableau("Seuil retenu pour chaque exigence", [["Exigence", 30], ["Seuil retenu", 30], ["Niveau", 15], ["Référence", 25]], lignes)];
}

function parTheme(selection, ecrire) {
  let theme;
  return selection.exigences.flatMap((exigence) => {
    const titre = exigence.theme === theme ? [] : [["h", 2, selection.themes[exigence.theme]]];
    theme = exigence.theme;
    return [...titre, ["h", 3, exigence.titre], ...ecrire(exigence, selection)];
  });
}

function etapes(exigence, { phases }) {
  const niveaux = Object.entries(exigence.niveaux).map(([nom, seuil]) => `${nom} ${seuil}`).join("\u00a0; ");
  return [
    ["p", exigence.resume],
    ["p", `${exigence.indicateur}\u00a0: ${niveaux}.`],
    ...(exigence.loi ? [["p", `Déjà exigé par la loi (${exigence.loi}). ${exigence.portee}`]] : []),
    tableau(reference(exigence), [["Phase", 20], ["Attendu", 30], ["Preuve", 30], ["Qui", 20]], exigence.etapes.map(([phase, ...suite]) => [phases[phase], ...suite])),
  ];
}

function clauses(exigence, { phases, ambition }) {
  const preuves = exigence.etapes.filter(([phase]) => CHANTIER.includes(phase)).map(([phase, , preuve, qui]) => `${phases[phase]}\u00a0: ${preuve} (${petite(qui)})`);
  return [
    ["p", `Seuil retenu\u00a0: ${retenu(exigence, ambition)[1]}. Référence\u00a0: ${reference(exigence)}.`],
    ...exigence.clause,
    ...(preuves.length ? [["p", "Preuves attendues"], ["puces", preuves]] : []),
    ...(exigence.penalite ? [["p", `Pénalité\u00a0: ${exigence.penalite}`]] : []),
  ];
}

function penalites({ exigences }) {
  const lignes = exigences.filter(({ penalite }) => penalite).map((exigence) => [exigence.titre, exigence.penalite, reference(exigence)]);
  return lignes.length ? [["h", 2, "Pénalités"], tableau("Pénalités à reporter dans le CCAP", [["Exigence", 30], ["Pénalité", 45], ["Référence", 25]], lignes)] : [];
}
