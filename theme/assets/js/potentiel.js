// Le potentiel solidaire : une famille, un lieu, un montant donnent un verdict et des heures d’insertion.
// Rien n’est gardé : l’adresse dit ce qui a été demandé, hypothèses changées comprises.
import { el, lireJson, nombre, pluriel, retenir } from "./elements.js";

const formulaire = document.querySelector("form[data-potentiel]");
const resultat = formulaire?.querySelector("[data-resultat]");
const champ = (nom) => formulaire.elements.namedItem(nom);
const chiffre = (nom) => Number(champ(nom).value) || 0;

let demande;
let tour = 0;

/** Les règles, et les structures de la carte, demandées une fois au premier geste. */
function preparer() {
  return (demande ??= Promise.all([lireJson(formulaire.dataset.regles), lireJson(formulaire.dataset.structures), import("./territoire.js"), import("./texte.js")])
    .then(async ([regles, donnees, { MoteurLieux }, { aplatir }]) => {
      const moteur = new MoteurLieux(donnees);
      const [carnet] = await Promise.all([moteur.coordonnees(), moteur.completer()]);
      return { ...regles, moteur, aplatir, effectifs: carnet.map((ligne) => ligne[6]) };
    }));
}

const trouverFamille = ({ familles, aplatir }, texte) => familles.find(({ id, intitule }) => id === texte || aplatir(intitule) === aplatir(texte.trim()));

/** Ce que le formulaire demande ; un mot que personne ne connaît se dit près de son champ. */
function comprendre(outil) {
  const [famille, ou] = [champ("famille").value.trim(), champ("ou").value.trim()];
  const trouvee = famille ? trouverFamille(outil, famille) : undefined;
  const commune = ou ? outil.moteur.commune(ou) : undefined;
  signaler("famille", famille && !trouvee, "Famille inconnue\u00a0: choisissez-la dans la liste.");
  signaler("ou", ou && !commune, "Commune inconnue\u00a0: écrivez son nom entier ou son code postal.");
  return { famille: trouvee, ou: commune };
}

function signaler(nom, faux, phrase) {
  formulaire.querySelector(`[data-erreur="${nom}"]`).textContent = faux ? phrase : "";
  champ(nom).setAttribute("aria-invalid", String(Boolean(faux)));
}

/** Les structures du métier et du lieu, celles à qui l’on peut réserver, et celles que le contrat rendrait dépendantes. */
function compter({ moteur, reservation, effectifs }, { famille, ou }) {
  const choix = { famille: new Set([famille.id]) };
  const etat = { q: "", tri: "nom", choix, champs: { ou } };
  const metier = moteur.colonnes.famille.codes.includes(famille.id) ? moteur.filtrer(etat).lignes : [];
  const reservables = metier.filter((ligne) => moteur.colonnes.reservation.codesDe(ligne).includes(reservation));
  const annuel = (chiffre("montant") * 12) / Math.max(chiffre("duree"), 12);
  const seuil = chiffre("dependance-maximale") / 100;
  const depend = (ligne) => annuel > 0 && effectifs[ligne] > 0 && annuel > effectifs[ligne] * chiffre("production-etp") * seuil;
  const ecartees = reservables.filter(depend);
  return { metier, gardees: reservables.filter((ligne) => !depend(ligne)), ecartees, inconnues: reservables.filter((ligne) => !effectifs[ligne]), annuel };
}

const somme = (n) => `${nombre(Math.round(n))}\u00a0€`;
const part = (n) => `${nombre(n)}\u00a0%`;

function lois(regle) {
  return regle.lois.flatMap(({ libelle, url, verifie }, rang) => [rang ? ", " : "", url ? el("a", { href: url }, libelle) : libelle, verifie ? "" : " (à vérifier)"]);
}

function noms({ moteur }, lignes) {
  const montrees = lignes.slice(0, 12).map((ligne) => el("li", {}, el("a", { href: moteur.adresse(`${moteur.ids[ligne]}/`).pathname }, moteur.intitules[ligne])));
  return montrees.length ? [el("ul", { className: "en-ligne" }, ...montrees)] : [];
}

function heures({ hypotheses }, famille) {
  const main = hypotheses.find(({ nature }) => nature === famille.nature);
  const [montant, taux, cout] = [chiffre("montant"), chiffre("taux-insertion"), chiffre("cout-horaire")];
  if (!main || !montant || !cout) return [el("p", {}, "Écrivez un montant pour estimer les heures d’insertion.")];
  const total = Math.round((montant * (chiffre(main.code) / 100) * (taux / 100)) / cout);
  return [el("p", {}, el("strong", {}, `Environ ${pluriel(total, "heure")} d’insertion sur la durée du marché.`),
    ` ${somme(montant)} × ${part(chiffre(main.code))} de main-d’œuvre × ${part(taux)} confiés à l’insertion ÷ ${nombre(cout)}\u00a0€ l’heure.`)];
}

function montrer(outil, demandee) {
  const { famille, ou } = demandee;
  if (!famille) return resultat.replaceChildren(el("p", {}, "Choisissez une famille d’achat."));
  const compte = compter(outil, demandee);
  const regle = outil.regles.find(({ mini }) => compte.gardees.length >= mini);
  const lieu = ou ? `interviennent à ${outil.moteur.nomDe(ou)}` : "interviennent dans le territoire";
  const liste = new URLSearchParams({ famille: famille.id, ...(ou ? { ou } : {}) });
  resultat.replaceChildren(
    el("p", { className: "potentiel-outil__verdict" }, regle.titre),
    el("p", {}, `${pluriel(compte.gardees.length, "structure peut répondre", "structures peuvent répondre")} à un marché réservé\u00a0: ${regle.sens}. La règle\u00a0: ${regle.nombre}. Fondement\u00a0: `, ...lois(regle), "."),
    el("p", {}, `Sur ${pluriel(compte.metier.length, "structure")} du métier qui ${lieu}. `, el("a", { href: `../?${liste}` }, "Voir la liste et la carte")),
    ...dependance(compte),
    ...noms(outil, compte.gardees),
    ...heures(outil, famille));
  return undefined;
}

function dependance({ ecartees, inconnues, annuel }) {
  const phrases = [];
  if (ecartees.length) phrases.push(`${pluriel(ecartees.length, "structure est écartée", "structures sont écartées")}\u00a0: à ${somme(annuel)} par an, ce contrat pèserait plus de ${part(chiffre("dependance-maximale"))} de leur activité, estimée à ${somme(chiffre("production-etp"))} par équivalent temps plein.`);
  if (annuel && inconnues.length) phrases.push(`${pluriel(inconnues.length, "structure n’a", "structures n’ont")} pas d’effectif connu\u00a0: vérifiez que le contrat ne pèse pas trop.`);
  return phrases.map((phrase) => el("p", {}, phrase));
}

/** L’adresse ne garde que ce qui diffère des valeurs proposées. */
function ecrire({ famille, ou }) {
  const changes = [...formulaire.elements].filter(({ type, value, defaultValue }) => type === "number" && value !== defaultValue).map(({ name, value }) => [name, value]);
  const dits = new URLSearchParams([...(famille ? [["famille", famille.id]] : []), ...(ou ? [["ou", ou]] : []), ...changes]).toString();
  retenir(dits && `?${dits}`);
}

/** Un calcul plus récent, s’il y en a un, a le dernier mot. */
async function calculer() {
  const rang = ++tour;
  try {
    const outil = await preparer();
    proposer(outil);
    const demandee = comprendre(outil);
    await outil.moteur.preparer({ q: "", champs: demandee });
    if (rang !== tour) return;
    montrer(outil, demandee);
    ecrire(demandee);
  } catch {
    echouer();
  }
}

function echouer() {
  demande = undefined;
  resultat.replaceChildren(el("p", {}, "Le calcul ne répond pas. Réessayez dans un instant."));
}

/** Les propositions suivent ce qui est écrit : douze au plus. */
function proposer(outil) {
  const debut = outil.aplatir(champ("famille").value.trim());
  const familles = debut ? outil.familles.filter(({ intitule }) => outil.aplatir(intitule).includes(debut)).slice(0, 12).map(({ intitule }) => intitule) : [];
  const communes = champ("ou").value.trim().length > 1 ? outil.moteur.proposer(champ("ou").value) : [];
  for (const [nom, valeurs] of [["p-familles", familles], ["p-communes", communes]]) document.getElementById(nom).replaceChildren(...valeurs.map((value) => el("option", { value })));
}

/** Ce que l’adresse demande est écrit dans le formulaire, en clair. */
async function reprendre() {
  const dits = new URLSearchParams(location.search);
  for (const element of formulaire.elements) if (element.type === "number" && dits.has(element.name) && Number.isFinite(Number(dits.get(element.name)))) element.value = dits.get(element.name);
  const outil = await preparer();
  const famille = outil.familles.find(({ id }) => id === dits.get("famille"));
  const ou = outil.moteur.admettre("ou", dits.get("ou"));
  if (famille) champ("famille").value = famille.intitule;
  if (ou) champ("ou").value = outil.moteur.nomDe(ou);
  await calculer();
}

if (formulaire) {
  formulaire.addEventListener("submit", (e) => e.preventDefault());
  formulaire.addEventListener("input", calculer);
  formulaire.addEventListener("focusin", () => preparer().catch(() => { demande = undefined; }), { once: true });
  if (location.search) reprendre().catch(echouer);
}
