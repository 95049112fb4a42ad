// Ce qu’on dit d’un critère en une ligne : son niveau, ses dimensions, ses enjeux.
import { el } from "../elements.js";

/** L’ordre des types : ce qui se note, ce qui choisit les candidats, puis les clauses. */
export const TYPES = ["critere-attribution", "selection-candidatures", "specification-technique", "condition-execution", "clause-reexamen"];
const DIMENSIONS = { environnementale: ["environnement", "Environnement"], sociale: ["social", "Social"] };

export const etiquettes = ({ considerations, niveau_libelle, enjeux, id }) => el("ul", { className: "etiquettes" },
  ...considerations.map((nom) => {
    const [genre, texte] = DIMENSIONS[nom] ?? ["statut", nom];
    return el("li", { className: `etiquette etiquette--${genre}` }, texte);
  }),
  el("li", { className: "doux" }, [`Niveau ${niveau_libelle.toLowerCase()}`, ...enjeux, ...(id.startsWith("transverse-") ? ["transverse"] : [])].join(" · ")));
