"""Le canari : pose un jeton unique dans tout ce qui est interne, puis cherche ces jetons dans un site fini.

Rien n'est énuméré à la main : les champs internes viennent des modèles, par `spaser.model.walk.champs`.
Un champ ajouté demain reçoit donc son jeton sans toucher à ce fichier.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args

import site_build
import yaml
from pydantic import TypeAdapter, ValidationError

from spaser.checks.closed_years import fingerprint
from spaser.checks.identity_numbers import is_valid
from spaser.formatting import canonical
from spaser.layout import LAYOUT, SETTINGS
from spaser.model import Collectivite, Modele
from spaser.model.codes import modele_liste
from spaser.model.marks import Code, Renvoi
from spaser.model.outil import PartieOutil, Question
from spaser.model.walk import Champ, champs, parts

#: Le début de tous les jetons : aucune langue ne l'écrit, il n'a ni accent ni majuscule, il tient dans un identifiant.
PREFIX = "zqkxvwjhqz"
#: Les nombres par lesquels un classeur écrit les dates de notre siècle : un montant ne doit pas y ressembler.
SERIAL_DATES = range(40_000, 60_000)
Data = dict[str, Any]


@dataclass
class Canary:
    """Les jetons posés, chacun avec sa place ; `untokened` : les champs trop étroits pour un jeton unique."""

    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    untokened: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    copies: dict[str, str] = field(default_factory=dict)

    def text(self, place: str) -> str:
        """Un jeton neuf pour une place."""
        rank = len(self.texts)
        token = PREFIX + "".join("bcdfghjlmn"[int(digit)] for digit in f"{rank:04}") + "k"
        self.texts[token] = place
        return token

    def number(self, place: str, whole: int) -> str:
        """Un nombre décimal neuf : seules ses quatre décimales comptent."""
        decimals = 1013 + 7 * len(self.numbers)
        decimals += decimals % 10 == 0  # « 7.2000 » s'écrirait « 7.2 », que des pages disent
        self.numbers[value := f"{whole}.{decimals}"] = place
        return value

    def amount(self, place: str, low: int, high: int) -> str:
        """Un montant neuf entre deux bornes, qui n'est déjà nulle part dans les données."""
        possible = (n for n in range(max(low, 10_000) + 1_237, high, 611) if n not in SERIAL_DATES and str(n) not in self.taken)
        value = next(possible)
        self.taken.add(str(value))
        self.numbers[str(value)] = place
        return str(value)

    def save(self, path: Path) -> None:
        """Écrit les jetons, pour les autres processus."""
        path.write_text(json.dumps({name: value for name, value in asdict(self).items() if name not in ("taken", "copies")}), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Canary:
        """Relit les jetons."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Planted:
    """Un dépôt plein de jetons : le projet, sa surcouche, les jetons."""

    project: Path
    overlay: Path
    canary: Canary

    def build(self, site: Path, audience: str, patch: str = "") -> Path:
        """Construit un des deux sites de ce dépôt."""
        return site_build.must_build(site, audience, project=self.project, overlays=(self.overlay,), patch=patch)


# — Les fichiers —


@dataclass
class Source:
    """Un fichier de référentiel : ses données, toutes en texte, et leur modèle."""

    path: Path
    name: str
    data: Data
    model: type[Modele]

    def write(self) -> None:
        """Écrit le fichier."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        dump = yaml.dump(self.data, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False)
        self.path.write_text(dump, encoding="utf-8")


def model_of(relative: str) -> type[Modele]:
    """Le modèle d'un fichier, d'après sa place."""
    if relative == SETTINGS:
        return Collectivite
    return modele_liste(Path(relative).stem) if relative.startswith("codes/") else LAYOUT[relative.split("/")[0]][0]


def sources(root: Path) -> list[Source]:
    """Tous les fichiers d'un dossier de référentiels."""
    loader = yaml.CBaseLoader
    found = [(path, path.relative_to(root).as_posix()) for path in sorted(root.rglob("*.yml"))]
    return [Source(path, name, yaml.load(path.read_bytes(), loader), model_of(name)) for path, name in found]


def seal(root: Path) -> None:
    """Réécrit, au format canonique, l'empreinte des années closes, que toute retouche des intentions change."""
    settings = next(source for source in sources(root) if source.name == SETTINGS)
    for closed in settings.data.get("annees_closes", []):
        closed["empreinte"] = fingerprint(root, int(closed["annee"]))
    settings.write()
    settings.path.write_text(canonical(settings.path.read_text(encoding="utf-8"), SETTINGS, Collectivite), encoding="utf-8")


# — Poser les jetons —


def plant(root: Path, canary: Canary) -> None:
    """Remplit chaque champ interne de chaque fichier d'un jeton, et ajoute une entrée interne de chaque genre."""
    found = sources(root)
    canary.taken |= {number for source in found for number in re.findall(r"\d+", source.path.read_text(encoding="utf-8"))}
    planter = Planter(canary, {s.data["id"]: s.data["lignes"] for s in found if s.name.startswith("codes/")}, some_targets(found))
    for source in found:
        if source.name.startswith("outils/"):
            fill_tool(source, canary)
        else:
            planter.fill(source.data, source.model, source.name)
        source.write()
    for source in hidden_entries(found, root, planter):
        source.write()
    seal(root)


@dataclass
class Planter:
    """Sait inventer, pour tout champ, une valeur que son modèle accepte et qui porte un jeton si elle le peut."""

    canary: Canary
    codes: dict[str, list[Data]]
    targets: dict[str, str]

    def fill(self, data: Data, model: type[Modele], place: str) -> None:
        """Donne un jeton à tous les champs internes d'un groupe, à toute profondeur."""
        for champ in champs(model):
            here = f"{place}:{champ.name}"
            if champ.audience == "interne":
                self._set(data, model, champ, here)
            elif champ.sub is not None and champ.name in data:
                for rank, item in enumerate(data[champ.name] if champ.many else [data[champ.name]]):
                    self.fill(item, champ.sub, f"{here}[{rank}]")

    def _set(self, data: Data, model: type[Modele], champ: Champ, here: str) -> None:
        value = RULED[champ.name](self, data, here) if champ.name in RULED else self.value(model, champ, here)
        if value is not None:
            data[champ.name] = value

    def value(self, model: type[Modele], champ: Champ, here: str) -> Any:
        """Une valeur pour un champ : un groupe entier, une liste d'un élément, ou un texte."""
        if champ.sub is not None:
            item: Any = {sub.name: self.value(champ.sub, sub, f"{here}.{sub.name}") for sub in champs(champ.sub)}
            return [item] if champ.many else item
        return self._leaf(model, champ, here)

    def _leaf(self, model: type[Modele], champ: Champ, here: str) -> Any:
        code = champ.mark(Code)
        if code:
            self.canary.untokened[here] = "code"
            return self.codes[code.listes[0]][-1]["code"]
        target = champ.mark(Renvoi)
        if target:
            self.canary.untokened[here] = "renvoi"
            return wrap(champ, self.targets[target.genre])
        for make in (marked_text, marked_url, marked_mail, marked_path, marked_number):
            if accepts(model, champ, make(Canary(), here)):
                return wrap(champ, make(self.canary, here))
        self.canary.untokened[here] = "valeur bornée"
        choices = (choice for part in parts(model.model_fields[champ.name].annotation) for choice in get_args(part) if isinstance(choice, str))
        return next(wrap(champ, value) for value in (*PLAIN, *choices) if accepts(model, champ, value))


def some_targets(found: list[Source]) -> dict[str, str]:
    """De quoi viser, par genre : une intention publiée, la dernière, qu'aucun contrat livré ne cite ; un critère publié."""
    families = [s.data for s in found if s.name.startswith("familles/") and s.data.get("visibilite") == "publique"]
    public = [s.data["id"] for s in found if s.name.startswith("intentions/") and s.data.get("visibilite") == "publique"]
    return {"intention": public[-1], "critere": families[0]["criteres"][0]["id"]}


def marked_text(canary: Canary, here: str) -> str:
    """Un texte : le jeton, puis de quoi éprouver l'échappement."""
    return f"Jeton {canary.text(here)} d’été & <fin>"


def marked_url(canary: Canary, here: str) -> str:
    """Une adresse de page qui porte le jeton."""
    return f"https://{canary.text(here)}.example/"


def marked_mail(canary: Canary, here: str) -> str:
    """Une boîte générique dont le domaine porte le jeton."""
    return f"contact@{canary.text(here)}.example"


def marked_path(canary: Canary, here: str) -> str:
    """Le chemin d'un dépôt, qui porte le jeton."""
    return f"achats/{canary.text(here)}"


def marked_number(canary: Canary, here: str) -> str:
    """Un nombre à quatre décimales uniques."""
    return canary.number(here, 7)


#: Les valeurs des champs trop étroits pour un jeton : oui, date, période, année, petit nombre.
PLAIN = ("true", "2031-07-19", "2031-T3", "2031", "17")


def wrap(champ: Champ, value: Any) -> Any:
    """La valeur, en liste si le champ en est une."""
    return [value] if champ.many else value


def accepts(model: type[Modele], champ: Champ, value: str) -> bool:
    """Vrai si le champ du modèle accepte cette valeur."""
    try:
        _adapter(model, champ.name).validate_python(wrap(champ, value))
    except ValidationError:
        return False
    return True


@cache
def _adapter(model: type[Modele], name: str) -> TypeAdapter[Any]:
    info = model.model_fields[name]
    return TypeAdapter(Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation)


# — Les champs que des règles lient à d'autres —


def ruled_weight(planter: Planter, data: Data, here: str) -> Data | None:
    """Un poids : seulement sur un critère d'attribution, borné, et différent de celui du dépôt."""
    if data["type"] != "critere-attribution":
        return None
    planter.canary.untokened[here] = "poids"
    advised = int(data.get("ponderation", {}).get("conseillee", 20)) + 1
    return {"conseillee": str(advised), "mini": str(advised - 1), "maxi": str(advised + 1)}


def ruled_scale(planter: Planter, data: Data, here: str) -> list[Data]:
    """Un barème : trois paliers, du plus haut au plus bas."""
    points = [planter.canary.number(f"{here}[{rank}].points", 90 - 30 * rank) for rank in range(3)]
    return [{"points": value, "attendu": marked_text(planter.canary, f"{here}[{rank}].attendu")} for rank, value in enumerate(points)]


def ruled_amount(planter: Planter, data: Data, here: str) -> str:
    """Un montant dans sa tranche."""
    band = next(line for line in planter.codes["tranches-montant"] if line["code"] == data["montant_tranche"])
    return planter.canary.amount(here, int(band["mini"]), int(band.get("maxi", 9_000_000)))


def ruled_exemption(planter: Planter, data: Data, here: str) -> None:
    """Aucune dérogation : une règle respectée ne s'écarte pas."""
    planter.canary.untokened[here] = "dérogation"


RULED: dict[str, Callable[[Planter, Data, str], Any]] = {
    "derogations": ruled_exemption,
    "ponderation": ruled_weight,
    "bareme": ruled_scale,
    "montant_estime": ruled_amount,
}


# — Des entrées entières, internes —


def hidden_entries(found: list[Source], root: Path, planter: Planter) -> Iterator[Source]:
    """Une entrée interne de chaque genre, copie d'une entrée publique où tout texte est un jeton."""
    for folder in ("intentions", "familles", "fournisseurs", "objectifs", "transverses", "codes"):
        example = next(s for s in found if s.name.startswith(f"{folder}/") and s.data.get("visibilite") == "publique")
        yield hidden_copy(example, root, planter)
    yield from hidden_requirements(found, root, planter)
    yield from hidden_awards(found, root, planter)


def hidden_copy(example: Source, root: Path, planter: Planter) -> Source:
    """Une copie interne d'une entrée, sous un nom de fichier qui porte un jeton."""
    folder = example.name.split("/")[0]
    token = planter.canary.text(f"{folder}/ : nom de fichier et identifiant")
    name = {"intentions": f"{example.path.parent.name}-{token}", "objectifs": f"99-{token}"}.get(folder, token)
    data = renamed(example.data, planter.canary, folder)
    path = root / Path(example.name).with_name(f"{name}.yml")
    model = example.model if folder != "codes" else modele_liste("inconnue")
    data.pop("lignes", None)
    mark(data, model, planter.canary, f"{folder}/{name}")
    data |= {"id": name, "visibilite": "interne"} | extras(folder, planter)
    if folder == "fournisseurs":
        del data["visibilite"]  # une entrée qui ne dit rien est interne
    return Source(path, path.relative_to(root).as_posix(), data, model)


def extras(folder: str, planter: Planter) -> Data:
    """Ce qui doit être unique dans chaque genre."""
    if folder == "objectifs":
        return {"numero": "99"}
    if folder == "fournisseurs":
        siret = next(f"00000099{rank:06}" for rank in range(1, 999) if is_valid(f"00000099{rank:06}"))
        return {"siret": siret, "demonstration": "true"}
    return {"lignes": [{"code": planter.canary.text("codes:code"), "libelle": "Code interne"}]} if folder == "codes" else {}


def hidden_requirements(found: list[Source], root: Path, planter: Planter) -> Iterator[Source]:
    """Une exigence interne dans un thème publié, et un thème entier dont toutes les exigences sont internes, s'il en reste un sans fichier."""
    theme = next(s for s in found if s.name.startswith("eco/"))
    theme.data["exigences"].append(hidden_requirement(theme.data["exigences"][0], planter, theme.name))
    yield theme
    volet, used = theme.path.parent.name, {s.path.stem for s in found if s.path.parent == theme.path.parent}
    code = next((line["code"] for line in planter.codes["themes"] if volet in line["volets"] and line["code"] not in used), None)
    if code is None:
        return
    path = root / "eco" / volet / f"{code}.yml"
    data = {"volet": volet, "theme": code, "presentation": marked_text(planter.canary, f"eco/{volet}/{code}:presentation")}
    data["exigences"] = [hidden_requirement(theme.data["exigences"][0], planter, f"eco/{volet}/{code}")]
    yield Source(path, f"eco/{volet}/{code}.yml", data, theme.model)


def hidden_awards(found: list[Source], root: Path, planter: Planter) -> Iterator[Source]:
    """Une année de contrats qui n'est pas publiée, copie d'une autre ; son nom est son année, il ne peut pas porter de jeton."""
    for example in [s for s in found if s.name.startswith("attributions/")][:1]:
        data: Data = json.loads(json.dumps(example.data | {"id": "2031", "annee": "2031", "visibilite": "interne"}))
        mark(data, example.model, planter.canary, "attributions/2031")
        for rank, contract in enumerate(data["marches"]):
            contract |= {"id": f"00000000000000{planter.canary.text(f'attributions/2031 : contrat {rank}')}", "date_notification": "2031-02-03"}
        yield Source(root / "attributions/2031.yml", "attributions/2031.yml", data, example.model)


def hidden_requirement(example: Data, planter: Planter, place: str) -> Data:
    """Une exigence interne, copie d'une autre."""
    data: Data = json.loads(json.dumps(example))
    mark(data, next(c.sub for c in champs(model_of("eco/v/t.yml")) if c.name == "exigences"), planter.canary, place)  # type: ignore[arg-type]
    return data | {"id": planter.canary.text(f"{place} : identifiant"), "visibilite": "interne"}


def renamed(example: Data, canary: Canary, folder: str) -> Data:
    """Une copie où chaque identifiant contenu (critère, indicateur) est un jeton, renvois compris."""
    inner = [item["id"] for name in ("criteres", "indicateurs") for item in example.get(name, [])]
    text = json.dumps(example, ensure_ascii=False)
    for old in inner:
        text = text.replace(f'"{old}"', f'"{canary.text(f"{folder} : {old}")}"')
    return dict(json.loads(text))


def mark(data: Data, model: type[Modele], canary: Canary, place: str) -> None:
    """Remplace par un jeton tout texte libre d'une entrée, public ou interne ; deux textes égaux le restent."""
    for champ in champs(model):
        value = data.get(champ.name)
        if champ.sub is not None and value is not None:
            for item in value if champ.many else [value]:
                mark(item, champ.sub, canary, place)
        elif value is not None and not champ.mark(Code) and not champ.mark(Renvoi):
            same = f"{place} {value}"
            text = canary.copies.get(same) or marked(model, champ, canary, f"{place}:{champ.name}")
            data[champ.name] = wrap(champ, text) if text else value
            canary.copies[same] = text or ""


def marked(model: type[Modele], champ: Champ, canary: Canary, here: str) -> str | None:
    """Un texte, une adresse ou une boîte qui porte un jeton, selon ce que le champ accepte ; rien s'il n'accepte ni l'un ni l'autre."""
    for make in (marked_text, marked_url, marked_mail):
        if accepts(model, champ, make(Canary(), here)):
            return make(canary, here)
    return None


def fill_tool(source: Source, canary: Canary) -> None:
    """Un outil est interne tout entier : chacun de ses textes est un jeton ; les listes d'une question gardent leur longueur, que des règles bornent."""
    asked = f"{source.name}:parties.questions"
    found = source.data.pop("parties")
    mark(source.data, source.model, canary, source.name)
    for part in found:
        questions = part.pop("questions")
        mark(part, PartieOutil, canary, f"{source.name}:parties")
        for question in questions:
            lists = {name: question.pop(name) for name in ("options", "colonnes", "lignes") if name in question}
            mark(question, Question, canary, asked)
            question |= {name: [marked_text(canary, f"{asked}.{name}") for _ in values] for name, values in lists.items()}
        part["questions"] = questions
    source.data["parties"] = found
    canary.untokened |= {f"{source.name}:rang": "nombre", f"{source.name}:objectifs": "renvoi"}


# — Hors des référentiels : une surcouche et des pages —


def plant_overlay(root: Path, overlay: Path, canary: Canary) -> None:
    """Sort des référentiels des champs internes et une entrée interne, et les met dans une surcouche."""
    families = [source for source in sources(root) if source.name.startswith("familles/") and source.data["visibilite"] == "publique"]
    first = families[0]
    moved = [criterion for criterion in first.data["criteres"] if criterion.get("vigilance")][:2]
    data = {"contact": first.data.pop("contact"), "criteres": [{"id": c["id"], "vigilance": c.pop("vigilance")} for c in moved]}
    Source(overlay / first.name, first.name, data, first.model).write()
    first.write()
    hidden = next(source for source in sources(root) if source.name.startswith("fournisseurs/") and "visibilite" not in source.data)
    hidden.path.unlink()
    Source(overlay / hidden.name, hidden.name, hidden.data, hidden.model).write()


def plant_pages(project: Path, canary: Canary) -> None:
    """Ajoute une page interne dont le nom, le titre, la description et le texte sont des jetons, et son entrée de menu."""
    name, menu = canary.text("docs/interne : nom de fichier"), canary.text("mkdocs.interne.yml : titre au menu")
    title, about, body = (canary.text(f"docs/interne : {part}") for part in ("titre", "description", "texte"))
    page = f"---\ntitle: {title}\ndescription: {about}\n---\n\n# {title}\n\n{body} d’été & plus, {{{{ carte_intention('{some_intention(project)}') }}}}\n"
    (project / "docs" / "interne" / f"{name}.md").write_text(page, encoding="utf-8")
    settings = project / "mkdocs.interne.yml"
    content = yaml.safe_load(settings.read_text(encoding="utf-8"))
    content["plugins"]["spaser"]["menu"].append({menu: f"interne/{name}.md"})
    settings.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    plant_image(project, canary)


def plant_image(project: Path, canary: Canary) -> None:
    """Ajoute aux images internes un dessin dont le nom et le texte sont des jetons."""
    name, drawn = (canary.text(f"docs/assets/interne : {part}") for part in ("nom d'une image", "texte d'une image"))
    folder = project / "docs" / "assets" / "interne"
    folder.mkdir(parents=True)
    (folder / f"{name}.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text>{drawn}</text></svg>", encoding="utf-8")


def some_intention(project: Path) -> str:
    """L'identifiant d'une intention du projet."""
    return next(path.stem for path in sorted((project / "referentials" / "intentions").rglob("*.yml")))
