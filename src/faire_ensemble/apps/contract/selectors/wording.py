"""The words of items, of their values and of their differences, in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.models import PartnerRole, PlanKind
from faire_ensemble.apps.contract.selectors.text import (
    COMMITMENT,
    CONTRACT,
    LINE,
    MEASURE,
    OBJECTIVE,
    OPERATIONAL,
    PARTNER,
    PILLAR,
    PLAN,
)
from faire_ensemble.apps.observatory.selectors import Theme, Unit
from faire_ensemble.core.agreement import Change, ChangeKind, Item
from faire_ensemble.kit.last_days import last_day
from faire_ensemble.kit.numbers import euros, long_date, number


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A value before and after, in words; empty where it is not known."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A difference as readers see it. `what` is the kind of change, a word for styles."""

    what: str
    said: str
    noun: str
    title: str
    within: str
    values: tuple[ValueLine, ...]


def noun_of(kind: str) -> str:
    """What an item is."""
    nouns = {
        CONTRACT: _("Texte du contrat"),
        PARTNER: _("Partenaire"),
        PILLAR: _("Pilier"),
        OBJECTIVE: _("Objectif"),
        OPERATIONAL: _("Objectif opérationnel"),
        MEASURE: _("Indicateur"),
        COMMITMENT: _("Engagement"),
        PLAN: _("Plan annexé"),
        LINE: _("Action d'un plan annexé"),
    }
    return nouns.get(kind, kind)


def label_of(name: str) -> str:
    """What a value is."""
    labels = {
        "title": _("Intitulé"),
        "parent": _("Rattaché à"),
        "starts_on": _("Début"),
        "ends_on": _("Dernier jour"),
        "orientations": _("Orientations"),
        "role": _("Rôle"),
        "theme": _("Thème"),
        "owner": _("Pilote"),
        "due_on": _("Échéance"),
        "target_value": _("Valeur visée"),
        "target_year": _("Pour l'année"),
        "unit": _("Unité"),
        "organisation": _("Qui s'engage"),
        "mainstream": _("Droit commun"),
        "specific": _("Crédits spécifiques"),
        "kind": _("Nature"),
        "summary": _("En quelques phrases"),
        "link": _("Adresse du document"),
        "document": _("Document (empreinte)"),
    }
    return labels.get(name, name)


def value_words(name: str, value: str) -> str:
    """A kept text as people read it; left as it is when it is not what its name says."""
    if not value:
        return ""
    try:
        if name == "ends_on":
            return long_date(last_day(date.fromisoformat(value)))
        if name in ("starts_on", "due_on"):
            return long_date(date.fromisoformat(value))
        if name in ("mainstream", "specific"):
            return euros(Decimal(value), None)
        if name == "target_value":
            return number(Decimal(value))
    except (ValueError, InvalidOperation):
        return value
    choices = {
        "role": dict(PartnerRole.choices),
        "kind": dict(PlanKind.choices),
        "theme": dict(Theme.choices),
        "unit": dict(Unit.choices),
    }
    return str(choices.get(name, {}).get(value, value))


def values_of(item: Item) -> tuple[tuple[str, str], ...]:
    """The values of an item, in words."""
    return tuple((label_of(name), value_words(name, value)) for name, value in item.values)


def change_lines(changes: Iterable[Change]) -> tuple[ChangeLine, ...]:
    """Differences in words."""
    said = {
        ChangeKind.ADDED: _("ajouté"),
        ChangeKind.REMOVED: _("retiré"),
        ChangeKind.CHANGED: _("modifié"),
        ChangeKind.REORDERED: _("ordre changé"),
    }
    return tuple(
        ChangeLine(
            what=change.kind.value,
            said=said[change.kind],
            noun=noun_of(change.item),
            title=change.title,
            within=change.within,
            values=tuple(
                ValueLine(
                    label_of(each.name),
                    value_words(each.name, each.before),
                    value_words(each.name, each.after),
                )
                for each in change.values
            ),
        )
        for change in changes
    )


def counted(changes: Iterable[Change]) -> str:
    """3 ajouts, 1 retrait, 2 modifications: nothing that is zero."""
    found = list(changes)
    numbers = {kind: sum(each.kind is kind for each in found) for kind in ChangeKind}
    changed = numbers[ChangeKind.CHANGED] + numbers[ChangeKind.REORDERED]
    parts = (
        _("ajouts : %(n)s") % {"n": numbers[ChangeKind.ADDED]} if numbers[ChangeKind.ADDED] else "",
        _("retraits : %(n)s") % {"n": numbers[ChangeKind.REMOVED]}
        if numbers[ChangeKind.REMOVED]
        else "",
        _("modifications : %(n)s") % {"n": changed} if changed else "",
    )
    return ", ".join(part for part in parts if part)
