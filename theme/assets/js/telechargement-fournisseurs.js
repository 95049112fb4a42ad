// Les structures filtrées en fichier, fabriqué dans le navigateur ; les coordonnées sont demandées à ce moment-là.
import { enregistrer } from "./fichier.js";
import { fiche, RACINE } from "./structure.js";
import { csv } from "./tableur.js";
import { vcf } from "./vcard.js";
import { xlsx } from "./xlsx.js";

const ECRIRE = { csv, xlsx, geojson, vcf };
const ENTETES = [
  "Identifiant", "Nom", "Types", "Réservable au titre de", "Secteurs", "Familles d’achat", "Labels", "Commune", "Code INSEE", "Code postal", "Intervient dans", "Prestations",
  "SIRET", "Adresse", "Téléphone", "Courriel", "Site", "Effectif (ETP)", "Latitude", "Longitude", "Sources", "Licences", "Fiche"];

const rangee = (f) => [
  f.id, f.nom, f.types.join(" | "), f.reservations.join(" | "), f.secteurs.join(" | "), f.familles.join(" | "), f.labels.join(" | "), f.commune, f.insee, f.codePostal, f.zone, f.prestations,
  f.siret, f.adresse, f.telephone, f.courriel, f.site, f.effectif, f.point?.[0] ?? "", f.point?.[1] ?? "", f.sources, f.licences, f.fiche];

/** Une entité par structure (RFC 7946) ; l’édition, la licence et la marque de démonstration sont en tête. */
function geojson({ apropos, entetes, lignes, fiches }) {
  const entite = (f, rang) => ({
    type: "Feature", id: f.id, geometry: f.point ? { type: "Point", coordinates: [f.point[1], f.point[0]] } : null,
    properties: Object.fromEntries(entetes.map((nom, colonne) => [nom, lignes[rang][colonne]]).filter(([nom]) => !["Latitude", "Longitude"].includes(nom))),
  });
  const document = { type: "FeatureCollection", apropos: Object.fromEntries(apropos), features: fiches.map(entite) };
  return new Blob([JSON.stringify(document, null, 1)], { type: "application/geo+json" });
}

const note = (f) => [f.prestations, `Types\u00a0: ${f.types.join(", ")}`, `Intervient dans\u00a0: ${f.zone}`, `Source\u00a0: ${f.sources} (${f.licences})`].filter(Boolean).join("\n");

/** Fabrique le fichier d’un format, et le donne à enregistrer. */
export async function telecharger(format, moteur, lignes, filtres) {
  const coordonnees = await moteur.coordonnees();
  const { titre, producteur, date, edition, apropos } = moteur.entete;
  const fiches = lignes.map((ligne) => fiche(moteur, coordonnees, ligne)).map((f) => ({ ...f, note: note(f) }));
  const selection = [["Filtres", filtres.map(({ texte }) => texte).join(" | ") || "aucun"], ["Structures", `${lignes.length} sur ${moteur.total}`]];
  const table = { titre, producteur, date, feuille: "Structures", entetes: ENTETES, lignes: fiches.map(rangee), apropos: [...apropos, ...selection], fiches, domaine: RACINE.hostname };
  enregistrer(ECRIRE[format](table), `fournisseurs-solidaires-${edition}-du-${date}.${format}`);
}
