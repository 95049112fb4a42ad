// Une archive ZIP sans compression (« stored ») : il n’en faut pas plus pour un classeur.

const CRC = Uint32Array.from({ length: 256 }, (_, octet) => {
  for (let bit = 0; bit < 8; bit++) octet = octet & 1 ? 0xedb88320 ^ (octet >>> 1) : octet >>> 1;
  return octet;
});

function crc32(octets) {
  let somme = ~0;
  for (const octet of octets) somme = CRC[(somme ^ octet) & 255] ^ (somme >>> 8);
  return ~somme >>> 0;
}

/** Des champs petit-boutistes : [taille en octets, valeur]… */
function champs(...paires) {
  const vue = new DataView(new ArrayBuffer(paires.reduce((total, [taille]) => total + taille, 0)));
  let place = 0;
  for (const [taille, valeur] of paires) {
    if (taille === 4) vue.setUint32(place, valeur, true);
    else vue.setUint16(place, valeur, true);
    place += taille;
  }
  return vue.buffer;
}

/** L’archive des fichiers [nom, texte ou octets], dans leur ordre. La date est le 1er janvier 1980 : les mêmes données, les mêmes octets. */
export function zipper(fichiers, type) {
  const encodeur = new TextEncoder();
  const corps = [];
  const repertoire = [];
  let place = 0;
  let taille = 0;
  for (const [nom, texte] of fichiers) {
    const [titre, octets] = [encodeur.encode(nom), typeof texte === "string" ? encodeur.encode(texte) : texte];
    // version 2.0, noms en UTF-8, sans compression, heure, date
    const commun = [[2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21], [4, crc32(octets)], [4, octets.length], [4, octets.length], [2, titre.length], [2, 0]];
    const entete = champs([4, 0x04034b50], ...commun);
    const fiche = champs([4, 0x02014b50], [2, 20], ...commun, [2, 0], [2, 0], [2, 0], [4, 0], [4, place]);
    corps.push(entete, titre, octets);
    repertoire.push(fiche, titre);
    place += entete.byteLength + titre.length + octets.length;
    taille += fiche.byteLength + titre.length;
  }
  const n = fichiers.length;
  const fin = champs([4, 0x06054b50], [2, 0], [2, 0], [2, n], [2, n], [4, taille], [4, place], [2, 0]);
  return new Blob([...corps, ...repertoire, fin], { type });
}
