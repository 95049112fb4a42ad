// Les données préparées : l’index d’abord, le détail d’un volet seulement pour lire une phase ou faire un fichier.
import { demander, lireJson } from "../elements.js";

const libelles = (lignes) => Object.fromEntries(lignes.map(({ code, libelle }) => [code, libelle]));

export class Donnees {
  /** `dossier` est l’adresse du dossier, `version` change avec son contenu. */
  constructor(dossier, version) {
    this.adresse = (nom) => new URL(`${nom}?v=${version}`, dossier);
    this.volets = new Map();
  }

  async preparer() {
    this.index = await lireJson(this.adresse("index.json"));
    this.libelles = Object.fromEntries(["volets", "operations", "typologies", "phases", "themes", "ambitions"].map((nom) => [nom, libelles(this.index[nom])]));
    this.rangs = Object.fromEntries(this.index.themes.map(({ code }, rang) => [code, rang]));
    this.index.exigences.sort((a, b) => this.rangs[a.theme] - this.rangs[b.theme]);
  }

  /** Le détail des exigences d’un volet, par identifiant ; un échec permet de redemander. */
  async detail(volet) {
    if (!this.volets.has(volet)) this.volets.set(volet, (await lireJson(this.adresse(`${volet}.json`))).exigences);
    return this.volets.get(volet);
  }

  /** Les éditions et les exigences qui ont changé ; un échec permet de redemander. */
  async editions() {
    this.histoire ??= { ...await lireJson(this.adresse("editions.json")), rangs: this.rangs };
    return this.histoire;
  }

  async squelette(format) {
    return (await demander(this.adresse(`squelette.${format}`))).arrayBuffer();
  }
}
