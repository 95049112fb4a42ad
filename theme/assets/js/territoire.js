// Le moteur des structures solidaires : où elles interviennent, et à quelle distance est leur siège.
import { lireJson } from "./elements.js";
import { Moteur, ZERO } from "./filtrage.js";
import { aplatir, indexerParTranches } from "./texte.js";

const TERRE_KM = 6371; // spaser/reach.py, EARTH_KM
const RAYONS = ["10", "20", "30", "50"];
const radians = (degres) => (degres * Math.PI) / 180;

/** La distance à vol d’oiseau entre deux points [latitude, longitude], en kilomètres (formule de haversine). */
export function distance([a, b], [c, d]) {
  const demi = Math.sin(radians(c - a) / 2) ** 2 + Math.cos(radians(a)) * Math.cos(radians(c)) * Math.sin(radians(d - b) / 2) ** 2;
  return 2 * TERRE_KM * Math.asin(Math.sqrt(demi));
}

/** Un bit par commune, le premier en tête du premier octet. */
const octets = (base64) => Uint8Array.from(atob(base64), (signe) => signe.charCodeAt(0));

export class MoteurLieux extends Moteur {
  tris = ["nom", "distance"];
  champs = ["ou", "rayon"];

  constructor(donnees) {
    super(donnees);
    this.ordres = { nom: Uint32Array.from(this.ids, (_, rang) => rang) };
    this.communes = donnees.communes;
    this.rangs = new Map(donnees.communes.codes.map((code, rang) => [code, rang]));
    this.demandes = {};
  }

  /** Les autres fichiers sont à côté du premier, quelle que soit la page. */
  adresse(fichier) { return new URL(fichier, new URL(document.querySelector("[data-donnees]").dataset.donnees, document.baseURI)); }

  // — Les autres fichiers ne viennent que s’ils servent —

  /** Lit un fichier une fois ; s’il n’est pas venu, le geste suivant le redemande. */
  #demander(nom, poser = (lu) => lu) {
    const oublier = (erreur) => { delete this.demandes[nom]; throw erreur; };
    return (this.demandes[nom] ??= lireJson(this.adresse(this.entete[nom])).then(poser).catch(oublier));
  }

  async preparer({ q, champs: { ou, rayon } }) {
    if (q) await this.demanderTextes();
    if (ou && !rayon) await this.#demander("lieux", (lus) => this.#poserLieux(lus));
  }

  /** Les mots où chercher : les noms, et ce que dit chaque structure. */
  async demanderTextes() {
    await this.completer();
    await this.#demander("textes", async (textes) => {
      const entiers = textes.map((texte, rang) => `${this.intitules[rang]} ${texte}`);
      this.textes = await indexerParTranches(entiers);
      this.indexes = this.textesEntiers = entiers;
    });
  }

  get mots() { return this.textesEntiers ?? this.intitules; }

  #poserLieux({ groupes, lignes }) {
    this.zones = groupes.map(octets);
    this.servies = Uint16Array.from(lignes, (signe) => signe.codePointAt(0) - ZERO);
  }

  /** Les coordonnées de chaque structure. */
  coordonnees() { return this.#demander("coordonnees"); }

  // — Lieux —

  nomDe(code) { return this.communes.noms[this.rangs.get(code)]; }
  pointDe(code) { return this.communes.points[this.rangs.get(code)]; }

  /** La commune que dit un texte : son nom, sinon la plus peuplée de son code postal ; rien s’il n’en dit aucune. */
  commune(texte) {
    const [nom] = texte.split(" (");
    const { codes, noms, postaux, habitants } = this.communes;
    this.plats ??= noms.map(aplatir);
    const rang = this.plats.indexOf(aplatir(nom.trim()));
    if (rang >= 0) return codes[rang];
    const memes = codes.map((_, autre) => autre).filter((autre) => postaux[autre] === texte.trim());
    return codes[memes.sort((a, b) => habitants[b] - habitants[a])[0]];
  }

  /** Les communes du territoire dont le nom ou le code postal commence ainsi, douze au plus. */
  proposer(texte) {
    const { codes, noms, postaux } = this.communes;
    const debut = aplatir(texte.trim());
    this.plats ??= noms.map(aplatir);
    const rangs = codes.map((_, rang) => rang).filter((rang) => this.plats[rang].startsWith(debut) || postaux[rang].startsWith(debut) || this.plats[rang].includes(` ${debut}`));
    return rangs.slice(0, 12).map((rang) => `${noms[rang]} (${postaux[rang]})`);
  }

  admettre(nom, valeur) {
    if (nom === "ou") return this.rangs.has(valeur) ? valeur : undefined;
    return RAYONS.includes(valeur) ? valeur : undefined;
  }

  dire({ champs: { ou, rayon } }) {
    if (!ou) return [];
    const texte = rayon ? `Siège à ${rayon}\u00a0km de ${this.nomDe(ou)} au plus` : `Intervient à ${this.nomDe(ou)}`;
    return [{ nom: "ou", code: ou, texte }];
  }

  /** La distance du siège de chaque commune de siège à la commune voulue. */
  #distances(ou) {
    const ici = this.pointDe(ou);
    return this.colonnes.siege.codes.map((code) => (ici && this.pointDe(code) ? distance(ici, this.pointDe(code)) : Infinity));
  }

  refuser({ champs: { ou, rayon } }, echecs) {
    if (!ou) return;
    const admises = rayon ? this.#proches(ou, Number(rayon)) : this.#quiServent(ou);
    for (let i = 0; i < this.total; i++) if (!admises(i)) echecs[i] += 2;
  }

  #proches(ou, rayon) {
    const distances = this.#distances(ou);
    const { groupes, lignes } = this.colonnes.siege;
    return (ligne) => distances[groupes[lignes[ligne]][0]] <= rayon;
  }

  #quiServent(ou) {
    const rang = this.rangs.get(ou);
    const oui = this.zones.map((zone) => (zone[rang >> 3] >> (7 - (rang & 7))) & 1);
    return (ligne) => oui[this.servies[ligne]];
  }

  /** Par nom ; par distance à la commune voulue, s’il y en a une. */
  ordonner({ tri, champs: { ou } }) {
    if (tri !== "distance" || !ou) return this.ordres.nom;
    const distances = this.#distances(ou);
    const { groupes, lignes } = this.colonnes.siege;
    return this.trier((ligne) => distances[groupes[lignes[ligne]][0]]);
  }
}
