"""What a holder has to do after a decision, each with the text that asks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.selectors.answers import Answer
from faire_ensemble.apps.funding.selectors.wording.duties import DutyWords, duty_words
from faire_ensemble.core.duties import Facts, HolderKind, Stage, duties_for
from faire_ensemble.kit.numbers import euros

PUBLIC_KINDS = frozenset({"state", "region", "department", "epci", "commune", "public", "social"})
HOLDERS = {"association": HolderKind.ASSOCIATION, "company": HolderKind.COMPANY}
PRIVATE_HOLDERS = {"landlord": HolderKind.COMPANY, "other": HolderKind.ASSOCIATION}
STAGES = (Stage.CONVENTION, Stage.PAYMENT, Stage.REPORT)
CONTEST_MONTHS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """A thing to do or to know; `basis` is its legal text, when there is one."""

    title: str
    text: str
    basis: str = ""


def next_steps(answer: Answer, on: date) -> tuple[Step, ...]:
    """In the order in which they come, by the rules in force on a day (`core.duties`)."""
    steps: list[Step] = []
    if answer.amount:
        steps += _awarded(answer, on)
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


def _awarded(answer: Answer, on: date) -> list[Step]:
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
    return [*steps, *_duties(answer, on)]


def _duties(answer: Answer, on: date) -> Iterator[Step]:
    """Conventions, payment and report, from the dated table of rules."""
    titles = {
        "convention": _("Signez une convention"),
        "payment": _("Attendez le versement"),
        "financial_report": _("Rendez votre compte rendu financier"),
    }
    public = [line for line in answer.lines if line.awarded and line.funder_kind in PUBLIC_KINDS]
    told = answer.told_on or on
    facts = Facts(
        holder=(HOLDERS | PRIVATE_HOLDERS).get(answer.holder_kind, HolderKind.PUBLIC),
        amounts={line.funder: line.year_total for line in public},
        notified_on={line.funder: told for line in public},
        year_end=date(answer.year, 12, 31),
    )
    told_by_title: dict[str, list[DutyWords]] = {}
    for duty in duties_for(facts, on, STAGES):
        if duty.rule.key in titles:
            words = told_by_title.setdefault(titles[duty.rule.key], [])
            words.append(duty_words(duty, on))
    for title, words in told_by_title.items():
        yield Step(title, " ".join(each.sentence for each in words), words[0].basis)


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
