"""The page of one record."""

from dataclasses import dataclass
from datetime import date

from faire_ensemble.apps.directory.models import ACCESSIBILITY, Service, labels_of
from faire_ensemble.apps.directory.selectors.records.cards import Card, card_of, tel
from faire_ensemble.apps.directory.selectors.records.opening import (
    DayLine,
    coming_changes,
    now,
    week_lines,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to ask for, who agreed to be named."""

    id: int
    name: str
    role: str
    phone: str
    tel: str
    email: str
    consented_on: date


@dataclass(frozen=True, slots=True)
class ServicePage:
    """`merged_into`: the record that this one became, whose page answers instead. `street_map`:
    the address of a plan of the streets around, kept by others; empty without a point."""

    card: Card
    description: str
    week: tuple[DayLine, ...]
    changes: tuple[str, ...]
    hours_note: str
    extra: str
    mobile: bool
    street_map: str
    accessibility: tuple[str, ...]
    accessibility_note: str
    email: str
    website: str
    contacts: tuple[Person, ...]
    quarters: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
    source: str
    organisation_id: int | None
    closed_on: date | None
    merged_into: int | None
    also: tuple[tuple[int, str], ...]


def service_with(pk: int) -> Service | None:
    """A record, whatever became of it."""
    return Service.objects.filter(pk=pk).select_related("place", "organisation").first()


def service_page(service: Service) -> ServicePage:
    """All that the page says: four queries."""
    place, today = service.place, now().date()
    quarters = list(place.neighbourhoods.order_by("kind", "name")) if place else []
    others = (
        place.services.filter(closed_on__isnull=True, merged_into__isnull=True)
        .exclude(pk=service.pk)
        .order_by("name", "pk")[:20]
        if place
        else []
    )
    return ServicePage(
        card=card_of(service),
        description=service.description,
        week=week_lines(service, today),
        changes=coming_changes(service, today),
        hours_note=service.hours_note or (place.hours_note if place else ""),
        extra=place.extra if place else "",
        mobile=bool(place and place.mobile),
        street_map=_street_map(place.lon, place.lat) if place else "",
        accessibility=tuple(labels_of(ACCESSIBILITY, place.accessibility)) if place else (),
        accessibility_note=place.accessibility_note if place else "",
        email=service.email or (place.email if place else ""),
        website=service.website or (place.website if place else ""),
        contacts=contacts_of(service),
        quarters=tuple((each.code, each.name) for each in quarters),
        areas=tuple(each.name for each in service.areas.order_by("name")),
        source=service.source,
        organisation_id=service.organisation_id,
        closed_on=service.closed_on,
        merged_into=service.merged_into_id,
        also=tuple((each.pk, each.name) for each in others),
    )


def _street_map(lon: float | None, lat: float | None) -> str:
    if lon is None or lat is None:
        return ""
    spot = f"{lat:.5f}/{lon:.5f}"
    return f"https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}#map=17/{spot}"


def contacts_of(service: Service) -> tuple[Person, ...]:
    """The persons named, whose consent holds."""
    rows = service.contacts.filter(withdrawn_at__isnull=True).order_by("pk")
    return tuple(
        Person(each.pk, each.name, each.role, each.phone, tel(each.phone), each.email,
               each.consented_on)
        for each in rows
    )  # fmt: skip
