"""L'aller-retour d'un référentiel entier avec un tableur : une feuille par groupe répété, des colonnes tirées des modèles."""
