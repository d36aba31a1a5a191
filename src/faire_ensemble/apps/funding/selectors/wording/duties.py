"""Rules and duties in sentences: what to do, by when, on what legal basis, and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.core.duties import Actor, Duty, Rule
from faire_ensemble.kit.numbers import euros, long_date, percent


@dataclass(frozen=True, slots=True)
class DutyWords:
    """What is shown of a duty. `doubt` is empty when nothing is to be checked."""

    sentence: str
    basis: str
    actor: str
    doubt: str
    blocking: bool
    late: bool


def duty_words(duty: Duty, on: date, funders: Mapping[str, str] | None = None) -> DutyWords:
    """One duty in words; `funders` gives the name of each funder key (the key itself without)."""
    return DutyWords(
        sentence=_sentence(duty, funders or {}),
        basis=_(duty.rule.basis),
        actor=actor_label(duty.rule.actor),
        doubt=doubt_words(duty.rule),
        blocking=duty.blocking,
        late=duty.late(on),
    )


def actor_label(actor: Actor) -> str:
    """Who must act."""
    return _("Porteur") if actor is Actor.HOLDER else _("Financeur")


def doubt_words(rule: Rule) -> str:
    """À vérifier dans le texte officiel : le jour d'entrée en vigueur."""
    if not rule.doubt:
        return ""
    return _("À vérifier dans le texte officiel : %(doubt)s.") % {"doubt": _(rule.doubt)}


def _sentence(duty: Duty, funders: Mapping[str, str]) -> str:
    rule = duty.rule
    pattern = rule.question if duty.unknown and rule.question else rule.sentence
    amount = duty.amount if duty.amount is not None else Decimal(0)
    return _(pattern) % {
        "funder": funders.get(duty.funder, duty.funder),
        "amount": _money(amount),
        "share": percent(amount * 100, 0),
        "threshold": _money(rule.threshold or Decimal(0)),
        "due": long_date(duty.due),
    }


def _money(value: Decimal) -> str:
    """Cents only where there are some."""
    return euros(value, 2 if value % 1 else 0)
