// L’atelier : relie l’état (l’adresse), les choix, les totaux et le document vivant.
import { retenir } from "../elements.js";
import { annoncer } from "../site.js";
import { assembler, selection } from "./assemblage.js";
import { Ajouts } from "./ajouts.js";
import { avertissements, totaux } from "./calculs.js";
import * as composition from "./composition.js";
import { ecrire, etatVide, lire } from "./etat.js";
import { Familles } from "./familles.js";
import { garderFocus } from "./focus.js";
import { Retenus } from "./retenus.js";
import { Sorties } from "./sorties.js";
import { Bilan } from "./bilan.js";
import { montrer } from "./vue.js";

export class Atelier {
  constructor(zone, donnees, { attendre, echouer }) {
    Object.assign(this, { zone, donnees, attendre, echouer });
    this.etat = etatVide();
    this.trouver = (choix) => zone.querySelector(choix);
    this.plan = this.trouver("[data-plan]");
    this.feuille = this.trouver("[data-document]");
    this.familles = new Familles(this.trouver("[data-famille]"), donnees, this);
    this.retenus = new Retenus(this.trouver("[data-retenus]"), donnees, this);
    this.ajouts = new Ajouts(this.trouver("[data-ajouts]"), donnees, this);
    this.bilan = new Bilan(zone, this);
    this.sorties = new Sorties(this.trouver("[data-sorties]"), this);
    addEventListener("hashchange", () => this.#relire());
  }

  async commencer() {
    this.trouver("[data-famille]").hidden = false;
    await this.#lireAdresse();
  }

  /** Une adresse collée se lit ; l’ancre d’un lien d’évitement ne doit pas effacer l’état. */
  #relire() {
    if (/^#(v\d|f=)/.test(location.hash) || !location.hash) this.#lireAdresse();
    else this.#sauver();
  }

  async #lireAdresse() {
    const { etat, neuf, inconnue } = lire(location.hash);
    if (inconnue) this.familles.dire("Cette adresse vient d’un autre composeur. Choisissez une famille pour recommencer.");
    if (!etat.famille || inconnue) return this.#montrerVide(etat);
    if (!this.donnees.connue(etat.famille)) {
      this.familles.dire(`La famille «\u00a0${etat.famille}\u00a0» n’existe pas dans cette édition. Choisissez-en une autre.`);
      return this.#montrerVide({ ...etat, famille: "" });
    }
    return this.ouvrir(etat, neuf);
  }

  #montrerVide(etat) {
    this.etat = { ...etatVide(), intention: etat.intention, objet: etat.objet };
    this.plan.hidden = true;
    this.bilan.cacher();
    this.familles.montrer(null, this.etat);
  }

  /** Ouvre une famille ; `neuf` part de son essentiel. Rend vrai si ses critères sont venus. */
  async ouvrir(etat, neuf) {
    this.attendre();
    const tour = this.tour = (this.tour ?? 0) + 1;
    try {
      await this.donnees.ouvrir(etat.famille);
    } catch {
      this.echouer("Les critères de cette famille ne sont pas arrivés. Réessayez dans un instant.", () => this.ouvrir(etat, neuf));
      return false;
    }
    if (tour !== this.tour) return false;
    this.trouver("[data-attente]").hidden = true;
    this.zone.removeAttribute("aria-busy");
    this.etat = { ...etat, choix: neuf ? this.#essentiel() : composition.redresser(etat.choix, this.critere) };
    this.plan.hidden = false;
    this.familles.montrer(this.donnees.famille, this.etat);
    this.#toutMontrer();
    return true;
  }

  #essentiel() {
    return this.donnees.famille.essentiel.flatMap((id) => (this.donnees.criteres.has(id) ? [composition.choisir(this.donnees.criteres.get(id))] : []));
  }

  /** Choisir une famille dans la liste : son essentiel, et le focus sur les critères retenus. */
  async choisirFamille(id) {
    if (await this.ouvrir({ ...this.etat, famille: id, choix: [], coutComplet: false }, true)) {
      annoncer(`${this.donnees.famille.intitule}. Les trois critères essentiels sont retenus.`);
      this.trouver("#composeur-retenus").focus();
    }
  }

  quitterFamille() {
    retenir(location.pathname + location.search);
    this.#montrerVide(this.etat);
    this.familles.viser();
  }

  /** Une nouvelle liste de choix ; `dire` l’annonce, `viser` est la clé du contrôle qui prend le focus si le sien a disparu. */
  composer(choix, { dire = "", viser = "" } = {}) {
    this.etat = { ...this.etat, choix };
    garderFocus(this.plan, viser, () => this.#toutMontrer());
    if (dire) annoncer(dire);
  }

  /** Un changement qui garde les listes telles quelles : un poids, l’objet, le prix. */
  ajuster(changement) {
    this.etat = { ...this.etat, ...changement };
    this.retenus.ajuster(this.etat);
    this.#montrerBilan();
    this.bilan.annoncer();
  }

  critere = (id) => this.donnees.criteres.get(id);

  typeDe = (id) => this.critere(id)?.type;

  #toutMontrer() {
    this.retenus.montrer(this.etat);
    this.ajouts.montrer(this.etat);
    this.#montrerBilan();
  }

  #montrerBilan() {
    this.bilan.montrer(totaux(this.etat, this.donnees), avertissements(this.etat, this.donnees), this.donnees.index.seuil_environnement);
    this.document = assembler(selection(this.etat, this.donnees));
    montrer(this.feuille, this.document);
    this.#sauver();
  }

  #sauver() {
    retenir(ecrire(this.etat) || location.pathname + location.search);
  }
}
