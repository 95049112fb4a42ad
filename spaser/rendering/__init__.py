"""Le rendu : des vues sans HTML, puis des gabarits sans calcul."""
