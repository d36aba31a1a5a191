"""What a holder has to do after a decision, each with the text that asks it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.selectors import PUBLIC_KINDS
from faire_ensemble.apps.funding.selectors.answers import Answer
from faire_ensemble.kit.joining import listed
from faire_ensemble.kit.numbers import euros

CONVENTION_ABOVE = Decimal(23_000)
PAYMENT_DAYS = 60
CONTEST_MONTHS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """A thing to do or to know; `basis` is its legal text, when there is one."""

    title: str
    text: str
    basis: str = ""


def next_steps(answer: Answer) -> tuple[Step, ...]:
    """In the order in which they come."""
    steps: list[Step] = []
    if answer.amount:
        steps += _awarded(answer)
    if any(line.adjourned for line in answer.lines):
        steps.append(
            Step(
                _("Demande ajournée : elle sera examinée de nouveau"),
                _(
                    "Ce n'est pas un refus. Le motif dit ce qui manque ; si une précision vous "
                    "est demandée, vous la recevrez ici."
                ),
            )
        )
    if any(line.refused for line in answer.lines):
        steps.append(
            Step(
                _("Demande refusée : ce que vous pouvez faire"),
                _(
                    "Le motif dit ce qui a décidé du refus. Votre dossier reste gardé : vous "
                    "pourrez le reprendre dans un prochain appel sans rien retaper."
                ),
            )
        )
    return (*steps, *_rights())


def _awarded(answer: Answer) -> list[Step]:
    steps = []
    if answer.amount < answer.asked:
        steps.append(
            Step(
                _("Revoyez votre budget"),
                _(
                    "Vous aviez demandé %(asked)s, vous recevez %(amount)s. Dites à votre "
                    "instructeur comment l'action se fait avec cette somme, ou qu'elle ne peut "
                    "pas se faire."
                )
                % {"asked": euros(answer.asked, None), "amount": euros(answer.amount, None)},
            )
        )
    funders = [
        line.funder
        for line in answer.lines
        if line.awarded and line.funder_kind in PUBLIC_KINDS and line.year_total > CONVENTION_ABOVE
    ]
    if funders:
        steps.append(
            Step(
                _("Signez une convention"),
                _(
                    "Elle est obligatoire quand un financeur public vous verse plus de "
                    "%(limit)s dans l'année : %(funders)s."
                )
                % {"limit": euros(CONVENTION_ABOVE), "funders": listed(funders)},
                _("loi n° 2000-321, article 10 ; décret n° 2001-495"),
            )
        )
    steps.append(
        Step(
            _("Attendez le versement"),
            _(
                "La somme est versée dans les %(days)s jours qui suivent la notification, sauf "
                "autres dates fixées avec vous."
            )
            % {"days": PAYMENT_DAYS},
            _("loi n° 2021-875"),
        )
    )
    steps.append(
        Step(
            _("Rendez votre compte rendu financier"),
            _(
                "Dans les six mois qui suivent la fin de l'exercice : au plus tard le 30 juin "
                "%(year)s si votre exercice est l'année civile. Gardez vos factures."
            )
            % {"year": answer.year + 1},
            _("loi n° 2000-321, article 10"),
        )
    )
    return steps


def _rights() -> list[Step]:
    return [
        Step(
            _("Demandez une explication"),
            _(
                "Chaque financeur explique sa décision à qui la demande : écrivez-lui en citant "
                "le numéro de votre dossier."
            ),
        ),
        Step(
            _("Contestez, si vous pensez qu'il y a une erreur"),
            _(
                "Vous avez %(months)s mois à partir de la notification pour demander au financeur "
                "public de revoir sa décision (recours gracieux), ou saisir le tribunal "
                "administratif (recours contentieux). Le premier interrompt le délai du second."
            )
            % {"months": CONTEST_MONTHS},
            _(
                "code de justice administrative, article R. 421-1 ; code des relations entre le "
                "public et l'administration, article L. 411-2"
            ),
        ),
    ]
