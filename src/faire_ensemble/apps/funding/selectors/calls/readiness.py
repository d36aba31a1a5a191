"""What a call still lacks before everyone may see it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Call, CallKind


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing, in one sentence, and the section of the builder where to write it."""

    section: str
    sentence: str


def publishing_faults(call: Call, now: datetime) -> list[Missing]:
    """Why a call cannot be published; empty when it can (three queries)."""
    found = _about(call, now)
    if not call.objectives.exists():
        found.append(Missing("objectives", _("Choisissez au moins un objectif du contrat.")))
    if not call.funders.exists():
        found.append(Missing("funders", _("Inscrivez au moins un financeur.")))
    if not call.criteria.exists():
        found.append(
            Missing("criteria", _("Écrivez la grille de critères : chacun doit savoir sur quoi."))
        )
    return found


def _about(call: Call, now: datetime) -> list[Missing]:
    sentences = []
    if not call.title.strip():
        sentences.append(_("Donnez un titre à l'appel."))
    if not call.summary.strip():
        sentences.append(_("Écrivez en quelques phrases simples à quoi sert l'appel."))
    if call.closes_at is None and call.kind != CallKind.PERMANENT:
        sentences.append(_("Donnez une date de clôture (seul un appel permanent n'en a pas)."))
    if call.closes_at is not None and call.closes_at <= now:
        sentences.append(_("La clôture est déjà passée : donnez une date à venir."))
    if call.opens_at and call.closes_at and call.closes_at <= call.opens_at:
        sentences.append(_("La clôture vient avant l'ouverture : échangez les dates."))
    if call.kind == CallKind.MULTI_YEAR and call.last_year == call.first_year:
        sentences.append(_("Un appel pluriannuel porte sur deux années au moins."))
    if call.kind == CallKind.ANNUAL and call.last_year != call.first_year:
        sentences.append(
            _(
                "Un appel annuel porte sur une seule année : changez-la, "
                "ou choisissez « pluriannuel »."
            )
        )
    return [Missing("about", sentence) for sentence in sentences]
