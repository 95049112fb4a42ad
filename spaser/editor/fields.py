"""Tire d'un modèle les champs d'un formulaire : libellé, aide, choix, renvois, motifs et leurs messages, bornes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, get_type_hints

from pydantic import StringConstraints
from pydantic.fields import FieldInfo

from spaser.model import Modele
from spaser.model.labels import label, singular
from spaser.model.marks import Code, Forme, Motif, Renvoi
from spaser.model.walk import Champ, champs, parts, words
from spaser.publication import Edition
from spaser.rendering.typography import french

Field = dict[str, Any]
Options = list[dict[str, str]]

#: Où se trouve ce que désigne un renvoi : la collection, le champ qui est sa clé, celui que l'on montre.
TARGETS = {
    "famille": ("familles", "id", "intitule"),
    "intention": ("intentions", "id", "intitule"),
    "objectif": ("objectifs", "numero", "intitule"),
    "critere": ("familles", "criteres.*.id", "criteres.*.intitule"),
    "transverse": ("transverses", "criteres.*.id", "criteres.*.intitule"),
    "exigence": ("eco", "exigences.*.id", "exigences.*.intitule"),
}
#: Les textes qui tiennent sur une ligne ; les autres s'écrivent dans une zone qui s'agrandit.
_SHORT = (
    "adresse agent code_postal contact court departement edition empreinte intitule libelle licence nom nom_court objet reference "
    "reference_decp responsable singulier territoire titre titre_court unite"
)
SHORT = frozenset(_SHORT.split())
#: Ce que le produit écrit lui-même : le formulaire le montre, sans laisser le changer.
OWN = frozenset(("empreintes", "annees_closes"))
#: Ce qui nomme un élément replié d'une liste, du plus parlant au moins.
SUMMARIES = ("intitule", "libelle", "titre", "nom", "texte", "objet", "formulation", "attendu", "ce_qui_change", "phase", "annee", "code", "regle")
ONE_LINE = ("^[^\\n]*$", "Un texte d’une seule ligne est attendu.")


class Fields:
    """Les champs des formulaires d'une édition ; les listes de choix identiques y sont le même objet."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._options: dict[tuple[str, ...], Options] = {}

    def of(self, model: type[Modele]) -> list[Field]:
        """Tous les champs d'un modèle, dans son ordre."""
        hints = get_type_hints(model, include_extras=True)
        return [self._field(champ, model.model_fields[champ.name], list(parts(hints[champ.name]))) for champ in champs(model)]

    def _field(self, champ: Champ, info: FieldInfo, found: list[Any]) -> Field:
        widget = self._widget(champ, info, found)
        field: Field = {"name": champ.name, "label": label(champ.name), "hint": _hint(champ, info, widget["widget"])}
        if not info.is_required() and not isinstance(widget.get("default"), str):
            field["required"] = False
        if champ.name in OWN:
            field["readonly"] = True
        return field | widget

    def _widget(self, champ: Champ, info: FieldInfo, found: list[Any]) -> Field:
        if champ.sub is not None:
            return self._group(champ, champ.sub, info)
        choice = self._choice(champ, found)
        if choice is not None:
            several = {"multiple": True, **_counts(info)} if champ.many else {}
            return choice | several | _default(info)
        scalar = _scalar(champ, [*found, *info.metadata])
        if champ.many:
            one = singular(label(champ.name))
            return {"widget": "list", "label_singular": one, "field": {"name": "element", "label": one} | scalar} | _counts(info)
        return scalar | _default(info)

    def _group(self, champ: Champ, model: type[Modele], info: FieldInfo) -> Field:
        fields = self.of(model)
        if not champ.many:
            return {"widget": "object", "collapsed": "auto", "fields": fields}
        names = {field["name"] for field in fields}
        shown = next((name for name in SUMMARIES if name in names), fields[0]["name"])
        summary = f"{{{{fields.{shown}}}}}"
        return {"widget": "list", "label_singular": singular(label(champ.name)), "collapsed": True, "summary": summary, "fields": fields} | _counts(info)

    def _choice(self, champ: Champ, found: list[Any]) -> Field | None:
        code, target = champ.mark(Code), champ.mark(Renvoi)
        if code is not None:
            return {"widget": "select", "options": self.options(code.listes)}
        if target is not None:
            collection, key, shown = TARGETS[target.genre]
            return {"widget": "relation", "collection": collection, "value_field": key, "display_fields": [shown], "search_fields": [shown, key]}
        options = [{"label": _word(word), "value": word} for word in words(found)]
        return {"widget": "select", "options": options} if options else None

    def options(self, lists: tuple[str, ...]) -> Options:
        """Les codes d'une ou plusieurs listes, par leur libellé ; un code retiré le dit, deux libellés égaux disent leur code."""
        if lists not in self._options:
            lines = [line for name in lists if name in self.edition.codes for line in self.edition.codes[name].lignes]
            names = [line.libelle for line in lines]
            self._options[lists] = [
                {
                    "label": f"{line.libelle}{f' ({line.code})' if names.count(line.libelle) > 1 else ''}{' (retiré)' if line.retire_le else ''}",
                    "value": line.code,
                }
                for line in lines
            ]
        return self._options[lists]


def _hint(champ: Champ, info: FieldInfo, widget: str) -> str:
    """L'aide : ce que dit le modèle, un exemple si l'on écrit au lieu de choisir, et si le champ reste interne."""
    shown = str(info.examples[0]).rstrip(".") if info.examples and widget in ("string", "text", "number", "list") else ""
    example = f" Exemple\u00a0: {shown}." if shown else ""
    inner = " Interne\u00a0: jamais publié." if champ.audience == "interne" else ""
    rich = " Listes et gras possibles, en Markdown." if _form(champ) == "riche" else ""
    return f"{str(info.description).replace('`', '')}.{example}{rich}{inner}"


def _word(word: str) -> str:
    return label(word.replace("-", "_"))


def _form(champ: Champ) -> str:
    forme = champ.mark(Forme)
    return forme.nom if forme else ""


def _default(info: FieldInfo) -> Field:
    """La valeur par défaut que le formulaire doit connaître : un mot choisi parmi d'autres, une case cochée d'avance."""
    return {"default": info.default} if isinstance(info.default, str) or info.default is True else {}


def _counts(info: FieldInfo) -> Field:
    """Combien d'éléments une liste accepte."""
    bounds = _bounds([info, *info.metadata])
    return {name: bounds[key] for name, key in (("min", "min_length"), ("max", "max_length")) if key in bounds}


def _bounds(found: list[Any]) -> dict[str, Any]:
    """Les bornes que portent un type et son champ, par leur nom."""
    names = ("ge", "le", "min_length", "max_length")
    marks = [mark for part in found for mark in (part, *getattr(part, "metadata", ()))]
    return {name: getattr(mark, name) for mark in marks for name in names if getattr(mark, name, None) is not None}


def _scalar(champ: Champ, found: list[Any]) -> Field:
    if bool in found:
        return {"widget": "boolean"}
    if date in found:
        today = {"default": "{{now}}"} if champ.name == "verifie_le" else {}
        return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD", **today}
    number = "int" if int in found else "float" if {Decimal, float} & {part for part in found if isinstance(part, type)} else ""
    return _number(found, number) if number else _text(champ, found)


def _number(found: list[Any], kind: str) -> Field:
    bounds = _bounds(found)
    limits = {name: bounds[key] for name, key in (("min", "ge"), ("max", "le")) if key in bounds}
    return {"widget": "number", "value_type": kind, **limits, **({"step": 0.0001} if kind == "float" else {})}


def _text(champ: Champ, found: list[Any]) -> Field:
    motif = next((part for part in found if isinstance(part, Motif)), None)
    if motif is not None:
        return {"widget": "string", "pattern": [f"^(?:{motif.motif})$", _message(motif)], **_lengths(found)}
    limits = _lengths(found)
    if _form(champ) in ("exact", "fichier") or champ.name in SHORT:
        return {"widget": "string", **limits}
    one_line = {"pattern": list(ONE_LINE)} if limits.get("maxlength", 0) <= 400 else {}
    return {"widget": "text", **limits, **one_line}


def _lengths(found: list[Any]) -> Field:
    marks: Iterator[Any] = (part for part in found if isinstance(part, StringConstraints))
    return next(({"maxlength": mark.max_length} for mark in marks if mark.max_length), {})


def _message(motif: Motif) -> str:
    """Le message d'un motif, en typographie de page : ce qui est attendu, puis comment l'écrire."""
    return french(f"{motif.attendu[0].upper()}{motif.attendu[1:]} : {motif.conseil}.")
