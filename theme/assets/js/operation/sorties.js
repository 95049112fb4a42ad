// Les sorties : fichiers faits dans le navigateur, à la demande. Rien ne part sur le réseau.
import { tenter } from "../elements.js";
import { usuelle } from "./choix.js";

export class Sorties {
  constructor(zone, atelier) {
    Object.assign(this, { zone, atelier });
    const panne = zone.querySelector("[data-panne]");
    zone.addEventListener("click", (e) => {
      const bouton = e.target.closest("[data-sortie]");
      if (bouton) tenter(panne, () => this.#sortir(bouton.dataset.sortie));
    });
  }

  permettre(oui) { this.zone.hidden = !oui; }

  async #sortir(sortie) {
    const [{ produire }, { donner }, selection] = await Promise.all([import("./fichiers.js"), import("../fichier.js"), this.#selection()]);
    const [genre, extension = { controle: "xlsx" }[genre] ?? genre] = sortie.split(".");
    const fichier = await produire(genre, extension, selection, this.atelier.donnees);
    donner(fichier, `${[...selection.nom, ["csv", "json"].includes(genre) ? "exigences" : genre].join("-")}-${selection.edition}.${extension}`);
  }

  /** L’opération choisie et ses exigences entières, prêtes à écrire dans un fichier. */
  async #selection() {
    const { etat, exigences, donnees, formulaire } = this.atelier;
    const { index, libelles } = donnees;
    const detail = await donnees.detail(etat.volet);
    const choisi = (nom) => formulaire.elements.namedItem(nom).selectedOptions[0].textContent;
    const tailles = ["surface", "montant"].filter((nom) => etat[nom] !== "").map(choisi);
    const ouvrage = etat.typologie ? libelles.typologies[etat.typologie] : "tout ouvrage";
    const criteres = [libelles.volets[etat.volet], ...[libelles.operations[etat.operation], ouvrage, ...tailles].map((mot) => mot.toLowerCase().replace(" ht", " HT"))].join(", ");
    const { producteur, edition, edition_date, demonstration } = index;
    return {
      ...{ producteur, edition, edition_date, demonstration, criteres }, index, intitule: usuelle(index, etat)?.libelle ?? criteres, ambition: etat.ambition,
      ambition_libelle: libelles.ambitions[etat.ambition], themes: libelles.themes, phases: libelles.phases,
      nom: [usuelle(index, etat)?.code ?? [etat.operation, etat.typologie].filter(Boolean).join("-"), ...(etat.ambition === "socle" ? [] : [etat.ambition])],
      exigences: exigences.map((exigence) => ({ ...exigence, ...detail[exigence.id] })),
    };
  }
}
