"""Un dépôt pour un autre acheteur : la démonstration s'en va, ce qui sert à tous reste, ce qui est propre au premier acheteur est remplacé."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from spaser.checks.calendar import reviewed
from spaser.formatting import canonical_of, rewrite
from spaser.layout import SETTINGS, model_of
from spaser.model.codes import TERRITOIRE
from spaser.reading import read
from spaser.territory import FOLDER as TERRITORY

Data = dict[str, Any]
#: Les dossiers que la démonstration occupe en entier.
EMPTIED = ("intentions", "fournisseurs", "attributions", "agec", TERRITORY)
#: Ce que le premier acheteur disait de lui, et que le suivant redira s'il le veut.
FORGOTTEN = ("url_interne", "prefixe_ocds", "edition_precedente_du", "logo", "annees_closes", "forge")
#: Ce qu'un objectif gardé comme trame ne dit plus : les résultats et les cibles d'un autre.
GOAL_RESULTS = ("echeance_note", "pilote", "etat", "realisations", "difficultes")
BORROWED = "Trame reprise d’un autre schéma, à vérifier"
NOT_BINDING = "Ces intentions d’achat sont prévisionnelles et susceptibles de modification : elles n’engagent pas"
TO_COME = "À renseigner par la collectivité avant publication."


@dataclass(frozen=True)
class Buyer:
    """Ce que l'on demande à la collectivité qui adopte le produit."""

    nom: str
    nom_court: str
    territoire: str
    siret: str
    departement: str
    domaine: str
    debut: int
    fin: int
    jour: date
    couleurs: dict[str, str]
    keeps_goals: bool

    @property
    def source(self) -> Data:
        """La source des listes qu'elle doit encore écrire."""
        return {"titre": f"À renseigner : {self.nom}"}

    @property
    def dates(self) -> Data:
        """Les dates d'une entrée écrite le jour du démarrage."""
        return dict(reviewed(self.jour))


def prepare(root: Path, buyer: Buyer) -> int:
    """Transforme un dossier de référentiels, qui est une copie ; rend le nombre de textes qui citent encore un objectif par son numéro."""
    for name in EMPTIED:
        shutil.rmtree(root / name, ignore_errors=True)
    old = _read(root / SETTINGS)
    _write(root, root / SETTINGS, _settings(old, buyer))
    _write_lists(root, buyer)
    _write_goals(root, buyer)
    citing = 0
    for path in sorted(root.rglob("*.yml")):
        data = _read(path)
        renewed = _renewed(data, (old["nom"], old["territoire"]), keeps_goals=buyer.keeps_goals)
        if renewed != data:
            _write(root, path, renewed)
        citing += path.parts[-2] != "objectifs" and any("objectif n" in text or "l’objectif 1" in text for text in _texts(renewed))
    return citing


def _read(path: Path) -> Data:
    data: Data = read(path, path.as_posix())[0].data
    return data


def _write(root: Path, path: Path, data: Data) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rewrite(path, canonical_of(data, path.as_posix(), model_of(path.relative_to(root).as_posix())))


def _settings(old: Data, buyer: Buyer) -> Data:
    kept = {name: value for name, value in old.items() if name not in FORGOTTEN}
    return kept | {
        "nom": buyer.nom,
        "nom_court": buyer.nom_court,
        "territoire": buyer.territoire,
        "siren": buyer.siret[:9],
        "siret": buyer.siret,
        "departement": buyer.departement,
        "boites": {name: f"{name}@{buyer.domaine}" for name in old["boites"]},
        "directeur_publication": TO_COME,
        "adresse": TO_COME,
        "hebergeur": {"nom": TO_COME, "adresse": TO_COME},
        "url_public": f"https://achats-responsables.{buyer.domaine}/",
        "edition": f"{buyer.debut}-1",
        "edition_du": buyer.jour.isoformat(),
        "annee_courante": str(buyer.debut),
        "schema_achats": {
            "titre": f"Schéma de promotion des achats socialement et écologiquement responsables {buyer.debut}-{buyer.fin}",
            "titre_court": f"SPASER {buyer.debut}-{buyer.fin}",
            "debut": str(buyer.debut),
            "fin": str(buyer.fin),
        },
        **({"couleurs": buyer.couleurs} if buyer.couleurs else {}),
        "demonstration": "false",
        "mention": f"{NOT_BINDING} {buyer.nom_court} à lancer la consultation.",
    }


def _write_lists(root: Path, buyer: Buyer) -> None:
    """Les services sans leurs boîtes, et un territoire vide : le département seul."""
    codes = root / "codes"
    services = _read(codes / "services.yml")
    lines = [{name: value for name, value in line.items() if name not in ("courriel", "responsable")} for line in services["lignes"]]
    kept = {name: value for name, value in services.items() if name not in ("demonstration", "note")}
    _write(root, codes / "services.yml", kept | buyer.dates | {"source": buyer.source, "lignes": lines})
    for name in TERRITOIRE:
        head = {key: value for key, value in _read(codes / f"{name}.yml").items() if key != "note"}
        _write(root, codes / f"{name}.yml", head | buyer.dates | {"source": buyer.source, "lignes": []})
    own = {"code": buyer.departement, "libelle": buyer.territoire, "definition": "Département de la collectivité."}
    _write(root, codes / "departements.yml", _read(codes / "departements.yml") | buyer.dates | {"lignes": [own]})


def _write_goals(root: Path, buyer: Buyer) -> None:
    """Garde les objectifs comme une trame, sans résultat ni cible ; ou n'en laisse qu'un, à écrire."""
    paths = sorted((root / "objectifs").glob("*.yml"))
    if buyer.keeps_goals:
        for path in paths:
            goal = {name: value for name, value in _read(path).items() if name not in GOAL_RESULTS}
            for indicator in goal.get("indicateurs", ()):
                for name in ("cibles", "valeurs", "valeurs_internes", "fournisseur_valeur"):
                    indicator.pop(name, None)
            _write(root, path, goal | {"echeance": str(buyer.fin)})
        return
    for path in paths:
        path.unlink()
    head = {"visibilite": "publique", "source": buyer.source, **buyer.dates}
    blank = {"numero": "1", "axe": "axe-1", "intitule": "Premier objectif, à écrire", "resume": TO_COME, "enjeux": [TO_COME], "modalites": [TO_COME]}
    _write(root, root / "objectifs/01-a-ecrire.yml", {"id": "01-a-ecrire", **head, **blank, "echeance": str(buyer.fin)})
    axis = {"code": "axe-1", "libelle": "Premier axe du schéma, à écrire"}
    project = {"code": "axe-1-chantier-1", "libelle": "Premier chantier, à écrire", "axe": "axe-1"}
    for name, line in (("axes", axis), ("chantiers", project)):
        kept = {key: value for key, value in _read(root / f"codes/{name}.yml").items() if key != "note"}
        _write(root, root / f"codes/{name}.yml", kept | buyer.dates | {"source": buyer.source, "lignes": [line]})


def _renewed(data: Any, names: tuple[str, str], *, keeps_goals: bool) -> Any:
    """Les mêmes données, sans les sources du premier acheteur ni, si on l'a voulu, ses objectifs."""
    if isinstance(data, list):
        return [_renewed(item, names, keeps_goals=keeps_goals) for item in data]
    if not isinstance(data, dict):
        return data
    renewed = {name: _renewed(value, names, keeps_goals=keeps_goals) for name, value in data.items()}
    if isinstance(data.get("source"), dict) and any(name in data["source"]["titre"] for name in names):
        renewed["source"] = {"titre": BORROWED}
    if not keeps_goals and isinstance(data.get("objectifs"), list):
        renewed["objectifs"] = ["1"]
    return renewed


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from _texts(item)
    else:
        yield str(data)
