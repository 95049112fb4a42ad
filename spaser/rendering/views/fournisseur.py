"""La vue d'un acteur solidaire : ce qu'il fait, pour quelles familles, où, et ce que la loi permet."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from spaser.model import Fournisseur
from spaser.relations import Relations
from spaser.rendering.typography import NBSP, count, day
from spaser.rendering.views import common, outline
from spaser.rendering.views.common import View, once, tag


@once
def short(entry: Fournisseur, relations: Relations) -> View:
    """Une ligne : nom, types, secteurs, commune."""
    edition = relations.edition
    return {
        "titre": entry.nom,
        "url": common.url("fournisseur", entry.id),
        "id": entry.id,
        "types": [{"code": code, "libelle": edition.label("types-structure", code)} for code in entry.types],
        "secteurs": edition.labels("secteurs", entry.secteurs),
        "commune": edition.commune(entry.commune).libelle,
        "zone": zone(entry, relations),
        "etiquettes": [tag(edition.label("types-structure", code), "reserve") for code in entry.types],
        "marques": common.marks(entry),
    }


def zone(entry: Fournisseur, relations: Relations) -> str:
    """Où la structure travaille, en une phrase."""
    served, label = entry.zone_intervention, relations.edition.label
    if served.france:
        return "toute la France"
    if served.region:
        return "toute la région"
    parts = [label("departements", code) for code in served.departements]
    parts += [common.proper_name(label("epci", code)) for code in served.epci] + [label("communes", code) for code in served.communes]
    parts += [f"{served.rayon_km}{NBSP}km autour de {relations.edition.commune(entry.commune).libelle}"] if served.rayon_km else []
    return ", ".join(parts) or str(relations.edition.commune(entry.commune).libelle)


def full(entry: Fournisseur, relations: Relations) -> View:
    """Tout ce que dit la fiche d'une structure."""
    edition = relations.edition
    return (
        common.base("fournisseur", entry, entry.nom, relations)
        | {
            "resume": short(entry, relations),
            "description": f"{entry.nom}, {', '.join(entry.types)} à {edition.commune(entry.commune).libelle}",
            "texte": entry.prestations or "",
            "siret": _siret(entry.siret),
            "types": [edition.line("types-structure", code).libelle for code in entry.types],
            "famille_ess": edition.label("familles-ess", entry.famille_ess),
            "reservations": [_reservation(article, entry, relations) for article in sorted(relations.solidarity.reservations_of(entry))],
            "types_sans": [line.libelle for code in entry.types if not (line := edition.line("types-structure", code)).reservations],
            "carte": outline.zone(entry, relations, zone(entry, relations)),
            "labels": edition.labels("labels", entry.labels),
            "familles": [{"titre": family.intitule, "url": common.url("famille", family.id)} for family in relations.solidarity.families_of(entry)],
            "adresse": entry.adresse or "",
            "code_postal": edition.commune(entry.commune).code_postal,
            "site": entry.site or "",
            "telephone": entry.telephone or "",
            "courriel": entry.courriel or "",
            "effectif": count(entry.effectif, "équivalent temps plein", "équivalents temps plein") if entry.effectif is not None else "",
            "references": list(entry.references),
            "intentions": _intentions(entry, relations),
            "sources": [{"nom": source.nom, "date": day(source.date), "licence": source.licence} for source in entry.sources],
            "correction": _correction(entry, relations),
            "age": _age(entry.verifie_le, edition.collectivite.edition_du),
            "a_relire": not entry.relue,
            "prive": _private(entry),
        }
        | ({} if entry.relue else {"verifie_le": f"pas encore{NBSP}; reprise d’un annuaire le {day(entry.verifie_le)}"})
    )


def _siret(siret: str | None) -> str:
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}".replace(" ", NBSP) if siret else ""


def _age(checked: date, today: date) -> str:
    """L'âge d'une vérification à la date de l'édition, en mots."""
    months = max(0, (today.year - checked.year) * 12 + today.month - checked.month - (today.day < checked.day))
    if months < 1:
        return "il y a moins d’un mois"
    return f"il y a {count(months, 'mois', 'mois')}" if months < 24 else f"il y a {count(months // 12, 'an')}"


def _reservation(article: str, entry: Fournisseur, relations: Relations) -> View:
    line = relations.edition.line("reservations", article)
    kinds = [kind.libelle for code in entry.types if article in (kind := relations.edition.line("types-structure", code)).reservations]
    part = f"au moins {line.part_minimale}{NBSP}% de travailleurs concernés" if line.part_minimale else ""
    return {"libelle": line.libelle, "part": part, "loi": common.law(relations.edition, line.reference), "types": ", ".join(kinds).lower()}


def _intentions(entry: Fournisseur, relations: Relations) -> list[View]:
    from spaser.rendering.views import intention  # l'intention cite ses fournisseurs : l'import est différé pour rompre le cercle

    return [intention.short(item, relations) for item in relations.intentions_for(entry)[:12]]


def _correction(entry: Fournisseur, relations: Relations) -> str:
    mailbox = relations.edition.collectivite.boites.corrections
    said = (
        ("Fiche", f"{entry.nom} ({entry.id})"),
        ("Types", ", ".join(entry.types)),
        ("Métiers", ", ".join(relations.edition.labels("secteurs", entry.secteurs))),
        ("Intervient dans", zone(entry, relations)),
        ("Téléphone", entry.telephone or ""),
        ("Courriel", entry.courriel or ""),
    )
    lines = "".join(f"{name}{NBSP}: {value}\n" for name, value in said)
    body = f"Bonjour,\n\nVoici ce que dit la fiche. Corrigez directement les lignes fausses.\n\n{lines}\nVotre nom et votre lien avec la structure{NBSP}:\n"
    return f"mailto:{mailbox}?subject={quote(f'Correction de la fiche {entry.id}', safe='')}&body={quote(body, safe='')}"


def _private(entry: Fournisseur) -> View | None:
    found = {
        "contact": entry.contact or "",
        "appreciation": entry.appreciation or "",
        "marches": [{"annee": item.annee, "objet": item.objet, "reference": item.reference or ""} for item in entry.marches],
        "remarques": entry.remarques or "",
    }
    return found if any(found.values()) else None
