"""The process that the search of the directory is measured in: fill a base, then answer.

python -m benchmarks.bare.directory fill 50000
python -m benchmarks.bare.directory measure 200
"""

import json
import random
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from faire_ensemble.apps.directory.models import KINDS, Place, Service  # noqa: E402
from faire_ensemble.apps.directory.selectors.finding import (  # noqa: E402
    Asked,
    Where,
    current,
    find,
    forget,
)
from faire_ensemble.apps.directory.selectors.records.cards import cards_of  # noqa: E402
from faire_ensemble.apps.directory.services import prepare_search  # noqa: E402
from faire_ensemble.apps.directory.services.indexing import reindex  # noqa: E402
from faire_ensemble.core.similarity import fold  # noqa: E402

SYLLABLES = (
    "ba bel bou char che dor far gri la lin mar mon neu oli pre rou sain tour val vil".split()
)
STREETS = ("rue", "avenue", "boulevard", "place", "allée", "chemin")
WEEK = [[[540, 720], [840, 1020]]] * 5 + [[], []]
SHOWN = 20


def word(draw: random.Random, length: int) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(length))


@transaction.atomic
def fill(count: int) -> None:
    """Records with names, streets and towns that are not all different, as in life."""
    draw = random.Random(2026)
    towns = [word(draw, 3).capitalize() for _ in range(1500)]
    streets = [word(draw, draw.choice((2, 3))).capitalize() for _ in range(8000)]
    people = [word(draw, draw.choice((2, 3, 4))).capitalize() for _ in range(12000)]
    codes = list(KINDS)
    places, services = [], []
    for rank in range(count):
        town = draw.randrange(len(towns))
        places.append(
            Place(
                name=f"Maison {draw.choice(people)}",
                address=f"{rank % 200 + 1} {draw.choice(STREETS)} {draw.choice(streets)}",
                postcode=f"{59000 + town % 900}",
                commune_code=f"{10000 + town}",
                commune_name=towns[town],
                lon=2.6 + draw.random(),
                lat=50.3 + draw.random() / 2,
                hours=WEEK if rank % 3 else [],
            )
        )
    Place.objects.bulk_create(places, batch_size=1000)
    for place in places:
        kinds = draw.sample(codes, draw.choice((1, 1, 2)))
        said = draw.choice(KINDS[kinds[0]].synonyms.split())
        services.append(
            Service(
                name=f"{said.capitalize()} {draw.choice(people)} {draw.choice(people)}",
                description=f"Conseil, {draw.choice(KINDS[kinds[-1]].synonyms.split())}.",
                kinds=kinds,
                place=place,
                free=bool(draw.getrandbits(1)),
            )
        )
    Service.objects.bulk_create(services, batch_size=1000)
    reindex(service.pk for service in services)


def slip(draw: random.Random, text: str) -> str:
    """One letter dropped, doubled, changed or swapped with the next, never the first."""
    at = draw.randrange(1, len(text) - 1)
    kind = draw.choice(("drop", "double", "change", "swap"))
    if kind == "drop":
        return text[:at] + text[at + 1 :]
    if kind == "double":
        return text[: at + 1] + text[at:]
    if kind == "change":
        return text[:at] + draw.choice("aeinorst") + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def questions(count: int, *, typo: bool) -> list[tuple[str, int, Where]]:
    """What somebody types who looks for one record: two of its words, its town; near it."""
    draw = random.Random(7)
    keys = list(Service.objects.order_by("pk").values_list("pk", flat=True))
    asked = []
    for service in Service.objects.filter(pk__in=draw.sample(keys, count)).select_related("place"):
        kind, first, _second = service.name.split()[0], *service.name.split()[-2:]
        words = [kind, slip(draw, first) if typo else first]
        place = service.place
        assert place is not None and place.lon is not None and place.lat is not None
        where = Where(place.lon + 0.01, place.lat - 0.01, "ici", exact=True)
        asked.append((f"{' '.join(words)} {place.commune_name}", service.pk, where))
    return asked


def ours(text: str, where: Where | None) -> list[int]:
    """The whole answer: rank every record, read and dress the cards of the first page."""
    found = find(Asked(text=text, where=where))
    return [card.id for card in cards_of(found.top(0, SHOWN), found.readings)]


def contains(text: str, _where: Where | None) -> list[int]:
    """The peer that needs nothing: each word somewhere in the entry, as Django does it."""
    found = Service.objects.all()
    for each in fold(text).split():
        found = found.filter(searchentry__content__icontains=each)
    return list(found.values_list("pk", flat=True)[:SHOWN])


def trigrams(text: str, _where: Where | None) -> list[int]:
    """The peer of PostgreSQL: pg_trgm with its index, on the folded text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM bench_text WHERE %s <%% folded ORDER BY %s <<-> folded LIMIT 20",
            [fold(text), fold(text)],
        )
        return [pk for (pk,) in cursor.fetchall()]


def fts5(text: str, _where: Where | None) -> list[int]:
    """The peer of SQLite: FTS5 over trigrams, any trigram of the question, ranked by bm25."""
    folded = fold(text)
    grams = {folded[i : i + 3] for i in range(len(folded) - 2) if " " not in folded[i : i + 3]}
    asked = " OR ".join(f'"{gram}"' for gram in sorted(grams))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM bench_text WHERE bench_text MATCH %s ORDER BY rank LIMIT 20", [asked]
        )
        return [pk for (pk,) in cursor.fetchall()]


def peer() -> tuple[str, Callable[[str, Where | None], list[int]]]:
    """The peer of this base, its table filled from the same texts; asked for its extension."""
    rows = (
        (pk, fold(" ".join(text for _weight, text in content["fields"])))
        for pk, content in Service.objects.values_list("pk", "searchentry__content")
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE bench_text USING fts5(folded, tokenize='trigram')")
            cursor.executemany("INSERT INTO bench_text(rowid, folded) VALUES (%s, %s)", list(rows))
            return "FTS5 trigram", fts5
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("CREATE TABLE bench_text (id bigint PRIMARY KEY, folded text)")
        cursor.executemany("INSERT INTO bench_text VALUES (%s, %s)", list(rows))
        cursor.execute("CREATE INDEX ON bench_text USING gist (folded gist_trgm_ops(siglen=64))")
        cursor.execute("ANALYZE bench_text")
    return "pg_trgm", trigrams


def timed(
    answer: Callable[[str, Where | None], list[int]],
    asked: list[tuple[str, int, Where]],
    *,
    near: bool = False,
) -> dict[str, float]:
    """Milliseconds (median, 95th percentile) on the clock and of our processor, and how many found
    their record."""
    waits, work, found = [], [], 0
    for text, wanted, where in asked:
        start, before = time.perf_counter(), time.process_time()
        shown = answer(text, where if near else None)
        waits.append((time.perf_counter() - start) * 1000)
        work.append((time.process_time() - before) * 1000)
        found += wanted in shown
    waits.sort()
    work.sort()
    return {
        "median": waits[len(waits) // 2],
        "p95": waits[int(len(waits) * 0.95)],
        "work": work[len(work) // 2],
        "work95": work[int(len(work) * 0.95)],
        "found": found,
        "asked": len(asked),
    }


def loaded() -> tuple[int, float]:
    """How many records a process has, and the seconds that its first answer waited for them."""
    start = time.perf_counter()
    return current().count, time.perf_counter() - start


def measure(count: int) -> dict[str, object]:
    exact, typos = questions(count, typo=False), questions(count, typo=True)
    records, reading = loaded()
    start = time.perf_counter()
    prepare_search()
    preparing = time.perf_counter() - start
    forget()
    again, loading = loaded()
    assert again == records
    rows = {
        "exact words": timed(ours, exact),
        "with a typo": timed(ours, typos),
        "with a typo, near an address": timed(ours, typos, near=True),
    }
    few = 20
    rows["peer: icontains, exact words"] = timed(contains, exact[:few])
    rows["peer: icontains, with a typo"] = timed(contains, typos[:few])
    name, other = peer()
    rows[f"peer: {name}, exact words"] = timed(other, exact[:few])
    rows[f"peer: {name}, with a typo"] = timed(other, typos[:few])
    return {
        "records": records,
        "reading": reading,
        "preparing": preparing,
        "loading": loading,
        "rows": rows,
    }


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(json.dumps(measure(int(sys.argv[2]))))
