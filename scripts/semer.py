"""Sème un jeu de référentiels de taille quelconque, pour mesurer et pour éprouver : `scripts/semer.py --taille M DOSSIER`.

Les listes de codes, la collectivité et les contours sont ceux du dépôt ; le reste est inventé, valide, et toujours le
même pour une même graine. Une taille est une lettre (S, M, L, XL) ou un nombre de pages publiques.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from semis import families, goals, intentions, plan, requirements, suppliers, yaml_text

SOURCE = Path(__file__).resolve().parent.parent / "referentials"
#: Ce qu'un semis écrit ; tout le reste du dossier est repris du dépôt.
SOWN = ("transverses", "familles", "fournisseurs", "intentions", "eco", "objectifs", "attributions")


def sow(folder: Path, pages: float, seed: int = 1, source: Path = SOURCE) -> plan.Plan:
    """Écrit un jeu de référentiels d'environ `pages` pages publiques dans un dossier neuf."""
    made = plan.load(source, seed, pages)
    shutil.copytree(source, folder, ignore=lambda place, _: SOWN if Path(place) == source else ())
    settings = {name: value for name, value in made.settings.items() if name != "annees_closes"}
    (folder / "collectivite.yml").write_text(yaml_text.write(settings), encoding="utf-8")
    for path, entry in entries(made):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(yaml_text.write(entry), encoding="utf-8")
    return made


def entries(made: plan.Plan) -> Iterator[tuple[str, plan.Entry]]:
    """Chaque fichier du semis : sa place et son entrée."""
    names, known = families.names(made), intentions.names(made)
    public = families.public_names(made)
    for entry in families.transverses(made):
        yield f"transverses/{entry['id']}.yml", entry
    for entry in requirements.themes(made):
        yield f"eco/{entry['volet']}/{entry['theme']}.yml", entry
    cited = requirements.public_names(made)
    for rank, name in enumerate(names):
        yield f"familles/{name}.yml", families.family(rank, name, cited, made)
    for rank in range(made.counts["fournisseur"]):
        entry = suppliers.supplier(rank, public, made)
        yield f"fournisseurs/{entry['id']}.yml", entry
    for rank, (year, name) in enumerate(known):
        yield f"intentions/{year}/{name}.yml", intentions.intention(rank, known, public, made)
    for entry in goals.goals(made):
        yield f"objectifs/{entry['id']}.yml", entry
    for entry in goals.awards(known, made):
        yield f"attributions/{entry['id']}.yml", entry


def pages_of(size: str) -> float:
    """Le nombre de pages publiques d'une taille, lettre ou nombre."""
    try:
        return plan.PAGES * plan.SIZES[size] if size in plan.SIZES else float(size)
    except ValueError:
        raise argparse.ArgumentTypeError(f"une taille S, M, L, XL ou un nombre de pages est attendu, lu « {size} »") from None


def main() -> None:
    """Point d'entrée."""
    parser = argparse.ArgumentParser(description="Sème un jeu de référentiels : valide, inventé, toujours le même pour une même graine.")
    parser.add_argument("--taille", type=pages_of, default="S", help="S, M, L, XL, ou un nombre de pages publiques (S par défaut)")
    parser.add_argument("--graine", type=int, default=1, help="un autre nombre donne un autre jeu (1 par défaut)")
    parser.add_argument("dossier", type=Path, help="dossier à créer")
    args = parser.parse_args()
    if args.dossier.exists():
        parser.error(f"{args.dossier} existe déjà")
    made = sow(args.dossier, args.taille, args.graine)
    print(f"{args.dossier} : " + ", ".join(f"{count} {kind}s" for kind, count in made.counts.items()))


if __name__ == "__main__":
    main()
