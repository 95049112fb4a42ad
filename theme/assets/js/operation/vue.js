// La liste : par thème, par phase, ou ce qui change entre deux éditions. Une phase ne s’écrit qu’une fois ouverte, et se vide en se fermant : la page reste légère.
import { el, nombre, pluriel } from "../elements.js";
import { annoncer } from "../site.js";
import { retenu } from "./choix.js";

export class Vue {
  constructor(zone, donnees, racine) {
    Object.assign(this, { zone, donnees, racine, ouvertes: new Set() });
    // Une feuille imprimée montre toutes les phases.
    addEventListener("beforeprint", () => { for (const groupe of this.zone.querySelectorAll("details")) this.#remplir(groupe); });
  }

  montrer(exigences, etat) {
    Object.assign(this, { exigences, etat });
    if (etat.vue === "editions") return void this.#editions();
    this.zone.replaceChildren(...(etat.vue === "phase" ? this.#phases() : this.#themes()));
    if (etat.vue === "phase") this.#precharger(etat.volet);
  }

  #themes() {
    const { themes } = this.donnees.libelles;
    const groupes = Object.keys(themes).map((code) => [code, this.exigences.filter(({ theme }) => theme === code)]).filter(([, trouvees]) => trouvees.length);
    return groupes.flatMap(([code, trouvees]) => [
      el("h3", {}, `${themes[code]} (${pluriel(trouvees.length, "exigence")})`),
      el("ul", {}, ...trouvees.map((exigence) => this.#ligne(exigence, `\u00a0: ${this.#seuil(exigence)}`))),
    ]);
  }

  /** Le module et ses données ne viennent qu’au premier choix de cette vue. */
  async #editions() {
    const { etat } = this;
    const compte = el("p", { className: "operation__changements" });
    let noeuds = [];
    this.zone.replaceChildren(compte);
    try {
      const [{ montrer }, histoire] = await Promise.all([import("./editions.js"), this.donnees.editions()]);
      ({ phrase: compte.textContent, noeuds } = montrer(histoire, etat, this.racine));
    } catch {
      compte.textContent = "Les éditions ne sont pas arrivées. Réessayez dans un instant.";
    }
    // Un autre choix a pu être fait pendant l’attente.
    if (etat !== this.etat) return;
    this.zone.append(...noeuds);
    annoncer(compte.textContent);
  }

  #phases() {
    return Object.entries(this.donnees.libelles.phases).flatMap(([code, libelle]) => {
      const trouvees = this.exigences.filter(({ phases }) => phases.includes(code));
      if (!trouvees.length) return [];
      const groupe = el("details", { "data-phase": code, open: this.ouvertes.has(code) }, el("summary", {}, `${libelle} (${pluriel(trouvees.length, "exigence")})`));
      groupe.addEventListener("toggle", () => this.#basculer(groupe));
      return [groupe];
    });
  }

  async #precharger(volet) {
    try {
      this.detail = await this.donnees.detail(volet);
      for (const groupe of this.zone.querySelectorAll("details[open]")) this.#remplir(groupe);
    } catch {
      annoncer("Le détail des phases n’est pas arrivé. Réessayez dans un instant.");
    }
  }

  async #basculer(groupe) {
    const { phase } = groupe.dataset;
    this.ouvertes[groupe.open ? "add" : "delete"](phase);
    if (!groupe.open) return void groupe.querySelector("ul")?.remove();
    if (!this.detail) await this.#precharger(this.etat.volet);
    return this.#remplir(groupe);
  }

  #remplir(groupe) {
    const { phase } = groupe.dataset;
    if (!this.detail || groupe.querySelector("ul")) return;
    const trouvees = this.exigences.filter(({ phases, id }) => phases.includes(phase) && this.detail[id]);
    groupe.append(el("ul", {}, ...trouvees.map((exigence) => {
      const [, attendu, preuve, qui] = this.detail[exigence.id].etapes.find(([code]) => code === phase);
      return this.#ligne(exigence, `\nAttendu\u00a0: ${attendu}\nPreuve\u00a0: ${preuve} (${qui.toLowerCase()})\nSeuil\u00a0: ${this.#seuil(exigence)}`);
    })));
  }

  /** Deux éléments par exigence, pas plus : le lien et son texte. */
  #ligne({ id, titre }, suite) {
    return el("li", { "data-exigence": id }, el("a", { href: `${this.racine}eco-referentiel/${id}/` }, titre), suite);
  }

  #seuil(exigence) {
    const { ambition, surface, montant } = this.etat;
    const [niveau, seuil] = retenu(exigence, ambition);
    const tailles = [exigence.surface !== null && surface === "" && `${nombre(exigence.surface)}\u00a0m²`, exigence.montant !== null && montant === "" && `${nombre(exigence.montant)}\u00a0€ HT`].filter(Boolean);
    const mentions = [niveau !== ambition && `Niveau ${niveau}`, tailles.length && `À partir de ${tailles.join(" ou ")}`, exigence.loi && "Déjà exigé par la loi"].filter(Boolean);
    return [seuil, ...mentions].join(". ");
  }
}
