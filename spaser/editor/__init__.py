"""L'édition par formulaire du site interne : Sveltia CMS sans tiers, et sa configuration tirée des modèles."""
