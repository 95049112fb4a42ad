"""De quoi semer un jeu de référentiels de taille quelconque : vocabulaire, phrases, entrées."""
