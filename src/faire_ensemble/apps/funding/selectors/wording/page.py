"""What the pages of an application say: the budget table, and the sentences of draft.js."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.selectors.wording.budget import (
    balance_words,
    line_label,
    line_purpose,
    part_label,
    script_words,
    share_words,
    side_label,
)
from faire_ensemble.core.budget import Budget, Line, Part, Side, details_of, read_budget, top_lines

PARTS = (Part.DIRECT, Part.INDIRECT, Part.IN_KIND)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A line with what it adds up to; `details` are its sub-lines."""

    line: Line
    label: str
    purpose: str
    total: Decimal
    details: tuple["BudgetLine", ...]


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """A budget as typed so far, in words; `sides` are (side, heading, [(part, heading, lines)])."""

    budget: Budget
    sides: tuple[tuple[str, str, tuple[tuple[str, str, tuple[BudgetLine, ...]], ...]], ...]
    balance: str
    words: dict[str, str]

    def share(self, funder: int) -> str:
        """The share of a funder of the call in total income."""
        return share_words(self.budget.share_of(str(funder)))

    @property
    def subsidy_share(self) -> str:
        return share_words(self.budget.subsidy_share)

    @property
    def self_financing_share(self) -> str:
        return share_words(self.budget.self_financing_share)


def budget_table(texts: Mapping[str, str]) -> BudgetTable:
    """The budget of a draft."""
    budget = read_budget(texts).budget
    sides = tuple(
        (
            side.value,
            side_label(side),
            tuple(
                (part.value, part_label(part), tuple(_line(budget, each) for each in lines))
                for part in PARTS
                if (lines := top_lines(side, part))
            ),
        )
        for side in Side
    )
    return BudgetTable(budget, sides, balance_words(budget), script_words())


def _line(budget: Budget, line: Line) -> BudgetLine:
    details = tuple(_line(budget, each) for each in details_of(line.code))
    return BudgetLine(line, line_label(line), line_purpose(line), budget.line(line.code), details)


def draft_words() -> dict[str, str]:
    """What draft.js says; `%(at)s`, `%(by)s`, `%(reason)s` are filled in."""
    return {
        "saved": _("Enregistré à %(at)s"),
        "saving": _("Enregistrement…"),
        "waiting": _("Pas encore enregistré"),
        "offline": _("Hors ligne : gardé sur cet appareil, envoyé dès que possible"),
        "offline_shared": _(
            "Hors ligne : rien n'est gardé sur cet appareil, ne fermez pas la page"
        ),
        "expired": _("Vous n'êtes plus connecté : ce que vous écrivez est gardé sur cet appareil."),
        "sign_in": _("Se reconnecter (nouvel onglet)"),
        "refused": _("Non enregistré : %(reason)s"),
        "restored": _("Un texte gardé sur cet appareil a été retrouvé."),
        "conflict": _(
            "%(by)s a écrit en même temps que vous (%(at)s). Les deux textes sont gardés."
        ),
        "theirs": _("Son texte, qui est le texte actuel"),
        "keep_mine": _("Garder mon texte"),
        "keep_theirs": _("Garder son texte"),
        "merge": _("Faire un texte des deux"),
        "empty": _("(vide)"),
        "unsettled": _("Des mots attendent d'être départagés."),
    }
