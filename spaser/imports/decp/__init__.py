"""Les données essentielles de la commande publique (DECP) : les lire, les relier aux intentions, préparer les renouvellements."""
