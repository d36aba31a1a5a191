"""The process that the search of the whole site is measured in: fill a base, then answer.

python -m benchmarks.bare.names fill 5000
python -m benchmarks.bare.names measure
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402

from faire_ensemble.apps.contract.models import (  # noqa: E402
    Commitment,
    Contract,
    Objective,
    OperationalObjective,
    Pillar,
)
from faire_ensemble.apps.contract.selectors import (  # noqa: E402
    titled_commitments,
    titled_objectives,
)
from faire_ensemble.apps.directory.models import Organisation  # noqa: E402
from faire_ensemble.apps.portal.selectors.search import SHOWN, names, search  # noqa: E402
from faire_ensemble.apps.territory.models import Territory  # noqa: E402
from faire_ensemble.core.finding import Spelling, Titles, Words, asked_words  # noqa: E402
from faire_ensemble.kit import audit  # noqa: E402

STEMS = (
    "accès accompagner agent aide atelier bailleur citoyen commerce crèche culture droit eau école "
    "égalité emploi énergie entreprise espace femme formation habitant insertion jardin jeunesse "
    "langue logement lycée médiation mobilité musée numérique parent place prévention quartier "
    "santé sécurité square théâtre travail"
).split()
ENDS = ("", "s", "-relais", " partagé", " public", " de proximité")
KNOWN = ("jardin école", "énergie", "prévention quartier", "médiations", "crèche 12")
SLIPS = ("jradin école", "énregie", "prévantion quartier", "médaitions", "crèhce")
TRIES = 9


@transaction.atomic
def fill(count: int) -> None:
    """Titles of eight words that share many, as in life."""
    draw = random.Random(2026)

    def title(rank: int) -> str:
        words = (draw.choice(STEMS) + draw.choice(ENDS) for _word in range(8))
        return f"{' '.join(words).capitalize()} {rank}"

    epci = Territory.objects.create(kind="epci", code="200000001", name="Métropole")
    contract = Contract.objects.create(epci=epci, name="Contrat", starts_on=date(2024, 1, 1))
    pillars = [
        Pillar.objects.create(contract=contract, rank=rank, title=title(rank))
        for rank in range(1, 5)
    ]
    partners = Organisation.objects.bulk_create(
        Organisation(name=f"Partenaire {rank}", name_key=f"partenaire {rank}")
        for rank in range(150)
    )
    objectives = Objective.objects.bulk_create(
        Objective(pillar=pillars[rank % 4], rank=rank + 1, title=title(rank))
        for rank in range(count)
    )
    OperationalObjective.objects.bulk_create(
        OperationalObjective(objective=each, rank=rank, title=title(rank))
        for each in objectives
        for rank in (1, 2)
    )
    Commitment.objects.bulk_create(
        Commitment(contract=contract, organisation=partners[rank % 150], title=title(rank))
        for rank in range(count)
    )


def timed(
    act: Callable[[str], Any], texts: tuple[str, ...], tries: int = TRIES
) -> dict[str, float]:
    """Medians over the texts, each tried several times, in milliseconds."""
    work, clock = [], []
    for _again in range(tries):
        for text in texts:
            before, at = time.process_time(), time.perf_counter()
            act(text)
            work.append((time.process_time() - before) * 1000)
            clock.append((time.perf_counter() - at) * 1000)
    return {"work": statistics.median(work), "clock": statistics.median(clock)}


def whole(text: str) -> list[Any]:
    """The peer: read and fold every name, now."""
    kinds = [Titles(titled_objectives()), Titles(titled_commitments())]
    found = [kind.holding(asked_words(text)) for kind in kinds]
    if not any(found):
        words = Words(f"{each.title} {each.detail}" for kind in kinds for each in kind)
        read = Spelling([words]).corrected(asked_words(text))
        if read is not None:
            found = [kind.holding(asked_words(" ".join(read))) for kind in kinds]
    return [(len(each), each[:SHOWN]) for each in found]


def ours(text: str) -> list[Any]:
    sections = {each.code: each for each in search(text).sections}
    held = [sections.get(code) for code in ("objectives", "commitments")]
    return [(each.count, list(each.lines)) if each else (0, []) for each in held]


def after_an_act(text: str) -> list[Any]:
    with transaction.atomic():
        audit.record(actor=None, verb="essai", subject="essai")
    return ours(text)


def measure() -> dict[str, Any]:
    names()
    same = {texts: all(ours(text) == whole(text) for text in texts) for texts in (KNOWN, SLIPS)}
    return {
        "des mots connus": timed(ours, KNOWN) | {"same": same[KNOWN]},
        "une faute": timed(ours, SLIPS) | {"same": same[SLIPS]},
        "des mots connus, juste après un acte": timed(after_an_act, KNOWN),
        "une faute, juste après un acte": timed(after_an_act, SLIPS),
        "peer: tout relire, des mots connus": timed(whole, KNOWN[:1], 3),
        "peer: tout relire, une faute": timed(whole, SLIPS[:1], 3),
    }


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(json.dumps(measure()))
