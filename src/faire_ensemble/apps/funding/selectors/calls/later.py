"""What will be asked of a holder once funded, worth knowing before writing a line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.core.duties import rule_on
from faire_ensemble.kit.numbers import euros


@dataclass(frozen=True, slots=True)
class LaterDuty:
    """A duty in one sentence, with its legal basis."""

    sentence: str
    basis: str


def worth_knowing(on: date) -> tuple[LaterDuty, ...]:
    """The rules of `core/duties` in force on a day that any holder should know; no query."""
    patterns = {
        "republican_contract": _(
            "Une association souscrit le contrat d'engagement républicain avant de demander."
        ),
        "convention": _(
            "Au-dessus de %(threshold)s par an d'un même financeur public, une convention est "
            "signée."
        ),
        "financial_report": _(
            "L'argent reçu pour une action se justifie par un compte rendu financier, rendu dans "
            "les %(months)s mois qui suivent la fin de l'exercice."
        ),
        "documents_public": _(
            "Le budget, les comptes, la convention et le compte rendu financier peuvent être "
            "demandés par toute personne."
        ),
    }
    found = []
    for key, pattern in patterns.items():
        rule = rule_on(key, on)
        if rule is not None:
            words = {"threshold": euros(rule.threshold or Decimal(0)), "months": rule.months}
            found.append(LaterDuty(pattern % words, _(rule.basis)))
    return tuple(found)
