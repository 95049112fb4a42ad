// La liste en agenda (RFC 5545) : un évènement d’un jour au début de chaque période de publication prévue.
// Son UID est celui des agendas d’abonnement (spaser/exports/ics.py) : le même achat ne s’y inscrit pas deux fois.

/** Le premier jour d’une période « AAAA-Tn » ou « AAAA-MM », écrit AAAAMMJJ. */
function premierJour(periode) {
  const [annee, part] = periode.split("-");
  const mois = part.startsWith("T") ? 3 * Number(part[1]) - 2 : Number(part);
  return `${annee}${String(mois).padStart(2, "0")}01`;
}

const echapper = (texte) => texte.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");

/** Une ligne ne dépasse pas 75 octets (RFC 5545, § 3.1) ; une lettre n’est jamais coupée. */
function plier(ligne) {
  const encodeur = new TextEncoder();
  let pliee = "";
  let octets = 0;
  for (const signe of ligne) {
    const taille = encodeur.encode(signe).length;
    if (octets + taille > 75) {
      pliee += "\r\n ";
      octets = 1;
    }
    pliee += signe;
    octets += taille;
  }
  return `${pliee}\r\n`;
}

/** `fiches` : { id, titre, periode, quand, adresse, faits }. */
export function ics({ titre, date, apropos, fiches, domaine }) {
  const instant = `${date.replaceAll("-", "")}T120000Z`;
  const notice = apropos.map(([nom, valeur]) => `${nom}\u00a0: ${valeur}`).join("\n");
  const evenement = (fiche) => [
    "BEGIN:VEVENT", `UID:${fiche.id}-publication@${domaine}`, `DTSTAMP:${instant}`, `DTSTART;VALUE=DATE:${premierJour(fiche.periode)}`,
    `SUMMARY:${echapper(`Publication prévue (${fiche.quand})\u00a0: ${fiche.titre}`)}`, `DESCRIPTION:${echapper([`Date prévue\u00a0: ${fiche.quand}. L’évènement est placé au premier jour de cette période.`, ...fiche.faits].join("\n"))}`,
    `URL:${fiche.adresse}`, "TRANSP:TRANSPARENT", "END:VEVENT"];
  const lignes = [
    "BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${domaine}//Intentions d’achat//FR`, "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    `X-WR-CALNAME:${echapper(titre)}`, `X-WR-CALDESC:${echapper(notice)}`, ...fiches.flatMap(evenement), "END:VCALENDAR"];
  return new Blob([lignes.map(plier).join("")], { type: "text/calendar;charset=utf-8" });
}
