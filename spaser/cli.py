"""La commande `spaser` : chaque sous-commande est dans `spaser/commands/`, chargée quand on l'appelle."""

from __future__ import annotations

import click

from spaser.commands import french
from spaser.commands.lazy import LazyGroup

french.speak()

COMMANDS = {
    "archiver": "publication:archiver",
    "construire": "construction:construire",
    "demarrer": "demarrage:demarrer",
    "entretien": "publication:entretien",
    "envoi": "publication:envoi",
    "exporter": "tableur:exporter",
    "formater": "donnees:formater",
    "generer": "donnees:generer",
    "importer": "tableur:importer",
    "journal": "journal:journal",
    "modele": "tableur:modele",
    "nouvelle-annee": "campagne:nouvelle_annee",
    "purger": "purge:purger",
    "rapport": "rapport:rapport",
    "relier": "attributions:relier",
    "renouveler": "attributions:renouveler",
    "serveur": "publication:serveur",
    "verifier": "donnees:verifier",
    "verifier-publication": "publication:verifier_publication",
}


@click.group(cls=LazyGroup, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help", "--aide"]})
def main() -> None:
    """Les référentiels d'achats responsables, des fiches YAML aux deux sites."""
