// Le panneau des filtres, et ses deux champs de lieu : une commune, et ce qu’on lui demande.
import { el } from "./elements.js";
import { Panneau } from "./facettes.js";

export class PanneauLieux extends Panneau {
  constructor(formulaire, moteur, choisir, ecrire) {
    super(formulaire, moteur, choisir);
    this.ou = formulaire.elements.namedItem("ou");
    this.rayon = formulaire.elements.namedItem("rayon");
    this.erreur = formulaire.querySelector("[data-ou-erreur]");
    this.liste = formulaire.querySelector("datalist");
    this.ou.addEventListener("input", () => this.#proposer());
    this.ou.addEventListener("change", () => this.#changer(ecrire));
    this.rayon.addEventListener("change", () => this.#changer(ecrire));
    // Les textes où chercher viennent dès qu’on va écrire ; s’ils manquent, la première lettre les redemandera.
    const demander = () => moteur.demanderTextes().catch(() => {});
    if (document.activeElement === this.champ) demander();
    else this.champ.addEventListener("focus", demander, { once: true });
  }

  lire() {
    const ou = this.moteur.commune(this.ou.value);
    return { ...super.lire(), champs: ou ? { ou, rayon: this.rayon.value || undefined } : {} };
  }

  montrer(etat, comptes) {
    super.montrer(etat, comptes);
    const { ou, rayon } = etat.champs;
    if (this.moteur.commune(this.ou.value) !== ou && document.activeElement !== this.ou) this.ou.value = ou ? this.moteur.nomDe(ou) : "";
    this.rayon.value = rayon ?? "";
  }

  #proposer() {
    const texte = this.ou.value;
    const noms = texte.trim().length > 1 ? this.moteur.proposer(texte) : [];
    this.liste.replaceChildren(...noms.map((value) => el("option", { value })));
    if (noms.includes(texte)) this.ou.dispatchEvent(new Event("change"));
  }

  /** Un nom que personne ne connaît se dit près du champ ; la liste n’en tient pas compte. */
  #changer(ecrire) {
    const texte = this.ou.value.trim();
    const ou = texte ? this.moteur.commune(texte) : undefined;
    const inconnue = Boolean(texte) && !ou;
    this.erreur.textContent = inconnue ? "Commune inconnue\u00a0: écrivez son nom entier ou son code postal." : "";
    this.ou.setAttribute("aria-invalid", String(inconnue));
    ecrire({ ou, rayon: this.rayon.value || undefined });
  }
}
