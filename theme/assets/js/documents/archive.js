// Lire une archive ZIP sans compression (« stored ») : les squelettes sont faits ainsi à la construction.

const FIN = 0x06054b50;

/** Les fichiers [nom, octets] d’une archive, dans leur ordre. Lève une erreur si elle est abîmée ou compressée. */
export function lireArchive(tampon) {
  const vue = new DataView(tampon);
  let fin = tampon.byteLength - 22;
  while (fin >= 0 && vue.getUint32(fin, true) !== FIN) fin--;
  if (fin < 0) throw new Error("archive illisible");
  const decodeur = new TextDecoder();
  const fichiers = [];
  let place = vue.getUint32(fin + 16, true);
  for (let reste = vue.getUint16(fin + 10, true); reste > 0; reste--) {
    const champ = (decalage) => vue.getUint16(place + decalage, true);
    const [taille, debut] = [vue.getUint32(place + 20, true), vue.getUint32(place + 42, true)];
    if (champ(10)) throw new Error("archive compressée");
    const corps = debut + 30 + vue.getUint16(debut + 26, true) + vue.getUint16(debut + 28, true);
    fichiers.push([decodeur.decode(new Uint8Array(tampon, place + 46, champ(28))), new Uint8Array(tampon, corps, taille)]);
    place += 46 + champ(28) + champ(30) + champ(32);
  }
  return fichiers;
}
