// La grille d’analyse : des notes à saisir, tout le reste calculé par le tableur. Une case vide ne donne jamais d’erreur.
import { jour } from "./assemblage.js";
import { notes, totaux } from "./calculs.js";
import { classeur, formule, poids } from "../documents/classeur.js";
import { lettre } from "../tableur.js";

const PRIX_MAXI = 10;

/** Le classeur d’un état : « Notation », « Barèmes », « À propos ». */
export function grille(etat, donnees, offres) {
  // Un critère que ses sous-critères prennent tout entier se note par eux.
  const lignes = notes(etat, donnees).filter(({ prise }) => prise < 100);
  const { producteur, date } = donnees.index;
  return classeur({
    titre: `Grille d’analyse des offres\u00a0: ${etat.objet || donnees.famille.intitule}`, producteur, date,
    feuilles: [notation(lignes, totaux(etat, donnees).prix, etat.coutComplet ? "Coût complet" : "Prix", offres), baremes(lignes), apropos(etat, donnees, lignes)],
  });
}

const maximum = ({ critere }) => Math.max(0, ...critere.bareme.map(({ points }) => Number(points))) || 10;

function notation(lignes, prix, nom, offres) {
  const colonnes = Array.from({ length: offres }, (_, rang) => lettre(rang + 2));
  const derniere = colonnes.at(-1);
  const [debut, n] = [2, lignes.length];
  const [montant, notePrix] = [debut + n, debut + n + 1];
  const pondere = notePrix + 3;
  const [total, rang] = [pondere + n + 1, pondere + n + 2];
  const titre = (texte) => [{ texte, gras: true }];
  const bloc = (place) => `C${place}:${derniere}${place}`;
  const note = (colonne, place, maxi, rangPoids) => formule(`IF(${colonne}${place}="","",${colonne}${place}/${maxi}*$B${rangPoids})`);
  const cellules = [
    ["Critère", "Poids", ...colonnes.map((_, place) => `Offre ${place + 1}`)].map((texte) => ({ texte, gras: true })),
    ...lignes.map((ligne) => [`${intitule(ligne)}, note sur ${maximum(ligne)}`, poids(ligne.effectif), ...colonnes.map(() => ({ saisie: true }))]),
    [`${nom} de l’offre (€ HT)`, "", ...colonnes.map(() => ({ saisie: true }))],
    [`${nom}, note sur ${PRIX_MAXI}`, poids(prix), ...colonnes.map((c) => formule(`IF(OR(ISBLANK(${c}${montant}),N(${c}${montant})<=0),"",${PRIX_MAXI}*MIN($C${montant}:$${derniere}${montant})/${c}${montant})`))],
    [],
    titre("Notes pondérées"),
    ...lignes.map((ligne, place) => [intitule(ligne), poids(ligne.effectif), ...colonnes.map((c) => (
      formule(`IF(ISBLANK(${c}${debut + place}),"",${c}${debut + place}/${maximum(ligne)}*$B${pondere + place})`)))]),
    [nom, poids(prix), ...colonnes.map((c) => note(c, notePrix, PRIX_MAXI, pondere + n))],
    [{ texte: "Total (sur 100)", gras: true }, formule(`SUM(B${pondere}:B${total - 1})`, "poids"), ...colonnes.map((c) => formule(`IF(COUNT(${c}${pondere}:${c}${total - 1})=0,"",SUM(${c}${pondere}:${c}${total - 1}))`))],
    [{ texte: "Rang", gras: true }, "", ...colonnes.map((c) => formule(`IF(${c}${total}="","",RANK(${c}${total},$C${total}:$${derniere}${total}))`, "rang"))],
  ];
  const validations = lignes.map((ligne, place) => ({ zone: bloc(debut + place), maxi: maximum(ligne), message: `Une note de 0 à ${maximum(ligne)}.` }));
  return { nom: "Notation", largeurs: [60, 12, ...colonnes.map(() => 14)], cellules, figee: 2, validations: [...validations, { zone: bloc(montant), message: "Un montant en euros hors taxes, supérieur à zéro." }] };
}

const intitule = ({ choix, critere }) => `${choix.parent ? "– " : ""}${critere.intitule}`;

function baremes(lignes) {
  const paliers = lignes.flatMap(({ critere: { intitule: nom, bareme } }) => bareme.map(({ points, attendu }) => [nom, attendu, Number(points)]));
  return { nom: "Barèmes", largeurs: [50, 80, 10], figee: 0, cellules: [["Critère", "Palier", "Points"].map((texte) => ({ texte, gras: true })), ...paliers] };
}

function apropos(etat, donnees, lignes) {
  const { producteur, edition, date, demonstration, licence } = donnees.index;
  const faits = [
    ["Famille", donnees.famille.intitule], ["Producteur", producteur], ["Édition", edition], ["Date", jour(date)], ["Licence", licence ?? "Licence Ouverte 2.0"],
    ...(demonstration ? [["Démonstration", "Données de démonstration, inventées pour montrer le site."]] : []),
    ...lignes.map(({ critere: { id, version } }) => ["Critère", `${id}, version ${version}`]),
    ["Pondération", "Note divisée par la note maximale, multipliée par le poids."], ["Prix", "Dix fois le plus petit prix, divisé par le prix de l’offre."],
  ];
  return { nom: "À propos", largeurs: [20, 90], cellules: faits };
}
