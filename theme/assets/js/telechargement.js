// La liste filtrée en fichier, fabriqué dans le navigateur à partir des colonnes déjà là.
import { ics } from "./calendrier.js";
import { enregistrer } from "./fichier.js";
import { ods } from "./ods.js";
import { csv } from "./tableur.js";
import { xlsx } from "./xlsx.js";

const ECRIRE = { csv, xlsx, ods, ics };
const SITE = document.querySelector("link[rel=canonical]")?.href ?? location.href;
const adresse = (id) => new URL(`${id}/`, SITE).href;

// Ces deux filtres redisent une autre colonne, plus précise : la publication et les lieux.
const REDITS = ["trimestre", "lieu"];
const OUI_NON = ["innovation", "sourcage", "renouvellement"];

function valeur(colonne, nom, ligne) {
  const libelles = colonne.de(ligne);
  if (OUI_NON.includes(nom)) return libelles.length ? "oui" : "non";
  return nom === "annee" ? Number(libelles[0]) : libelles.join(" | ");
}

function tableau(moteur, lignes) {
  const facettes = moteur.facettes.filter(({ nom }) => !REDITS.includes(nom));
  const { publication, lieux } = moteur.colonnes;
  return {
    entetes: ["Identifiant", "Intitulé", "Publication prévue", "Lieux", ...facettes.map(({ titre }) => titre), "Fiche"],
    lignes: lignes.map((ligne) => [
      moteur.ids[ligne], moteur.intitules[ligne], publication.codesDe(ligne)[0], lieux.de(ligne).join(" | "),
      ...facettes.map(({ nom }) => valeur(moteur.colonnes[nom], nom, ligne)), adresse(moteur.ids[ligne])]),
  };
}

function fiche(moteur, ligne) {
  const { publication, montant, statut } = moteur.colonnes;
  const [id, titre] = [moteur.ids[ligne], moteur.intitules[ligne]];
  const faits = [...montant.de(ligne), moteur.ou(ligne), `Statut\u00a0: ${statut.de(ligne)[0]}`, adresse(id)];
  return { id, titre, periode: publication.codesDe(ligne)[0], quand: publication.de(ligne)[0], adresse: adresse(id), faits };
}

/** Fabrique le fichier d’un format, et le donne à enregistrer. */
export function telecharger(format, moteur, lignes, filtres) {
  const { titre, producteur, date, edition, domaine, apropos } = moteur.entete;
  const selection = [["Filtres", filtres.map(({ texte }) => texte).join(" | ") || "aucun"], ["Intentions", `${lignes.length} sur ${moteur.total}`]];
  const contenu = ECRIRE[format]({
    titre, producteur, date, domaine, apropos: [...apropos, ...selection],
    ...(format === "ics" ? { fiches: lignes.map((ligne) => fiche(moteur, ligne)) } : tableau(moteur, lignes)),
  });
  enregistrer(contenu, `intentions-${edition}-du-${date}.${format}`);
}
