// Le moteur des intentions d’achat : ce que dit une ligne se déduit des colonnes, rien n’y est écrit deux fois.
import { Moteur } from "./filtrage.js";

export class MoteurIntentions extends Moteur {
  /** Le second fichier porte aussi les identifiants suivants. */
  recevoir({ id, intitule }) {
    super.recevoir(intitule);
    this.ids = this.entete.id.concat(id);
  }

  /** Les deux premiers lieux, comme spaser/rendering/views/intention.py, short. */
  ou(ligne) {
    const lieux = this.colonnes.lieux.de(ligne);
    return lieux.slice(0, 2).join(", ") + (lieux.length > 2 ? " et ailleurs" : "");
  }

  /** Les étiquettes d’une ligne, un genre après l’autre, dans l’ordre de la fiche : [[genre, textes]…]. */
  etiquettes(ligne) {
    const { environnement, social, socialdabord, reserve, innovation } = this.colonnes;
    const courts = (colonne) => colonne.codesDe(ligne).map((code) => this.entete.courts[code]);
    const enjeux = [["environnement", courts(environnement)], ["social", courts(social)]];
    if (socialdabord.de(ligne).length) enjeux.reverse();
    return [...enjeux, ["reserve", reserve.de(ligne)], ["innovation", innovation.de(ligne)]].filter(([, textes]) => textes.length);
  }
}
