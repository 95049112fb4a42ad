// Une liste réécrite ne doit pas perdre le clavier : chaque contrôle porte une clé, et le focus y revient.

/** Fait l’action, puis rend le focus au contrôle de même clé ; s’il n’est plus là, à celui que dit `viser`, ou au titre de la liste. */
export function garderFocus(zone, viser, action) {
  const avant = document.activeElement;
  const dedans = zone.contains(avant);
  const cle = avant.dataset?.cle;
  action();
  if (!dedans) return;
  const cible = [cle, viser].map((nom) => nom && zone.querySelector(`[data-cle="${nom}"]:not(:disabled)`)).find(Boolean);
  if (cible) cible.focus();
  else if (!avant.isConnected || avant.disabled) zone.querySelector("#composeur-retenus").focus();
}
