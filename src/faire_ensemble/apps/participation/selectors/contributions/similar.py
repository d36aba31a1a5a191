"""Public contributions that say nearly the same as what somebody is writing."""

from django.db.models import Q

from faire_ensemble.apps.participation.models import Process
from faire_ensemble.apps.participation.selectors.answers.standing import public_roots
from faire_ensemble.core.similarity import Text, fold, nearest, stems

ASKED_STEMS = 12
READ = 3000
ENOUGH = 0.2


def similar(
    process: Process, title: str, body: str = "", but: int | None = None
) -> list[tuple[int, str]]:
    """(number, title) of the closest, best first, at most five; two queries.

    The database keeps those that share a stem with the title first, so that ten thousand rows
    are never all read; the longest stems, which say the most, are asked.
    """
    asked = Text(0, fold(title), fold(body))
    ranked = sorted(stems(asked.title), key=lambda stem: (-len(stem), stem))
    ranked += sorted(stems(asked.body) - set(ranked), key=lambda stem: (-len(stem), stem))
    if not ranked:
        return []
    shared = Q()
    for stem in ranked[:ASKED_STEMS]:
        shared |= Q(folded__contains=stem)
    rows = public_roots().filter(shared, process=process)
    if but is not None:
        rows = rows.exclude(pk=but)
    texts = (
        Text(key, *folded.partition("\n")[::2])
        for key, folded in rows.order_by("-pk").values_list("pk", "folded")[:READ]
    )
    found = [each.key for each in nearest(asked, texts, least=ENOUGH)]
    known = {
        key: (number, shown)
        for key, number, shown in public_roots()
        .filter(pk__in=found)
        .values_list("pk", "number", "title")
    }
    return [known[key] for key in found if key in known]
