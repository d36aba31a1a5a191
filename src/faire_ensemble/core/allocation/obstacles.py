"""What stands between a request and a larger amount: rules, with what is missing in euros."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from faire_ensemble.core.allocation.entities import Request
from faire_ensemble.core.allocation.money import euros, spell
from faire_ensemble.core.allocation.problem import Problem
from faire_ensemble.core.allocation.standing import Short


class Barrier(StrEnum):
    """The kinds of obstacles."""

    EXCLUDED = "excluded"
    NEVER_VIABLE = "never_viable"
    NO_ENVELOPE = "no_envelope"
    CAPPED = "capped"
    ENVELOPE = "envelope"
    HOLDER = "holder"
    APPLICATION = "application"
    SHARE = "share"
    NO_GAIN = "no_gain"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A rule that a larger amount would break: on which row, by how many euros, in French."""

    kind: Barrier
    id: str
    missing: Decimal
    words: str


def closed(problem: Problem, request: Request) -> Obstacle | None:
    """Why nothing can be awarded whatever the money; None when something can."""
    zero = Decimal(0)
    if request.excluded:
        words = f"Elle est écartée : {request.excluded}."
        return Obstacle(Barrier.EXCLUDED, request.id, zero, words)
    if request.most < request.minimum or request.most == 0:
        words = (
            f"Elle ne peut pas recevoir plus de {spell(request.most)}, moins que son minimum "
            f"viable de {spell(request.minimum)}."
        )
        lack = request.minimum - request.most
        return Obstacle(Barrier.NEVER_VIABLE, request.id, lack, words)
    if not problem.payers(request):
        words = (
            f"Aucune enveloppe de {request.funder} ne correspond à son dossier (objectif, "
            "commune, quartier)."
        )
        return Obstacle(Barrier.NO_ENVELOPE, request.id, zero, words)
    return None


def capped(request: Request) -> Obstacle:
    """The request has all it may have, which is less than it asked."""
    words = f"Elle a le plus qu'elle puisse recevoir, {spell(request.most)}."
    return Obstacle(Barrier.CAPPED, request.id, request.asked - request.most, words)


def no_gain(request: Request) -> Obstacle:
    """Nothing stands in its way but its score."""
    words = "Elle n'ajouterait rien au bénéfice du programme."
    return Obstacle(Barrier.NO_GAIN, request.id, Decimal(0), words)


def obstacle(problem: Problem, short: Short) -> Obstacle:
    """A rule that would be broken, in words."""
    missing = spell(short.amount)
    match short.kind:
        case "envelope":
            name = problem.envelope_by_id[short.id].name
            words = f"Il manque {missing} dans l'enveloppe {name}."
        case "holder":
            cap = spell(problem.cap_by_holder[short.id])
            words = f"Le porteur {short.id} dépasserait son plafond de {cap} : de {missing}."
        case "application":
            least = spell(problem.application_by_id[short.id].minimum_total)
            words = (
                f"Son dossier n'atteindrait pas son minimum viable de {least} : il y manquerait "
                f"{missing}, de la part d'autres financeurs."
            )
        case _:
            row = next(row for row in problem.minimum_shares if row.id == short.id)
            words = f"Pour {row.name}, il manquerait {missing} à la part minimale."
    return Obstacle(Barrier(short.kind), short.id, euros(short.amount), words)
