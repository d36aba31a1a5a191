"""Records that may be about the same help, with the reason; merges done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from math import hypot
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.models import Apart, Merge, SearchHead, Service
from faire_ensemble.apps.directory.selectors.records.cards import tel
from faire_ensemble.apps.directory.selectors.records.listed import HERE
from faire_ensemble.core.similarity import Text, fold, nearest

CLOSE = 0.45
"""Likeness of names and addresses, in one commune, from which two records are shown."""
MOST = 50
KM_PER_DEGREE, SQUEEZE = 111.32, 0.66
APART_KM = 0.3
"""Farther, two records of one name are two places of one organisation."""
COMPARED = (
    "name", "phone", "kinds", "organisation__name", "place__address", "place__postcode",
    "place__phone", "place__lon", "place__lat", "place__commune_code", "place__commune_name",
)  # fmt: skip
AT_ONCE = 500
"""Records compared while a page is made (a fraction of a second); more are left to the worker."""
LAST, KEPT_SECONDS = "directory.duplicates", 7 * 86_400
LARGEST = 400
"""Records of one commune compared with each other; beyond, only those with the same telephone."""


@dataclass(frozen=True, slots=True)
class Side:
    id: int
    name: str
    address: str
    phone: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records and why they are shown; `score` from 0 to 1."""

    one: Side
    other: Side
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class MergeLine:
    id: int
    kept_id: int
    kept: str
    absorbed: str
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApartLine:
    """Two records, (key, name), that somebody said are two."""

    id: int
    first: tuple[int, str]
    second: tuple[int, str]
    at: datetime


def duplicate_pairs() -> tuple[Pair, ...]:
    """The pairs most alike first, at most `MOST`, without those known to be two, among the records
    of the communes open here: two queries."""
    rows = _compared().select_related("place", "organisation").only(*COMPARED).order_by("pk")
    towns: dict[str, list[Service]] = defaultdict(list)
    for each in rows:
        towns[each.place.commune_code or each.place.commune_name if each.place else ""].append(each)
    pairs: dict[tuple[int, int], Pair] = {}
    for services in towns.values():
        for pair in (*_same_phone(services), *_alike(services)):
            key = (pair.one.id, pair.other.id)
            known = pairs.get(key)
            if known is not None:
                reason = f"{known.reason} ; {pair.reason}"
                pair = replace(pair, reason=reason, score=max(known.score, pair.score))
            pairs[key] = pair
    for known_apart in Apart.objects.values_list("first", "second"):
        pairs.pop(known_apart, None)
    return tuple(sorted(pairs.values(), key=lambda p: (-p.score, p.one.id, p.other.id))[:MOST])


def duplicates_known() -> int:
    """How many there were at the last count: one query."""
    return int(cache.get(LAST, 0))


def duplicates_count() -> int:
    """How many pairs the page of duplicates shows. Counted again when a record changes: at once
    among few, by the worker among many (`count_duplicates`); until then, the last count known."""
    key = _state()
    held: int | None = cache.get(key)
    if held is not None:
        return held
    if _compared().count() <= AT_ONCE:
        return _counted(key)
    return duplicates_known()


def count_duplicates() -> int:
    """Count anew when something changed since; whether it was."""
    key = _state()
    if cache.get(key) is not None:
        return 0
    _counted(key)
    return 1


def _state() -> str:
    """Three figures that move with the records and with the pairs left apart."""
    head = SearchHead.objects.filter(pk=1).values_list("revision", flat=True).first() or 0
    apart = Apart.objects.aggregate(last=Max("pk", default=0), count=Count("pk"))
    return f"{LAST}.{head}.{apart['last']}.{apart['count']}"


def _counted(key: str) -> int:
    found = len(duplicate_pairs())
    cache.set_many({key: found, LAST: found}, KEPT_SECONDS)
    return found


def _compared() -> QuerySet[Service]:
    return Service.objects.filter(HERE, closed_on__isnull=True, merged_into__isnull=True)


def apart_pairs() -> tuple[ApartLine, ...]:
    """The last pairs left apart: one query."""
    rows = Apart.objects.select_related("first", "second").order_by("-pk")[:MOST]
    return tuple(
        ApartLine(a.pk, (a.first_id, a.first.name), (a.second_id, a.second.name), a.at)
        for a in rows
    )


def merges() -> tuple[MergeLine, ...]:
    """The last merges: one query."""
    rows = Merge.objects.select_related("kept", "absorbed").order_by("-pk")[:MOST]
    return tuple(
        MergeLine(m.pk, m.kept_id, m.kept.name, m.absorbed.name, m.at, m.undone_at) for m in rows
    )


def _alike(services: list[Service]) -> Iterable[Pair]:
    if len(services) < 2 or len(services) > LARGEST:
        return
    texts = [Text(each.pk, fold(each.name), fold(_address(each))) for each in services]
    known = {each.pk: each for each in services}
    for rank, text in enumerate(texts):
        for like in nearest(text, texts[rank + 1 :], least=CLOSE, most=5, among=len(texts)):
            one, other = known[text.key], known[like.key]
            if set(one.kinds) & set(other.kinds) and not _apart(one, other):
                reason = _("noms et adresses proches, même commune")
                yield Pair(_side(one), _side(other), reason, round(like.score, 2))


def _same_phone(services: list[Service]) -> Iterable[Pair]:
    """The same telephone and a kind of help in common; names that share nothing are left out."""
    held: dict[str, list[Service]] = defaultdict(list)
    for each in services:
        if number := tel(_phone(each)):
            held[number].append(each)
    for group in held.values():
        for rank, one in enumerate(group):
            for other in group[rank + 1 :]:
                shared = set(fold(one.name).split()) & set(fold(other.name).split())
                if set(one.kinds) & set(other.kinds) and shared:
                    yield Pair(_side(one), _side(other), _("même téléphone, même commune"), 0.9)


def _apart(one: Service, other: Service) -> bool:
    """Whether both have a point, and these are too far from each other for one address."""
    here, there = one.place, other.place
    if here is None or there is None or here.lon is None or there.lon is None:
        return False
    if here.lat is None or there.lat is None:
        return False
    return hypot((here.lon - there.lon) * SQUEEZE, here.lat - there.lat) * KM_PER_DEGREE > APART_KM


def _phone(service: Service) -> str:
    return service.phone or (service.place.phone if service.place else "")


def _address(service: Service) -> str:
    return f"{service.place.address} {service.place.town}".strip() if service.place else ""


def _side(service: Service) -> Side:
    body: Any = service.organisation
    return Side(
        service.pk, service.name, _address(service), _phone(service), body.name if body else ""
    )
