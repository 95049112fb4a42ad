// Les données préparées : l’index au départ, puis le fichier de la famille choisie.
import { demander, lireJson } from "../elements.js";

export class Donnees {
  /** `dossier` est l’adresse du dossier, `version` change avec son contenu. */
  constructor(dossier, version) {
    this.adresse = (nom) => new URL(`${nom}${version ? `?v=${version}` : ""}`, dossier);
    this.criteres = new Map();
    this.famille = null;
  }

  async preparer() {
    this.index = await lireJson(this.adresse("index.json"));
    this.index.familles.sort((a, b) => a.intitule.localeCompare(b.intitule, "fr"));
  }

  async squelette(format) {
    return (await demander(this.adresse(`squelette.${format}`))).arrayBuffer();
  }

  connue(id) {
    return this.index.familles.some((famille) => famille.id === id);
  }

  /** Charge les critères d’une famille, et les transverses avec eux. */
  async ouvrir(id) {
    const { criteres } = await lireJson(this.adresse(`${id}.json`));
    this.famille = this.index.familles.find((famille) => famille.id === id);
    this.criteres = new Map([...criteres, ...this.index.transverses].map((critere) => [critere.id, critere]));
    const transverses = this.famille.transverses.map((code) => this.criteres.get(code)).filter(Boolean);
    this.proposes = [...criteres, ...transverses].filter(({ retire }) => !retire);
  }

  /** Le critère, dans la rédaction d’une version : la précédente si elle est gardée, sinon celle en vigueur. */
  rediger({ id, version }) {
    const critere = this.criteres.get(id);
    const ancienne = critere?.version === version ? null : critere?.precedentes.find((autre) => autre.version === version);
    return ancienne ? { ...critere, version, intitule: ancienne.intitule, texte: ancienne.texte, applicable: ancienne.applicable ?? "" } : critere;
  }

  /** Les identifiants des niveaux du même critère : celui qu’il remplace, et ainsi de suite, dans les deux sens. */
  niveaux(id) {
    const trouves = new Set([id]);
    let avant = 0;
    while (trouves.size > avant) {
      avant = trouves.size;
      for (const { id: autre, remplace } of this.criteres.values()) {
        if (remplace && (trouves.has(autre) || trouves.has(remplace))) trouves.add(autre).add(remplace);
      }
    }
    return trouves.delete(id) && trouves;
  }
}
