"""Un même texte, anodin ou hostile, au bout de chaque champ de texte de chaque fichier : les champs viennent des modèles, aucun n'est nommé."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zlib import crc32

from site_canary import Source, accepts, seal, sources

from spaser.model import Modele
from spaser.model.marks import Code, Renvoi
from spaser.model.walk import Champ, champs

#: Un calcul que personne n'écrit : son résultat, dans un site, dirait qu'un gabarit a été exécuté.
PRODUCT = str(7919 * 7907).encode()
#: Des textes courts, mis tour à tour : un long, partout le même, serait refusé pour ressemblance.
HOSTILE = (
    " zqk {{ 7919 * 7907 }}",
    " zqk {% include 'mkdocs.yml' %}",
    " zqk {# a #} @@CORPS@@",
    " zqk ${7919*7907} <%= a %>",
    " zqk <svg/onload=x>",
    ' zqk "><script>x</script>',
    " zqk ' onload='a()",
    " zqk <!-- a --> ]]>",
    " zqk </script></style></title>",
)
PLAIN = (" zqk anodin",)
LONGEST = max(HOSTILE, key=len)
LENGTHS = (10_000, 250, 120, 40, 0)
#: Des textes que des règles lient à d'autres : les changer arrête la construction.
TIED = {("Collectivite", "edition"), ("AnneeClose", "empreinte")}
Fields = set[tuple[str, str]]


def write(project: Path, texts: tuple[str, ...]) -> Fields:
    """Met un des textes au bout de chaque champ qui l'accepte ; rend les champs touchés, par modèle."""
    root, touched = project / "referentials", set()
    for source in sources(root):
        _group(source.data, source.model, texts, touched)
        source.write()
    seal(root)
    return touched


def _group(data: dict[str, Any], model: type[Modele], texts: tuple[str, ...], touched: Fields) -> None:
    for champ in champs(model):
        value = data.get(champ.name)
        if champ.sub is not None and value is not None:
            for item in value if champ.many else [value]:
                _group(item, champ.sub, texts, touched)
        elif is_text(model, champ) and (value is not None or not champ.many):
            first = (value[0] if champ.many else value) if value else ""
            kept = next(length for length in LENGTHS if accepts(model, champ, first[:length] + LONGEST))
            text = first[:kept] + texts[crc32(first.encode()) % len(texts)]  # deux textes égaux le restent
            data[champ.name] = [text, *value[1:]] if champ.many else text
            touched.add((model.__name__, champ.name))


def is_text(model: type[Modele], champ: Champ) -> bool:
    """Vrai si le champ accepte n'importe quel texte."""
    return (
        (model.__name__, champ.name) not in TIED
        and champ.sub is None
        and not champ.mark(Code)
        and not champ.mark(Renvoi)
        and accepts(model, champ, LONGEST.strip())
    )


def text_fields(found: list[Source]) -> Fields:
    """Tous les champs de texte de tous les modèles de ces fichiers, à toute profondeur."""
    seen: dict[type[Modele], None] = {}

    def explore(model: type[Modele]) -> None:
        if model not in seen:
            seen[model] = None
            for champ in champs(model):
                if champ.sub is not None:
                    explore(champ.sub)

    for source in found:
        explore(source.model)
    return {(model.__name__, champ.name) for model in seen for champ in champs(model) if is_text(model, champ)}


class _Shape(HTMLParser):
    """Les éléments d'une page et les noms de leurs attributs, dans l'ordre ; ses commentaires aussi."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attrs)))

    def handle_comment(self, data: str) -> None:
        self.found.append(("commentaire",))


def shape(page: Path) -> list[tuple[str, ...]]:
    """Ce dont une page est faite, sans ses textes."""
    parser = _Shape()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.found
