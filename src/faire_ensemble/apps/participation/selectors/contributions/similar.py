"""Public contributions that say nearly the same as what somebody is writing."""

from functools import reduce
from operator import add

from django.db.models import Case, Value, When

from faire_ensemble.apps.participation.models import Process
from faire_ensemble.apps.participation.selectors.answers.standing import public_roots
from faire_ensemble.core.similarity import Text, fold, nearest, stems

ASKED_STEMS = 12
READ = 200
ENOUGH = 0.2


def similar(
    process: Process, title: str, body: str = "", but: int | None = None
) -> list[tuple[int, str]]:
    """(number, title) of the closest, best first, at most five; three queries.

    The database first ranks all of them by how many stems they hold (the longest of those asked,
    which say the most; a stem of the title counts twice), so that only the first are weighed.
    """
    asked = Text(0, fold(title), fold(body))
    ranked = sorted(stems(asked.title), key=lambda stem: (-len(stem), stem))
    ranked += sorted(stems(asked.body) - set(ranked), key=lambda stem: (-len(stem), stem))
    if not ranked:
        return []
    titled = stems(asked.title)
    shared = reduce(
        add,
        (
            Case(
                When(folded__contains=stem, then=Value(2 if stem in titled else 1)),
                default=Value(0),
            )
            for stem in ranked[:ASKED_STEMS]
        ),
    )
    public = public_roots().filter(process=process)
    rows = public.exclude(pk=but) if but is not None else public
    close = rows.annotate(shared=shared).filter(shared__gt=0).order_by("-shared", "-pk")
    texts = [
        Text(key, *folded.partition("\n")[::2])
        for key, folded in close.values_list("pk", "folded")[:READ]
    ]
    found = [each.key for each in nearest(asked, texts, least=ENOUGH, among=public.count())]
    known = {
        key: (number, shown)
        for key, number, shown in public_roots()
        .filter(pk__in=found)
        .values_list("pk", "number", "title")
    }
    return [known[key] for key in found if key in known]
