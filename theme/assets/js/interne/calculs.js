// Les totaux et les avertissements : les mêmes règles que `spaser verifier`, dites avec les mots de la liste de codes.
import { NOTE } from "./composition.js";


/** Les choix notés, avec leur critère et leur poids dans la note finale. Un critère garde ce que ses sous-critères ne prennent pas. */
export function notes(etat, donnees) {
  const lignes = etat.choix.flatMap((choix) => {
    const critere = donnees.rediger(choix);
    return critere?.type === NOTE ? [{ choix, critere, poids: choix.poids ?? 0 }] : [];
  });
  const poidsDe = (id) => lignes.find(({ choix }) => choix.id === id)?.poids ?? 0;
  return lignes.map((ligne) => {
    const enfants = lignes.filter(({ choix }) => choix.parent === ligne.choix.id);
    const prise = enfants.reduce((somme, { poids }) => somme + poids, 0);
    const base = ligne.choix.parent ? (poidsDe(ligne.choix.parent) * ligne.poids) / 100 : (ligne.poids * Math.max(0, 100 - prise)) / 100;
    return { ...ligne, prise, poidsParent: ligne.choix.parent ? poidsDe(ligne.choix.parent) : null, effectif: Math.round(base * 100) / 100 };
  });
}

/** La somme des critères, le prix qui reste, et les parts environnementale et sociale de la note. */
export function totaux(etat, donnees) {
  const lignes = notes(etat, donnees);
  const somme = lignes.reduce((total, { choix, poids }) => total + (choix.parent ? 0 : poids), 0);
  const part = (nom) => Math.round(lignes.reduce((total, { critere, effectif }) => total + (critere.considerations.includes(nom) ? effectif : 0), 0) * 10) / 10;
  return { lignes, somme, prix: Math.max(0, 100 - somme), total: Math.max(100, somme), environnement: part("environnementale"), social: part("sociale") };
}

const cite = (critere) => `«\u00a0${critere.intitule}\u00a0»`;
const pour100 = (n) => `${String(n).replace(".", ",")}\u00a0%`;

/** Les avertissements, du plus grave au plus léger : { titre, phrase, reference, url, id, geste }. */
export function avertissements(etat, donnees) {
  const { regles, seuil_environnement: seuil } = donnees.index;
  const bilan = totaux(etat, donnees);
  const trouves = [];
  const regle = (code, phrase) => {
    const { libelle, reference, url } = regles[code] ?? { libelle: "Règle de rédaction" };
    trouves.push({ code, titre: libelle, phrase, reference, url });
  };
  const simple = (code, titre, phrase, suite = {}) => trouves.push({ code, titre, phrase, ...suite });

  const cout = etat.coutComplet || bilan.lignes.some(({ critere }) => critere.tient_lieu_de_prix);
  if (bilan.somme > 100) regle("somme-des-poids", `Les critères pèsent ${pour100(bilan.somme)}\u00a0: il faut retirer ${pour100(bilan.somme - 100)}.`);
  else if (bilan.somme === 100 && !cout) regle("somme-des-poids", "Les critères pèsent 100\u00a0% et ne laissent rien au prix, alors qu’aucun n’est un coût complet.");
  for (const { critere, prise } of bilan.lignes) {
    if (prise > 100) regle("somme-des-poids", `Les sous-critères de ${cite(critere)} prennent ${pour100(prise)} de ce critère\u00a0: ils doivent tenir dans 100\u00a0%.`);
  }
  if (bilan.environnement < seuil) regle("part-environnementale", `La part environnementale est de ${pour100(bilan.environnement)}\u00a0; au moins ${pour100(seuil)} sont attendus.`);
  const premiers = bilan.lignes.filter(({ choix }) => !choix.parent && choix.poids > 0);
  if (!cout && premiers.length + (bilan.prix > 0 ? 1 : 0) < 2) regle("critere-unique", "Les offres ne seraient jugées que sur un critère. Ajoutez un critère, ou jugez le coût complet.");

  for (const choix of etat.choix) parChoix(choix, etat, donnees, simple);
  return trouves;
}

function parChoix(choix, etat, donnees, simple) {
  const critere = donnees.criteres.get(choix.id);
  if (!critere) return simple("disparu", "Critère introuvable", `Le critère «\u00a0${choix.id}\u00a0» n’existe pas, ou plus, dans cette famille. Il n’est pas dans le document.`, { id: choix.id, geste: "retirer" });
  if (critere.retire) {
    const suite = donnees.criteres.get(critere.remplace_par);
    simple("retire", "Critère retiré", `${cite(critere)} est retiré du vadémécum${suite ? `\u00a0; ${cite(suite)} le remplace` : ""}.`, suite ? { id: choix.id, geste: "remplacer", par: suite.id } : { id: choix.id, geste: "retirer" });
  }
  for (const autre of etat.choix) {
    const inferieur = autre.id === critere.remplace && donnees.criteres.get(autre.id);
    if (inferieur) simple("niveaux", "Deux niveaux du même critère", `${cite(critere)} remplace ${cite(inferieur)}\u00a0: gardez l’un ou l’autre.`, { id: autre.id, geste: "retirer" });
  }
  if (choix.parent || choix.poids === null || !critere.poids) return undefined;
  const { mini, maxi } = critere.poids;
  if (choix.poids < mini || choix.poids > maxi) simple("bornes", "Poids inhabituel", `${cite(critere)} pèse ${pour100(choix.poids)}\u00a0; il est prévu pour ${mini} à ${pour100(maxi)}.`);
  return undefined;
}
