"""La déclaration annuelle de l'article 58 de la loi AGEC : les dépenses par catégorie, telles que le schéma officiel les nomme."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from spaser.model.base import Annee, CodeTexte, Entree, Modele, Texte, publique
from spaser.model.marks import Code

#: Un montant en euros hors taxes, au centime.
Montant = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


class LigneDeclaration(Modele):
    """Les dépenses d'une catégorie de produits ; les noms sont ceux du fichier officiel."""

    categorie: Annotated[CodeTexte, Code(("categories-agec",))] = publique("Catégorie de produits")
    montant_total: Montant = publique("Dépenses de l’année, en euros HT", exemple=15000)
    montant_reemploi_et_reutilisation: Montant = publique("Dont produits issus du réemploi ou de la réutilisation", exemple=5000)
    montant_produits_issus_don: Montant = publique("Valeur forfaitaire des produits reçus en don", exemple=1000)
    montant_produits_recycles: Montant = publique("Dont produits qui contiennent des matières recyclées", exemple=1500)
    commentaires: Texte | None = publique("Commentaire joint à la déclaration", defaut=None)


class DeclarationAgec(Entree):
    """La déclaration d'une année : `referentials/agec/<annee>.yml`."""

    annee: Annee = publique("Année civile des dépenses", exemple=2026)
    lignes: tuple[LigneDeclaration, ...] = publique("Une ligne par catégorie achetée", min_length=1, max_length=17)
