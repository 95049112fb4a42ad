// Ce qui change d’une édition à l’autre, pour une opération : les mêmes règles que spaser/editions.py et spaser/rendering/redactions.py.
import { el, pluriel } from "../elements.js";
import { concerne } from "./choix.js";

/** La rédaction en vigueur à une édition, par son rang ; rien si l’exigence n’y était pas encore, ou n’y est plus. */
const redaction = ({ retiree, redactions }, rang) => (retiree !== null && rang >= retiree ? undefined : redactions.findLast(({ depuis }) => depuis <= rang));

/** Ce qui arrive à une exigence : le nom de l’évènement est celui que donnent les données, dans leur ordre. */
function evenement([ajoutee, entre, modifiee, sort, retiree], avant, apres, [etait, est]) {
  if (etait && est) return avant !== apres ? modifiee : "";
  if (est) return avant ? entre : ajoutee;
  if (etait) return apres ? sort : retiree;
  return "";
}

/** Les changements qui touchent une opération, d’une édition à une plus récente, par évènement. */
export function differences({ editions, evenements, exigences, mots }, etat, rangs) {
  const [de, a] = [etat.de, etat.a].map((code) => editions.findIndex((edition) => edition.code === code)).sort((x, y) => x - y);
  const trouves = exigences.filter(({ volet }) => volet === etat.volet).map((exigence) => {
    const avant = redaction(exigence, de);
    const apres = redaction(exigence, a);
    const dit = evenement(evenements, avant, apres, [avant, apres].map((une) => Boolean(une && concerne({ ...une, volet: exigence.volet }, etat))));
    return { exigence, avant, apres, evenement: dit };
  });
  const rang = ({ evenement: dit, exigence }) => evenements.indexOf(dit) * 100 + rangs[exigence.theme];
  return trouves.filter(({ evenement: dit }) => dit).sort((x, y) => rang(x) - rang(y)).map((un) => ({ ...un, faits: faits(un, mots) }));
}

/** Chaque fait qui change, avant et après ; ce qui ne change pas dans un fait n’y est pas redit. */
function faits({ avant, apres }, mots) {
  if (!avant || !apres) return [];
  const noms = new Set([...Object.keys(avant.faits), ...Object.keys(apres.faits)]);
  return [...noms].map((fait) => {
    const [etait, est] = [avant.faits[fait] ?? [], apres.faits[fait] ?? []];
    const joindre = (uns, autres) => uns.filter((un) => !autres.includes(un)).join(mots.includes(fait) ? ", " : " ");
    return { fait, avant: joindre(etait, est), apres: joindre(est, etait) };
  }).filter(({ avant: etait, apres: est }) => etait || est);
}

/** « 2 ajoutées, 5 modifiées ». */
export function bilan(changements, [ajoutee, entre, modifiee, sort, retiree]) {
  const plusieurs = { [entre]: "s’appliquent désormais", [sort]: "ne s’appliquent plus" };
  const dits = [ajoutee, entre, modifiee, sort, retiree].map((nom) => [nom, changements.filter(({ evenement: dit }) => dit === nom).length]);
  return dits.filter(([, n]) => n).map(([nom, n]) => pluriel(n, nom, plusieurs[nom])).join(", ") || "rien ne change";
}

/** La liste des changements, prête à poser dans la page. */
export function montrer(donnees, etat, racine) {
  const { editions } = donnees;
  const paire = editions.filter(({ code }) => code === etat.de || code === etat.a);
  if (paire.length < 2) return { phrase: "Choisissez deux éditions différentes.", noeuds: [] };
  const trouves = differences(donnees, etat, donnees.rangs);
  const nom = ({ code, demonstration }) => `édition ${code}${demonstration ? " (démonstration)" : ""}`;
  const phrase = `De l’${nom(paire[0])} à l’${nom(paire[1])}\u00a0: ${bilan(trouves, donnees.evenements)}.`;
  return { phrase, noeuds: trouves.length ? [el("ul", { className: "changements" }, ...trouves.map((un) => ligne(un, racine)))] : [] };
}

function ligne({ exigence: { id, titre, redactions }, avant, apres, evenement: dit, faits: changes }, racine) {
  const motifs = avant && apres ? redactions.filter(({ version }) => version >= avant.version && version < apres.version).map(({ motif }) => el("p", {}, motif)) : [];
  return el("li", { "data-exigence": id }, el("a", { href: `${racine}eco-referentiel/${id}/` }, titre), `\u00a0: ${dit}`, ...motifs, ...(changes.length ? [avantApres(changes)] : []));
}

const avantApres = (changes) => el("dl", { className: "avant-apres" }, ...changes.flatMap(({ fait, avant, apres }) => [el("dt", {}, fait),
  ...(avant ? [el("dd", {}, `${apres ? "Avant" : "Retiré"}\u00a0: ${avant}`)] : []),
  ...(apres ? [el("dd", {}, `${avant ? "Après" : "Ajouté"}\u00a0: ${apres}`)] : [])]));
