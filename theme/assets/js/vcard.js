// Des cartes de visite (vCard 4.0, RFC 6350) : une par structure.

const echapper = (texte) => String(texte).replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** Une ligne ne dépasse pas 75 octets (RFC 6350, § 3.2) ; une lettre n’est jamais coupée. */
function plier(ligne) {
  const encodeur = new TextEncoder();
  let [pliee, octets] = ["", 0];
  for (const signe of ligne) {
    const taille = encodeur.encode(signe).length;
    if (octets + taille > 75) [pliee, octets] = [`${pliee}\r\n `, 1];
    pliee += signe;
    octets += taille;
  }
  return `${pliee}\r\n`;
}

/** `fiches` : { id, nom, adresse, codePostal, commune, telephone, courriel, site, point, note, fiche }. */
export function vcf({ fiches, domaine, date }) {
  const carte = (f) => [
    "BEGIN:VCARD", "VERSION:4.0", "KIND:org", `UID;VALUE=text:${f.id}@${domaine}`, `FN:${echapper(f.nom)}`, `ORG:${echapper(f.nom)}`,
    `ADR;TYPE=work:;;${echapper(f.adresse)};${echapper(f.commune)};;${echapper(f.codePostal)};France`,
    f.telephone && `TEL;TYPE=work;VALUE=text:${echapper(f.telephone)}`, f.courriel && `EMAIL;TYPE=work:${echapper(f.courriel)}`,
    f.site && `URL:${f.site}`, f.point && `GEO:geo:${f.point.join(",")}`, `NOTE:${echapper(f.note)}`, `SOURCE:${f.fiche}`, `REV:${date.replaceAll("-", "")}T000000Z`, "END:VCARD"];
  return new Blob([fiches.flatMap(carte).filter(Boolean).map(plier).join("")], { type: "text/vcard;charset=utf-8" });
}
