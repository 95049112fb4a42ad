// L’explorateur : relie l’état (l’adresse), le moteur, le panneau des filtres et le tableau.
import { annoncer } from "./site.js";
import { ecrire, estVide, etatVide, lire } from "./adresse.js";
import { preparer } from "./boite.js";
import { el, nombre, pluriel } from "./elements.js";
import { actifs, puces } from "./facettes.js";

const PAR_PAGE = 50;

/**
 * Prend la main sur la zone déjà écrite. Le profil dit ce qu’est une ligne : { nom, titre, resumer(moteur), Moteur, Panneau,
 * ligne(moteur, rang), fichiers(), suivre(explorateur) } ; « nom » est féminin.
 */
export async function demarrer(zone, donnees, profil) {
  const explorateur = new Explorateur(zone, new profil.Moteur(donnees), profil);
  await explorateur.commencer();
}

class Explorateur {
  constructor(zone, moteur, profil) {
    const trouver = (choix) => zone.querySelector(choix);
    this.zone = zone;
    this.moteur = moteur;
    this.profil = profil;
    this.depart = moteur.tris[0];
    this.compte = trouver("[data-compte]");
    this.cadre = trouver(".tableau-defile");
    this.corps = trouver(".tableau tbody");
    this.titre = trouver(".tableau caption");
    this.suite = trouver("[data-suite]");
    this.tri = trouver("[data-tri]");
    this.puces = trouver("[data-actifs]");
    this.ouvrir = trouver("[data-filtrer]");
    this.fichiers = trouver(".exploration__fichiers");
    this.formulaire = trouver("form.filtres");
    this.vide = el("div", { className: "vide", hidden: true });
    this.cadre.after(this.vide);
    const choisir = (nom, codes) => this.changer({ choix: { ...this.etat.choix, [nom]: codes } });
    this.panneau = new profil.Panneau(this.formulaire, moteur, choisir, (champs) => this.changer({ champs: { ...this.etat.champs, ...champs } }));
    this.boite = preparer(this.formulaire, this.ouvrir);
    this.montrees = this.corps.rows.length;
    this.tour = 0;
  }

  async commencer() {
    this.etat = location.search ? lire(this.moteur) : { ...etatVide(), ...this.panneau.lire(), tri: this.tri.value };
    this.#ecouter();
    if (estVide(this.etat) && this.etat.tri === this.depart) this.#adopter();
    else await this.#appliquer(history.state?.montrees);
    // Avant la première lettre, pendant que le navigateur ne fait rien.
    setTimeout(() => this.moteur.indexer(), 200);
  }

  /** Sans filtre, les lignes déjà écrites sont les bonnes : seuls les comptes sont à écrire. */
  #adopter() {
    const { lignes, comptes } = this.moteur.filtrer(this.etat);
    this.lignes = lignes;
    this.comptes = comptes;
    this.panneau.montrer(this.etat, comptes);
    this.#direSuite();
    this.profil.suivre(this);
  }

  #ecouter() {
    this.panneau.champ.addEventListener("input", () => this.changer({ q: this.panneau.champ.value.trim().slice(0, 200) }, 500));
    this.tri.addEventListener("change", () => this.changer({ tri: this.tri.value }));
    this.suite.addEventListener("click", () => this.#montrerSuite().catch(() => this.#echouer()));
    this.ouvrir.addEventListener("click", () => this.boite.ouvrir());
    this.fichiers.addEventListener("click", (e) => this.#telecharger(e.target.closest("[data-format]")).catch(() => this.#echouer()));
    addEventListener("popstate", () => { this.etat = lire(this.moteur); this.#appliquer(history.state?.montrees).catch(() => this.#echouer()); });
  }

  /** Change l’état ; plusieurs changements d’une même image n’en font qu’un. `attente` retarde l’annonce, pas l’affichage. */
  changer(changement, attente = 0) {
    this.etat = { ...this.etat, ...changement };
    cancelAnimationFrame(this.image);
    this.image = requestAnimationFrame(() => this.#appliquer(PAR_PAGE, attente).catch(() => this.#echouer()));
  }

  /** Le second fichier d’intitulés n’est pas venu ; le geste suivant le redemandera. */
  #echouer() {
    const phrase = "La liste entière ne répond pas. Réessayez dans un instant.";
    this.compte.textContent = phrase;
    annoncer(phrase);
  }

  /** Tant qu’un fichier de plus est en route, la zone se dit occupée. */
  async #attendre(lecture) {
    this.zone.setAttribute("aria-busy", "true");
    try {
      await lecture;
    } finally {
      this.zone.removeAttribute("aria-busy");
    }
  }

  async #appliquer(montrees = PAR_PAGE, attente = 0) {
    const { moteur, etat } = this;
    const mien = ++this.tour;
    await this.#attendre(moteur.preparer(etat));
    const { lignes, comptes } = moteur.filtrer(etat);
    if (!moteur.sait(lignes.slice(0, montrees))) await moteur.completer();
    if (mien !== this.tour) return;
    this.lignes = lignes;
    this.comptes = comptes;
    this.montrees = Math.min(montrees, lignes.length);
    this.corps.replaceChildren(...lignes.slice(0, this.montrees).map((rang) => this.profil.ligne(moteur, rang)));
    this.panneau.montrer(etat, comptes);
    this.#direTout(attente);
  }

  #direTout(attente) {
    const { etat, lignes, moteur } = this;
    const { nom, titre } = this.profil;
    const phrase = estVide(etat)
      ? this.profil.resumer(moteur)
      : `${lignes.length ? pluriel(lignes.length, nom) : `Aucune ${nom}`} sur ${nombre(moteur.total)}`;
    const filtres = actifs(etat, moteur);
    this.compte.textContent = phrase;
    this.tri.value = etat.tri;
    const choisis = filtres.length ? `. Filtres\u00a0: ${filtres.map(({ texte }) => texte).join(", ")}` : "";
    this.titre.textContent = `${titre}, par ${this.tri.selectedOptions[0].textContent}${choisis}`;
    this.ouvrir.textContent = filtres.length ? `Filtrer (${filtres.length})` : "Filtrer";
    this.boite.dire(lignes.length ? `Voir ${pluriel(lignes.length, nom)}` : `Aucune ${nom}`);
    puces(this.puces, filtres, (filtre, rang) => this.#retirer(filtre, rang), () => this.#effacer());
    this.#rendreFocus();
    this.#direVide();
    this.#direSuite();
    setTimeout(() => ecrire(etat, this.montrees, this.depart)); // après la peinture : le navigateur y met plusieurs millisecondes
    this.profil.suivre(this);
    clearTimeout(this.annonce);
    this.annonce = setTimeout(() => annoncer(`${phrase}.`), attente);
  }

  #retirer({ nom, code }, rang) {
    this.puceVisee = rang;
    if (nom === "q") return this.changer({ q: "" });
    if (this.moteur.champs.includes(nom)) return this.changer({ champs: { ...this.etat.champs, [nom]: undefined } });
    const codes = new Set(this.etat.choix[nom]);
    codes.delete(code);
    return this.changer({ choix: { ...this.etat.choix, [nom]: codes } });
  }

  #effacer() {
    this.puceVisee = 0;
    this.changer({ q: "", choix: {}, champs: {} });
  }

  /** Un filtre retiré emporte son bouton : le focus va à la puce suivante, sinon au nombre de résultats. */
  #rendreFocus() {
    if (this.puceVisee === undefined) return;
    const restantes = this.puces.querySelectorAll(".puce");
    (restantes[Math.min(this.puceVisee, restantes.length - 1)] ?? this.compte).focus();
    this.puceVisee = undefined;
  }

  /** Rien à montrer : dire quel filtre retirer, et ce qu’on gagnerait. */
  #direVide() {
    const rien = !this.lignes.length;
    for (const partie of [this.cadre, this.fichiers]) partie.hidden = rien;
    this.vide.hidden = !rien;
    if (!rien) return;
    const bouton = (className, texte, geste) => el("button", { type: "button", className, onclick: () => { this.puceVisee = 0; geste(); } }, texte);
    const pistes = this.moteur.elargir(this.etat).map((piste) => el("li", {},
      bouton("exploration__effacer", `Retirer «\u00a0${piste.titre}\u00a0»`, () => this.changer(piste.etat)), `\u00a0: ${pluriel(piste.nombre, this.profil.nom)}`));
    this.vide.replaceChildren(
      el("p", { className: "vide__titre" }, `Aucune ${this.profil.nom} ne répond à tous ces filtres.`),
      ...(pistes.length ? [el("p", {}, "Pour élargir\u00a0:"), el("ul", {}, ...pistes)] : []),
      el("p", {}, bouton("bouton bouton--secondaire", `Voir les ${pluriel(this.moteur.total, this.profil.nom)}`, () => this.#effacer())));
  }

  #direSuite() {
    const reste = Math.min(this.lignes.length - this.montrees, PAR_PAGE);
    this.suite.hidden = reste < 1;
    this.suite.textContent = `Afficher ${pluriel(reste, this.profil.nom)} de plus`;
  }

  async #montrerSuite() {
    const nouvelles = this.lignes.slice(this.montrees, this.montrees + PAR_PAGE);
    if (!this.moteur.sait(nouvelles)) await this.moteur.completer();
    const rangees = nouvelles.map((rang) => this.profil.ligne(this.moteur, rang));
    this.corps.append(...rangees);
    this.montrees += rangees.length;
    this.#direSuite();
    ecrire(this.etat, this.montrees, this.depart);
    rangees[0]?.querySelector("a").focus();
    annoncer(`${pluriel(this.montrees, `${this.profil.nom} affichée`, `${this.profil.nom}s affichées`)} sur ${nombre(this.lignes.length)}.`);
  }

  async #telecharger(bouton) {
    if (!bouton) return;
    await this.moteur.completer();
    const { telecharger } = await this.profil.fichiers();
    await telecharger(bouton.dataset.format, this.moteur, this.lignes, actifs(this.etat, this.moteur));
    annoncer(`Fichier ${bouton.dataset.format.toUpperCase()} prêt, ${pluriel(this.lignes.length, this.profil.nom)}.`);
  }
}
