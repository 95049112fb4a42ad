// Le coût complet : jusqu’à cinq offres, comparées à mesure que l’on écrit. L’adresse garde tout, rien n’est enregistré.
import { el, nombre, tenter } from "../../elements.js";
import { MAXIMUM, POSTES, SAISIES, comparer, nombreDe } from "./calcul-cout.js";
import { ecrire } from "./commun.js";

const formulaire = document.querySelector("form[data-cout]");
const COMMUNS = { duree: [1, 50], taux: [0, 30], prix: [0, 100], hausse: [-20, 50] };
const SVG = "http://www.w3.org/2000/svg";
const euros = (montant) => `${nombre(Math.round(montant))}\u00a0€`;
const champ = (nom) => formulaire.elements.namedItem(nom);
const offreDe = (rang) => formulaire.querySelector(`[data-offre="${rang}"]`);

/** Le nombre d’un champ ; un champ vide vaut zéro, un texte qui n’en est pas un nombre est marqué. */
function valeur(entree, [mini, maxi] = [-1e12, 1e12]) {
  const lu = entree.value.trim() === "" ? 0 : nombreDe(entree.value);
  const juste = lu !== null && (entree.value.trim() === "" || (lu >= mini && lu <= maxi));
  entree.setAttribute("aria-invalid", String(!juste));
  return juste ? lu : null;
}

function lireCommuns() {
  const lus = Object.fromEntries(Object.entries(COMMUNS).map(([nom, bornes]) => [nom, valeur(champ(nom), bornes)]));
  if (lus.duree !== null && (lus.duree < 1 || !Number.isInteger(lus.duree))) {
    champ("duree").setAttribute("aria-invalid", "true");
    lus.duree = null;
  }
  return lus;
}

/** Les offres montrées ; `saisie` dit si quelque chose y est écrit. */
function lireOffres() {
  return Array.from({ length: MAXIMUM }, (_, rang) => rang + 1).filter((rang) => !offreDe(rang).hidden).map((rang) => {
    const dites = Object.fromEntries(SAISIES.map((nom) => [nom, valeur(champ(`${nom}-${rang}`), nom === "fin" ? undefined : [0, 1e12])]));
    const vides = SAISIES.filter((nom) => !champ(`${nom}-${rang}`).value.trim());
    return { nom: champ(`nom-${rang}`).value.trim() || `Offre ${rang}`, rangSaisi: rang, saisie: vides.length < SAISIES.length, vides, ...dites };
  });
}

/** Ce qui empêche de comparer, marqué dans le formulaire : un nombre faux, un achat sans prix, une énergie sans prix. */
function manque(saisies, commun) {
  if (Object.values(commun).includes(null) || saisies.some((offre) => SAISIES.some((nom) => offre[nom] === null))) {
    return "Un champ marqué n’est pas un nombre attendu. La durée est un nombre entier d’années, de 1 à 50.";
  }
  if (!saisies.length) return "Écrivez au moins le prix d’achat d’une offre.";
  const sansAchat = saisies.filter(({ vides }) => vides.includes("achat"));
  sansAchat.forEach(({ rangSaisi }) => champ(`achat-${rangSaisi}`).setAttribute("aria-invalid", "true"));
  if (sansAchat.length) return `Écrivez le prix d’achat de ${sansAchat.map(({ nom }) => `«\u00a0${nom}\u00a0»`).join(", ")}, ou 0 s’il n’y en a pas.`;
  if (champ("prix").value.trim() || !saisies.some(({ kwh }) => kwh)) return "";
  champ("prix").setAttribute("aria-invalid", "true");
  return "Écrivez le prix d’un kWh\u00a0: sans lui, l’énergie n’est pas comptée.";
}

/** Les postes laissés vides, offre par offre : ils valent zéro, la page et le fichier le disent. */
function laissesVides(resultats) {
  const titres = { kwh: "énergie", consommables: "consommables", maintenance: "maintenance", fin: "fin de vie" };
  return resultats.filter(({ vides }) => vides.length).map(({ nom, vides }) => `${nom}\u00a0: ${vides.map((saisie) => titres[saisie]).join(", ")}`).join("\u00a0; ");
}

const svg = (balise, attributs) => {
  const element = document.createElementNS(SVG, balise);
  for (const [nom, dit] of Object.entries(attributs)) element.setAttribute(nom, dit);
  return element;
};

/** Une barre par offre, sous son nom ; les longueurs se comparent d’une barre à l’autre. */
function barres(resultats) {
  const maxi = Math.max(...resultats.map(({ postes }) => Object.values(postes).reduce((somme, montant) => somme + Math.max(0, montant), 0)), 1);
  const lignes = resultats.flatMap(({ nom, postes }) => {
    const dessin = svg("svg", { viewBox: "0 0 720 20", preserveAspectRatio: "none", class: "barres__dessin" });
    let x = 0;
    POSTES.forEach(([poste], rang) => {
      const largeur = Math.max(0, postes[poste]) * 720 / maxi;
      dessin.append(svg("rect", { x: x.toFixed(1), y: 0, width: largeur.toFixed(1), height: 20, class: `barres__poste barres__poste--${rang + 1}` }));
      x += largeur;
    });
    return [el("span", { className: "barres__nom" }, nom), dessin];
  });
  const dit = resultats.map(({ nom, total }) => `${nom}\u00a0: ${euros(total)}`).join(". ");
  return el("div", { className: "barres", role: "img", "aria-label": dit }, ...lignes);
}

function tableau(resultats) {
  const entete = (texte) => el("th", { scope: "col", className: "nombre" }, texte);
  const ligne = (titre, cellules) => el("tr", {}, el("th", { scope: "row" }, titre), ...cellules.map((texte) => el("td", { className: "nombre" }, texte)));
  const legende = (rang) => el("span", { className: `barres__cle barres__cle--${rang + 1}`, "aria-hidden": "true" });
  const lignes = POSTES.map(([poste, titre], rang) => {
    const rangee = ligne(titre, resultats.map(({ postes }) => euros(postes[poste])));
    rangee.firstChild.prepend(legende(rang));
    return rangee;
  });
  return el("div", { className: "tableau-defile" }, el("table", { className: "tableau tableau--fixe" },
    el("caption", {}, "Coût complet par poste, en euros d’aujourd’hui"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Poste"), ...resultats.map(({ nom }) => entete(nom)))),
    el("tbody", {}, ...lignes),
    el("tfoot", {}, ligne("Coût complet", resultats.map(({ total }) => euros(total))), ligne("Rang", resultats.map(({ rang }) => String(rang))), ligne("Écart à la moins chère", resultats.map(({ ecart }) => euros(ecart))))));
}

function phrase(resultats) {
  if (resultats.length < 2) return "Une seule offre est saisie\u00a0: ajoutez-en une pour comparer.";
  const premieres = resultats.filter(({ rang }) => rang === 1).map(({ nom }) => nom);
  const achat = resultats.reduce((a, b) => (b.achat < a.achat ? b : a));
  const dite = premieres.length > 1 ? `${premieres.join(" et ")} ont le même coût complet, le plus bas.` : `${premieres[0]} a le coût complet le plus bas.`;
  return premieres.includes(achat.nom) ? `${dite} C’est aussi le prix d’achat le plus bas.` : `${dite} Le prix d’achat le plus bas\u00a0: ${achat.nom}.`;
}

class Comparateur {
  constructor() {
    this.zone = document.querySelector("[data-resultat]");
    this.ajouter = formulaire.querySelector("[data-ajouter]");
    this.sorties = document.querySelector("[data-sorties]");
    this.resultats = [];
    this.#restaurer();
    formulaire.addEventListener("submit", (e) => e.preventDefault());
    formulaire.addEventListener("input", () => this.calculer());
    this.ajouter.addEventListener("click", () => this.#montrer());
    formulaire.addEventListener("reset", () => setTimeout(() => { for (let rang = 3; rang <= MAXIMUM; rang += 1) offreDe(rang).hidden = true; this.calculer(); }));
    const panne = this.sorties.querySelector("[data-panne]");
    this.sorties.addEventListener("click", (e) => {
      const format = e.target.closest("[data-format]")?.dataset.format;
      if (format) tenter(panne, () => this.#sortir(format));
    });
    this.calculer();
  }

  #montrer() {
    const suivante = Array.from({ length: MAXIMUM }, (_, rang) => rang + 1).find((rang) => offreDe(rang).hidden);
    offreDe(suivante).hidden = false;
    champ(`nom-${suivante}`).focus();
    this.calculer();
  }

  #restaurer() {
    const dits = new URLSearchParams(location.search);
    for (const nom of Object.keys(COMMUNS)) if (dits.has(nom)) champ(nom).value = dits.get(nom).slice(0, 20);
    for (let rang = 1; rang <= MAXIMUM; rang += 1) {
      if (!dits.has(`o${rang}`)) continue;
      const [nom = "", ...valeurs] = dits.get(`o${rang}`).split("~");
      champ(`nom-${rang}`).value = nom.slice(0, 60);
      SAISIES.forEach((saisie, place) => { champ(`${saisie}-${rang}`).value = (valeurs[place] ?? "").slice(0, 20); });
      for (let avant = 1; avant <= rang; avant += 1) offreDe(avant).hidden = false;
    }
  }

  #adresse() {
    const etat = Object.fromEntries(Object.keys(COMMUNS).map((nom) => [nom, champ(nom).value === champ(nom).defaultValue ? "" : champ(nom).value.trim()]));
    for (let rang = 1; rang <= MAXIMUM; rang += 1) {
      const dits = [champ(`nom-${rang}`), ...SAISIES.map((nom) => champ(`${nom}-${rang}`))].map(({ value }) => value.trim().replaceAll("~", "-"));
      if (!offreDe(rang).hidden && dits.some(Boolean)) etat[`o${rang}`] = dits.join("~").replace(/~+$/, "");
    }
    ecrire(etat);
  }

  calculer() {
    this.commun = lireCommuns();
    const offres = lireOffres();
    this.ajouter.disabled = offres.length === MAXIMUM;
    this.#adresse();
    const saisies = offres.filter(({ saisie }) => saisie);
    const faute = manque(saisies, this.commun);
    this.resultats = faute ? [] : comparer(saisies, this.commun);
    this.sorties.hidden = !this.resultats.length;
    if (faute) return this.zone.replaceChildren(el("p", { className: saisies.length ? "champ__erreur" : "" }, faute));
    const vides = laissesVides(this.resultats);
    const revendues = this.resultats.filter(({ postes }) => postes.fin < 0).map(({ nom }) => nom).join(", ");
    const avis = [
      ...(revendues ? [el("p", {}, `Une barre ne retire pas la revente\u00a0: pour ${revendues}, lisez le tableau.`)] : []),
      ...(vides ? [el("p", {}, `Postes laissés vides, comptés pour zéro. ${vides}.`)] : []),
    ];
    return this.zone.replaceChildren(el("p", {}, phrase(this.resultats)), barres(this.resultats), tableau(this.resultats), ...avis);
  }

  async #sortir(format) {
    const { donner } = await import("../../fichier.js");
    const { csv } = await import("../../tableur.js");
    const ecrivain = { csv, ...(format === "xlsx" ? await import("../../xlsx.js") : {}), ...(format === "ods" ? await import("../../ods.js") : {}) }[format];
    donner(ecrivain(this.#table()), `cout-complet.${format}`);
  }

  /** La table à enregistrer : une ligne par offre, ses saisies, ses montants actualisés. */
  #table() {
    const { titre, producteur, edition, date } = formulaire.dataset;
    const { duree, taux, hausse, prix } = this.commun;
    const deux = (montant) => Math.round(montant * 100) / 100;
    return {
      titre, producteur, date, domaine: "cout-complet", feuille: "Offres",
      entetes: ["Offre", "Prix d’achat (€ HT)", "Énergie (kWh par an)", "Consommables (€ par an)", "Maintenance (€ par an)", "Fin de vie (€)", ...POSTES.map(([, nom]) => `${nom}, actualisé (€)`), "Coût complet (€)", "Rang"],
      lignes: this.resultats.map((offre) => [offre.nom, ...SAISIES.map((nom) => offre[nom]), ...POSTES.map(([poste]) => deux(offre.postes[poste])), deux(offre.total), offre.rang]),
      apropos: [["Titre", titre], ["Producteur", producteur], ["Édition", edition], ["Date", date], ["Durée (années)", duree], ["Taux d’actualisation (%)", taux], ["Prix du kWh (€)", prix], ["Hausse annuelle de l’énergie (%)", hausse], ["Postes laissés vides, comptés pour zéro", laissesVides(this.resultats) || "aucun"], ["Adresse du calcul", location.href]],
    };
  }
}

if (formulaire) new Comparateur();
