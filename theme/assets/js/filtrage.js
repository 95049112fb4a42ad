// Le moteur de l’explorateur : lit les colonnes, filtre, compte chaque valeur, trie. Il n’écrit rien dans la page.
import { lireJson } from "./elements.js";
import { aplatir, chercher, contient, indexer } from "./texte.js";

export const ZERO = 48; // spaser/exports/columnar.py, ZERO

/** Une colonne : ses valeurs, ses groupes de valeurs, et le rang du groupe de chaque ligne. */
class Colonne {
  constructor({ codes, libelles, groupes, lignes }, parent) {
    this.codes = codes;
    this.libelles = libelles;
    this.groupes = groupes ?? codes.map((_, rang) => [rang]);
    const lues = Uint16Array.from(lignes, (signe) => signe.codePointAt(0) - ZERO);
    this.lignes = parent ? parent.lignes.map((groupe) => lues[groupe]) : lues;
  }

  /** Les libellés d’une ligne, et ses codes. */
  de(ligne) { return this.groupes[this.lignes[ligne]].map((rang) => this.libelles[rang]); }
  codesDe(ligne) { return this.groupes[this.lignes[ligne]].map((rang) => this.codes[rang]); }

  /** Pour chaque groupe, 1 s’il contient l’un des codes voulus. */
  garde(voulus) {
    return Uint8Array.from(this.groupes, (rangs) => (rangs.some((rang) => voulus.has(this.codes[rang])) ? 1 : 0));
  }
}

export class Moteur {
  /** Les tris possibles, celui de départ d’abord ; et les filtres qui s’écrivent, que `admettre` et `dire` connaissent. */
  tris = ["date", "montant", "intitule"];
  champs = [];

  constructor(donnees) {
    this.entete = donnees;
    this.ids = donnees.id;
    this.intitules = donnees.intitule;
    this.facettes = Object.entries(donnees.facettes).map(([nom, titre]) => ({ nom, titre }));
    this.colonnes = {};
    for (const nom of Object.keys(donnees.colonnes)) this.#lire(nom);
    this.total = this.colonnes.famille.lignes.length;
    this.familles = indexer(donnees.colonnes.famille.libelles.map((nom, rang) => `${nom} ${donnees.synonymes[rang]}`));
    this.ordres = { [this.tris[0]]: Uint32Array.from({ length: this.total }, (_, rang) => rang) };
  }

  #lire(nom) {
    const { parents, colonnes } = this.entete;
    return (this.colonnes[nom] ??= new Colonne(colonnes[nom], parents[nom] && this.#lire(parents[nom])));
  }

  // — Intitulés : les premiers viennent avec les colonnes, les autres seulement s’il en faut —

  sait(lignes) { return lignes.every((ligne) => ligne < this.intitules.length); }
  get complet() { return this.intitules.length === this.total; }

  adresse(fichier) { return new URL(fichier, document.baseURI); }

  async completer() {
    if (this.intitules.length === this.total) return;
    this.suite ??= lireJson(this.adresse(this.entete.suite));
    try {
      this.recevoir(await this.suite);
    } catch (erreur) {
      this.suite = undefined;
      throw erreur;
    }
  }

  /** Ce qu’il faut avoir lu avant de filtrer ainsi. */
  async preparer({ q, tri }) {
    if (!this.complet && (q || tri === "intitule")) await this.completer();
  }

  // — Ce qu’une autre liste précise —

  /** Prend le second fichier : les intitulés suivants. */
  recevoir(suite) { this.intitules = this.entete.intitule.concat(suite); }

  /** La valeur d’un champ si elle est connue, sinon rien. */
  admettre() { return undefined; }

  /** Les champs remplis, en mots : { nom, code, texte }. */
  dire() { return []; }

  /** Ajoute un échec à chaque ligne que les champs refusent. */
  refuser() {}

  /** Les textes où chercher, un par ligne. */
  get mots() { return this.intitules; }

  // — Filtrer —

  /** Les lignes que garde un état, dans l’ordre voulu, et le nombre de lignes de chaque valeur de chaque filtre. */
  filtrer(etat) {
    const { echecs, fautif } = this.#echecs(etat);
    const comptes = {};
    this.facettes.forEach(({ nom }, rang) => { comptes[nom] = this.#compter(this.colonnes[nom], echecs, fautif, rang); });
    return { lignes: [...this.ordonner(etat).filter((ligne) => !echecs[ligne])], comptes };
  }

  nombre(etat) {
    return this.#echecs(etat).echecs.reduce((total, echec) => total + !echec, 0);
  }

  /** Combien de filtres refusent chaque ligne, et lequel : une ligne refusée par un seul compte encore pour lui. */
  #echecs(etat) {
    const echecs = new Uint8Array(this.total);
    const fautif = new Uint8Array(this.total);
    this.facettes.forEach(({ nom }, rang) => {
      if (!etat.choix[nom]?.size) return;
      const { lignes } = this.colonnes[nom];
      const garde = this.colonnes[nom].garde(etat.choix[nom]);
      for (let i = 0; i < lignes.length; i++) if (!garde[lignes[i]]) { echecs[i]++; fautif[i] = rang; }
    });
    this.refuser(etat, echecs);
    for (const formes of chercher(etat.q)) this.#refuserSans(formes, echecs);
    return { echecs, fautif };
  }

  /** Prépare la recherche des mots ; sans effet si elle l’est déjà. */
  indexer() {
    if (this.indexes === this.mots) return;
    this.indexes = this.mots;
    this.textes = indexer(this.mots);
  }

  #refuserSans(formes, echecs) {
    this.indexer();
    const famille = this.colonnes.famille;
    const trouvees = this.familles.map((index) => contient(index, formes));
    const parGroupe = famille.groupes.map((rangs) => rangs.some((rang) => trouvees[rang]));
    for (let i = 0; i < this.total; i++) {
      if (!parGroupe[famille.lignes[i]] && !contient(this.textes[i], formes)) echecs[i] += 2;
    }
  }

  #compter({ lignes, groupes, codes }, echecs, fautif, rang) {
    const parGroupe = new Uint32Array(groupes.length);
    for (let i = 0; i < lignes.length; i++) {
      if (echecs[i] === 0 || (echecs[i] === 1 && fautif[i] === rang)) parGroupe[lignes[i]]++;
    }
    const parValeur = new Uint32Array(codes.length);
    groupes.forEach((rangs, groupe) => { for (const valeur of rangs) parValeur[valeur] += parGroupe[groupe]; });
    return parValeur;
  }

  ordonner({ tri }) {
    if (tri === "montant") this.ordres.montant ??= this.trier((ligne) => -(this.colonnes.montant.groupes[this.colonnes.montant.lignes[ligne]][0] ?? -1));
    if (tri === "intitule") this.ordres.intitule ??= this.trier((ligne) => aplatir(this.intitules[ligne]));
    return this.ordres[tri] ?? this.ordres[this.tris[0]];
  }

  /** Les lignes par clé croissante, puis dans l’ordre de départ. */
  trier(cle) {
    const cles = Array.from({ length: this.total }, (_, ligne) => cle(ligne));
    return this.ordres[this.tris[0]].slice().sort((a, b) => (cles[a] < cles[b] ? -1 : cles[a] > cles[b] ? 1 : a - b));
  }

  // — Élargir —

  /** Pour chaque filtre actif, le nombre de lignes si on le retirait seul ; les plus généreux d’abord. */
  elargir(etat) {
    const sans = this.facettes.filter(({ nom }) => etat.choix[nom]?.size).map(({ nom, titre }) => {
      const [premier, ...autres] = etat.choix[nom];
      const { codes, libelles } = this.colonnes[nom];
      return { titre: autres.length ? titre : libelles[codes.indexOf(premier)], etat: { ...etat, choix: { ...etat.choix, [nom]: new Set() } } };
    });
    if (etat.q) sans.push({ titre: etat.q, etat: { ...etat, q: "" } });
    for (const { nom, texte } of this.dire(etat)) sans.push({ titre: texte, etat: { ...etat, champs: { ...etat.champs, [nom]: undefined } } });
    return sans.map((piste) => ({ ...piste, nombre: this.nombre(piste.etat) })).filter((piste) => piste.nombre).sort((a, b) => b.nombre - a.nombre);
  }
}
