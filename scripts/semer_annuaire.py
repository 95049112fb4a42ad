"""Sème un annuaire de structures inventées, à importer pour éprouver la carte : `scripts/semer_annuaire.py --nombre 10000 FICHIER.csv`.

Le fichier se lit avec `spaser importer fournisseurs FICHIER.csv --source csv` ; il est toujours le même pour une même graine.
Les communes sont celles du dépôt, tirées selon leur population ; dix établissements environ partagent un SIREN.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from semis import plan
from semis.prose import Writer, slug
from semis.suppliers import key
from semis.words import brand

SOURCE = Path(__file__).resolve().parent.parent / "referentials"
#: Les SIREN de la plage réservée aux démonstrations : 000000000 à 000000999.
SIRENS = 1000
#: Le premier numéro d’établissement : les structures de démonstration ont les précédents.
FIRST = 100
KINDS = ("ESAT", "EA", "EI", "ACI", "AI", "ETTI", "GEIQ", "EITI", "association", "SCOP", "SCIC", "mutuelle", "fondation")
TRADES = ("espaces verts", "traiteur", "maraîchage", "nettoyage", "blanchisserie", "gros œuvre", "peinture", "déménagement", "collecte", "réemploi")
TRADES += ("menuiserie", "couture", "imprimerie", "reconditionnement", "numérisation", "accueil", "vélos", "signalétique", "spectacle", "assemblage")
TITLES = ("Nom", "Identifiant", "SIRET", "Type", "Secteurs", "Labels", "Description", "Adresse", "Code postal", "Commune", "Site")
TITLES += ("Téléphone", "Courriel", "Effectif", "Rayon (km)", "Références")


def rows(count: int, made: plan.Plan) -> Iterator[tuple[object, ...]]:
    """Une ligne par structure, dans l'ordre de `TITLES`."""
    towns = made.codes["communes"]
    weights = list(accumulate(int(town.get("population", 1)) for town in towns))
    for rank in range(count):
        writer = made.writer("annuaire", rank)
        town = writer.random.choices(towns, cum_weights=weights)[0]
        yield _row(rank, town, writer)


def _row(rank: int, town: plan.Entry, writer: Writer) -> tuple[object, ...]:
    name = f"{writer.pick(('Atelier', 'Coopérative', 'Chantier', 'Entreprise', 'Association', 'Relais'))} {brand(rank * 7919)}"
    site = slug(name)
    return (
        *(name, f"S{rank}", siret(rank), "|".join(writer.some(KINDS, 1, 2)), "|".join(writer.some(TRADES, 1, 3))),
        *("ESUS" if writer.chance(0.1) else "", writer.text(2, 4), f"{writer.number(1, 90)} rue {writer.of_the()}"),
        *(town["code_postal"], town["libelle"], f"https://www.{site}.example", "02 61 91 {:02} {:02}".format(*divmod(rank % 10_000, 100))),
        *(f"contact@{site}.example", writer.number(2, 180), writer.pick(("", 10, 20, 30, 50)), writer.title() if writer.chance(0.5) else ""),
    )


def siret(rank: int) -> str:
    """Un SIRET de la plage réservée aux démonstrations ; l'établissement suit l'entreprise."""
    return key(f"{rank % SIRENS:09}{rank // SIRENS + FIRST:04}")


def main() -> None:
    """Point d'entrée."""
    parser = argparse.ArgumentParser(description="Sème un annuaire de structures inventées, au format CSV générique.")
    parser.add_argument("--nombre", type=int, default=10_000, help="nombre de structures (10000 par défaut)")
    parser.add_argument("--graine", type=int, default=1, help="un autre nombre donne un autre annuaire (1 par défaut)")
    parser.add_argument("fichier", type=Path, help="fichier .csv à écrire")
    args = parser.parse_args()
    with args.fichier.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, delimiter=";")
        writer.writerow(TITLES)
        writer.writerows(rows(args.nombre, plan.load(SOURCE, args.graine, plan.PAGES)))


if __name__ == "__main__":
    main()
