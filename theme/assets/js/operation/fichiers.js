// Fabriquer un fichier, chargé avec ses écrivains au premier téléchargement.
import { classeur } from "../documents/classeur.js";
import { ecrireDocument } from "../documents/squelette.js";
import { csv } from "../tableur.js";
import { dce, programme, reference } from "./annexes.js";
import { NIVEAUX, retenu } from "./choix.js";

const ANNEXES = { programme, dce };
const ETATS = ["à faire", "en cours", "conforme", "non conforme", "sans objet"];
/** Filtrable, lignes à la hauteur de leurs textes, imprimée sur A3. */
const PRESENTATION = { filtre: true, ajustee: true, papier: 8 };
const CONTROLE = { Phase: 22, Thème: 22, Exigence: 36, "Seuil retenu": 32, Attendu: 44, Preuve: 36, Qui: 18, État: 14, Date: 13, Visa: 18, Référence: 36 };
const LISTE = { Référence: 36, Version: 9, Édition: 10, Thème: 24, Exigence: 40, Niveau: 12, "Seuil retenu": 36, ...Object.fromEntries(NIVEAUX.map((nom) => [`Seuil ${nom}`, 36])), "Déjà exigé par la loi": 40 };

/** Le fichier d’un genre, prêt à enregistrer. */
export async function produire(genre, extension, selection, donnees) {
  if (genre === "controle") return controle(selection);
  if (genre === "csv") return tableauCsv(selection);
  if (genre === "json") return new Blob([json(selection)], { type: "application/json" });
  return ecrireDocument(extension, ANNEXES[genre](selection), await donnees.squelette(extension));
}

const entetes = (colonnes) => Object.keys(colonnes).map((texte) => ({ texte, gras: true }));
const faits = ({ intitule, criteres, ambition_libelle, exigences }) => ({ Opération: intitule, Critères: criteres, Ambition: ambition_libelle, Exigences: String(exigences.length) });

function controle(selection) {
  const { index, intitule } = selection;
  const lignes = visas(selection);
  const zone = (colonne) => `${colonne}2:${colonne}${lignes.length + 1}`;
  const validations = lignes.length ? [{ zone: zone("H"), liste: ETATS, message: "Choisissez un état de la liste." }, { zone: zone("I"), date: true, message: "Une date est attendue, par exemple 15/03/2027." }] : [];
  const apropos = [["Titre", `Liste de contrôle\u00a0: ${intitule}`], ["Producteur", index.producteur], ["Édition", index.edition], ["Date", index.date], ["Licence", index.licence], ["Texte de la licence", index.licence_url],
    ["Démonstration", index.demonstration ? "oui\u00a0: Données de démonstration, inventées pour montrer le site." : "non"], ...Object.entries(faits(selection))];
  return classeur({
    titre: `Liste de contrôle\u00a0: ${intitule}`, producteur: index.producteur, date: index.date,
    feuilles: [
      { nom: "Contrôle", largeurs: Object.values(CONTROLE), cellules: [entetes(CONTROLE), ...lignes], figee: 0, validations, ...PRESENTATION },
      { nom: "Exigences", largeurs: Object.values(LISTE), cellules: [entetes(LISTE), ...listees(selection)], figee: 0, ...PRESENTATION },
      { nom: "À propos", largeurs: [22, 80], cellules: apropos },
    ],
  });
}

/** Une ligne par preuve attendue, phase par phase ; l’état, la date et le visa sont à saisir. */
const visas = ({ exigences, phases, themes, ambition }) => Object.entries(phases).flatMap(([code, phase]) => exigences.flatMap((exigence) => (
  exigence.etapes.filter(([une]) => une === code).map(([, ...suite]) => [
    phase, themes[exigence.theme], exigence.titre, retenu(exigence, ambition)[1], ...suite, { saisie: true }, { saisie: "date" }, { saisie: true }, reference(exigence)]))));

const listees = ({ exigences, themes, ambition, edition }) => exigences.map((exigence) => {
  const [niveau, seuil] = retenu(exigence, ambition);
  return [exigence.id, String(exigence.version), edition, themes[exigence.theme], exigence.titre, niveau, seuil, ...NIVEAUX.map((nom) => exigence.niveaux[nom] ?? ""), exigence.loi];
});

/** Une ligne par exigence, pour le CSV et le JSON : les mêmes champs que les fichiers tout faits. */
const plates = ({ exigences, edition, ambition }) => exigences.map((exigence) => {
  const [niveau, seuil] = retenu(exigence, ambition);
  const { id, version, volet, theme, titre: intitule, indicateur, loi, phases, penalite } = exigence;
  const etapes = exigence.etapes.map(([phase, attendu, preuve, qui]) => ({ phase, attendu, preuve, qui }));
  const clause = exigence.clause.map(([genre, dit]) => (genre === "p" ? dit : dit.map((un) => `- ${un}`).join("\n"))).join("\n\n");
  return { id, version, edition, volet, theme, intitule, niveau, seuil, indicateur, loi, phases, etapes, clause, penalite };
});

function json(selection) {
  const { titre: _, producteur, siret, edition, date, licence, licence_url, demonstration } = selection.index;
  const entete = { titre: `Exigences\u00a0: ${selection.intitule}`, producteur, siret, edition, date, licence, licence_url, demonstration, operation: faits(selection) };
  return `${JSON.stringify({ ...entete, entrees: plates(selection) }, null, 1)}\n`;
}

function tableauCsv(selection) {
  const { edition, date, licence, demonstration } = selection.index;
  const suite = { "export.edition": edition, "export.date": date, "export.licence": licence, "export.demonstration": demonstration ? "oui" : "non" };
  const lignes = plates(selection).map(({ phases, etapes, ...reste }) => ({ ...reste, phases: phases.join("|"), etapes: JSON.stringify(etapes), ...suite }));
  const noms = [...Object.keys(plates(selection)[0]), ...Object.keys(suite)];
  return csv({ entetes: noms, lignes: lignes.map((ligne) => noms.map((nom) => ligne[nom])), apropos: [] });
}
