"""Ce que click dit d'une ligne de commande, en français : chacune de ses phrases passe par les deux fonctions de gettext qu'il importe."""

from __future__ import annotations

from click import core, decorators, exceptions, formatting, parser, termui, types

MODULES = (core, decorators, exceptions, formatting, parser, termui, types)
PHRASES = {
    "Usage:": "Usage :",
    "Options": "Options",
    "Commands": "Commandes",
    "Show this message and exit.": "Affiche cette aide.",
    "required": "obligatoire",
    "default: {default}": "par défaut : {default}",
    "Aborted!": "Abandon.",
    "Error: {message}": "Erreur : {message}",
    "Error: {e.message}": "Erreur : {e.message}",
    "Try '{command} {option}' for help.": "Aide : {command} {option}",
    "Missing command.": "il manque une commande.",
    "No such command {name!r}.": "la commande {name!r} n'existe pas.",
    "No such option: {name}": "l'option {name} n'existe pas.",
    "Did you mean {possibility}?": "Vouliez-vous écrire {possibility} ?",
    "(Possible options: {possibilities})": "(Options voisines : {possibilities})",
    "Missing argument": "il manque",
    "Missing option": "il manque l'option",
    "Missing parameter": "il manque le paramètre",
    "Missing parameter: {param_name}": "il manque le paramètre {param_name}",
    "Missing {param_type}": "il manque {param_type}",
    "Choose from:\n\t{choices}": "Choisir parmi :\n\t{choices}",
    "Got unexpected extra argument ({args})": "un mot de trop ({args})",
    "Got unexpected extra arguments ({args})": "des mots de trop ({args})",
    "Option {name!r} does not take a value.": "l'option {name!r} ne prend pas de valeur.",
    "Option {name!r} requires an argument.": "l'option {name!r} attend une valeur.",
    "Invalid value: {message}": "{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} : {message}",
    "{value!r} is not {choice}.": "{value!r} n'est pas {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} n'est pas dans la liste : {choices}.",
    "{value!r} does not match the format {format}.": "{value!r} n'est pas une date, écrite AAAA-MM-JJ.",
    "{value} is not in the range {range}.": "{value} n'est pas entre les bornes {range}.",
    "{value!r} is not a valid {number_type}.": "{value!r} n'est pas un nombre.",
    "{name} {filename!r} is a file.": "{filename!r} est un fichier, un dossier est attendu.",
    "{name} {filename!r} is a directory.": "{filename!r} est un dossier, un fichier est attendu.",
    "{name} {filename!r} is not readable.": "{filename!r} ne peut pas être lu.",
    "{name} {filename!r} is not writable.": "{filename!r} ne peut pas être écrit.",
    "{name} {filename!r} does not exist.": "{filename!r} n'existe pas.",
    "Error: The value you entered was invalid.": "Erreur : cette valeur n'est pas acceptée.",
    "Error: invalid input": "Erreur : répondre par y (oui) ou n (non)",
    "(Deprecated) {text}": "(abandonné) {text}",
}


def phrase(text: str) -> str:
    """La phrase française, ou celle de click s'il en dit une de plus."""
    return PHRASES.get(text, text)


def phrases(one: str, many: str, count: int) -> str:
    """La phrase française qui s'accorde avec un nombre."""
    return phrase(one if count < 2 else many)


def speak() -> None:
    """Fait parler français à toutes les commandes."""
    for module in MODULES:
        vars(module).update({name: said for name, said in (("_", phrase), ("ngettext", phrases)) if hasattr(module, name)})
