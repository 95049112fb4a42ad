"""Le banc de mesure : les mêmes pages, bâties par ce produit et par d'autres, tour à tour."""
