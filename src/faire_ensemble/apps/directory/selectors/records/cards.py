"""Records as cards: what one needs to decide whether to go, and the reason they were found."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.directory.models import (
    AUDIENCES,
    COMING,
    KINDS,
    LANGUAGES,
    Service,
    labels_of,
)
from faire_ensemble.apps.directory.selectors.finding.searching import Hit
from faire_ensemble.apps.directory.selectors.records.opening import Opening, now, opening_of
from faire_ensemble.core.finding import Reading, words_of
from faire_ensemble.kit.numbers import HARD, number

SHORT = 180


@dataclass(frozen=True, slots=True)
class Card:
    """One answer. `rank` is its number on the map of the page, 0 without a point."""

    id: int
    name: str
    kinds: tuple[str, ...]
    place: str
    address: str
    town: str
    transport: str
    organisation: str
    description: str
    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    coming: tuple[str, ...]
    cost: str
    phone: str
    tel: str
    opening: Opening
    distance: str
    reasons: str
    checked_on: date | None
    to_check: bool
    invented: bool
    lon: float | None
    lat: float | None
    rank: int = 0


def shown_services(ids: Iterable[int]) -> QuerySet[Service]:
    """Records with what a card needs: one query."""
    return Service.objects.filter(pk__in=list(ids)).select_related("place", "organisation")


def cards_of(hits: Sequence[Hit], readings: Sequence[Reading] = ()) -> tuple[Card, ...]:
    """The cards of hits, in their order: one query."""
    services = {each.pk: each for each in shown_services(hit.service_id for hit in hits)}
    known = [(hit, services[hit.service_id]) for hit in hits if hit.service_id in services]
    return tuple(card_of(service, hit, readings) for hit, service in known)


def card_of(
    service: Service, hit: Hit | None = None, readings: Sequence[Reading] = (), rank: int = 0
) -> Card:
    """One card; asks nothing of the database when place and organisation are at hand."""
    place, moment = service.place, now()
    phone = service.phone or (place.phone if place else "")
    return Card(
        id=service.pk,
        name=service.name,
        kinds=tuple(labels_of(KINDS, service.kinds)),
        place=place.name if place and place.name != service.name else "",
        address=place.address if place else "",
        town=place.town if place else "",
        transport=place.transport if place else "",
        organisation=service.organisation.name if service.organisation else "",
        description=_short(service.description),
        audiences=tuple(labels_of(AUDIENCES, service.audiences)),
        languages=tuple(labels_of(LANGUAGES, service.languages)),
        coming=tuple(labels_of(COMING, service.coming)),
        cost=cost_of(service),
        phone=phone.replace(" ", HARD),
        tel=tel(phone),
        opening=opening_of(service, moment),
        distance=distance_words(hit.kilometres) if hit else "",
        reasons=reasons_of(service, readings),
        checked_on=service.checked_on,
        to_check=service.to_check(moment.date()),
        invented=service.invented,
        lon=place.lon if place else None,
        lat=place.lat if place else None,
        rank=rank,
    )


def cost_of(service: Service) -> str:
    """« gratuit », the price as written, or nothing when it is not known."""
    return _("gratuit") if service.free else service.price


def tel(phone: str) -> str:
    """The address of a telephone link: « 03 20 00 00 00 » → `+33320000000`; nothing if odd."""
    digits = re.sub(r"[^\d+]", "", phone)
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return "+33" + digits[1:]
    return digits if re.fullmatch(r"\+?\d{2,15}", digits) else ""


def distance_words(kilometres: float | None) -> str:
    """« à 350 m », « à 1,2 km », in a straight line; nothing without a point."""
    if kilometres is None:
        return ""
    metres = round(kilometres * 1000, -1)
    if metres < 1000:
        said = _("à %(n)s m") % {"n": number(max(10, int(metres)))}
    else:
        said = _("à %(n)s km") % {"n": number(round(kilometres, 1 if kilometres < 10 else 0))}
    return said.replace(" ", HARD)


def reasons_of(service: Service, readings: Sequence[Reading]) -> str:
    """Which words were found, and where: « lire » (aide), « Wazemmes » (quartier ou rue)."""
    if not readings:
        return ""
    fields = _fields(service)
    said = []
    for reading in readings:
        wanted = set(reading.words)
        where = next((name for name, words in fields.items() if wanted & words), "")
        if where:
            said.append(_("« %(word)s » (%(where)s)") % {"word": reading.typed, "where": where})
    return ", ".join(said)


def _fields(service: Service) -> Mapping[str, set[str]]:
    """The words of each field, the heaviest field first; French, as they are indexed."""
    place = service.place
    with override("fr"):
        kinds = labels_of(KINDS, service.kinds)
        who = labels_of(AUDIENCES, service.audiences) + labels_of(LANGUAGES, service.languages)
    who += [AUDIENCES[code].said for code in service.audiences if code in AUDIENCES]
    who += [LANGUAGES[code].said for code in service.languages if code in LANGUAGES]
    kinds += [KINDS[code].said for code in service.kinds if code in KINDS]
    names = service.organisation.name if service.organisation else ""
    where = f"{place.name} {place.address} {place.extra} {place.town}" if place else ""
    texts = {
        _("nom"): service.name,
        _("sorte d'aide"): " ".join(kinds),
        _("public ou langue"): " ".join(who),
        _("organisation"): names,
        _("lieu"): where,
        _("description"): service.description,
    }
    return {name: set(words_of(text)) for name, text in texts.items()}


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHORT else plain[:SHORT].rsplit(" ", 1)[0] + "…"
