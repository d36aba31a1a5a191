"""The booklet: help by kind, large type, for people who do not use screens; PDF by typst."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.models import ACCESSIBILITY, KINDS, Service, labels_of
from faire_ensemble.apps.directory.selectors.finding import Asked, Where, find
from faire_ensemble.apps.directory.selectors.finding.searching import Hit
from faire_ensemble.apps.directory.selectors.records.cards import (
    card_of,
    distance_words,
    shown_services,
)
from faire_ensemble.apps.directory.selectors.records.opening import (
    coming_changes,
    now,
    week_words,
)
from faire_ensemble.apps.directory.selectors.records.reading import Question
from faire_ensemble.apps.territory.selectors import (
    Territory,
    epcis,
    neighbourhoods_of,
    shown_perimeters,
)
from faire_ensemble.kit.documents import pdf
from faire_ensemble.kit.numbers import long_date
from faire_ensemble.kit.qr import qr_svg

TEMPLATE = Path(__file__).parents[2] / "templates" / "directory" / "help" / "booklet.typ"
MOST = 120
"""Records of one booklet; more are on the page that its code leads to, and it says so."""
KM_PER_DEGREE, SQUEEZE = 111.32, 0.66
"""Of latitude; a degree of longitude is about two thirds of it in France (0.63 to 0.74)."""
BESIDE_KM = 1.0
"""What is that near a neighbourhood's limit is « à côté »."""


@dataclass(frozen=True, slots=True)
class BookletLine:
    """A neighbourhood that has something to print."""

    code: str
    name: str
    count: int


def booklets() -> tuple[BookletLine, ...]:
    """The neighbourhoods of the open EPCI with help in them: a few queries, whatever is kept."""
    lines = []
    for epci in epcis():
        for place in neighbourhoods_of(epci.pk).order_by("name", "code"):
            count = len(find(Asked(territory=place.pk)))
            if count:
                lines.append(BookletLine(place.code, place.name, count))
    return tuple(lines)


def place_booklet(place: Territory, address: str) -> bytes:
    """Help in a neighbourhood, then just beside it."""
    inside = find(Asked(territory=place.pk)).hits
    beside = _beside(place, {hit.service_id for hit in inside})
    parts, summary = _by_kind(inside[:MOST])
    towns = ", ".join(town.name for town in place.communes.order_by("name"))
    count = [ngettext("%(n)s aide ici", "%(n)s aides ici", len(inside)) % {"n": len(inside)}]
    if beside:
        records = _records(beside[: max(0, MOST - len(inside))])
        title = _("À côté, à moins de 1 km")
        parts.append({"title": title, "records": records})
        names = [(record["id"], record["name"]) for record in records]
        summary.append({"title": title, "names": names})
        words = ngettext("%(n)s tout près", "%(n)s tout près", len(beside))
        count.append(words % {"n": len(beside)})
    return _composed(
        place.name,
        " · ".join(filter(None, (_("Trouver de l'aide"), towns))),
        parts,
        ", ".join(count),
        address,
        more=len(inside) + len(beside) > MOST,
        summary=summary,
        urgent=True,
    )


def search_booklet(question: Question, address: str) -> bytes:
    """The answers of a search, in their order."""
    found = find(question.asked)
    where = question.asked.where
    title = question.values.get("q") or (
        str(KINDS[question.asked.kind].label) if question.asked.kind else _("Trouver de l'aide")
    )
    near = _("près de %(where)s") % {"where": where.label} if where else ""
    if question.place is not None:
        near = question.place.name
    parts = [{"title": "", "records": _records(found.top(0, MOST))}] if len(found) else []
    count = ngettext("%(n)s réponse", "%(n)s réponses", len(found)) % {"n": len(found)}
    return _composed(title, near, parts, count, address, more=len(found) > MOST)


def _composed(
    title: str,
    lead: str,
    parts: list[Any],
    count: str,
    address: str,
    *,
    more: bool,
    summary: Sequence[dict[str, Any]] = (),
    urgent: bool = False,
) -> bytes:
    moment = timezone.now()
    data = {
        "heading": title,
        "lead": lead,
        "parts": parts,
        "count": count,
        "more": _("Toutes ne tiennent pas ici : les autres sont sur la page.") if more else "",
        "summary": summary,
        "urgent": urgent_numbers() if urgent else [],
        "urgent_title": _("En cas d'urgence : gratuit, jour et nuit"),
        "nothing": "" if parts else _("Aucune fiche ici pour l'instant."),
        "address": address,
        "qr": qr_svg(address),
        "qr_words": _("Code qui ouvre cette liste sur un téléphone"),
        "scan": _("La liste à jour, sur un téléphone"),
        "made": _("Imprimé le %(day)s. Téléphonez avant de vous déplacer.")
        % {"day": long_date(now().date())},
        "notice": _("Démonstration : fiches inventées, sauf mention contraire.")
        if settings.FAIRE_DEMO
        else "",
        "words": {
            "hours": _("Horaires"), "address": _("Adresse"), "phone": _("Téléphone"),
            "coming": _("Comment"), "transport": _("Venir"), "who": _("Pour"),
            "languages": _("Langues"), "access": _("Accès"), "page": _("p."),
            "summary": _("Ce qu'on trouve ici"),
        },
    }  # fmt: skip
    return pdf(
        TEMPLATE.read_text(encoding="utf-8"),
        data,
        title=f"{title} – {lead}".strip(" –"),
        author=settings.SITE_NAME,
        created_at=moment,
        language=(get_language() or "fr")[:2],
    )


def _by_kind(hits: tuple[Hit, ...]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Sections by kind of help, each record told once, under its first kind; and the summary, in
    which it is named under all of them."""
    services = {each.pk: each for each in shown_services(hit.service_id for hit in hits)}
    sections: dict[str, list[dict[str, Any]]] = {code: [] for code in KINDS}
    summary: dict[str, list[tuple[int, str]]] = {code: [] for code in KINDS}
    for hit in hits:
        service = services.get(hit.service_id)
        if service is not None:
            codes = [code for code in KINDS if code in service.kinds] or ["papers"]
            sections[codes[0]].append(_record(service, hit))
            for code in codes:
                summary[code].append((service.pk, service.name))
    titles = {code: str(KINDS[code].label) for code in KINDS}
    return (
        [{"title": titles[code], "records": rows} for code, rows in sections.items() if rows],
        [{"title": titles[code], "names": names} for code, names in summary.items() if names],
    )


def urgent_numbers() -> list[tuple[str, str]]:
    """National numbers, free and answered day and night.

    15, 17, 18, 112 and 114: the State's sheet « Numéros d'urgence » in its version of July 2024, as
    communes publish it; 119: its own service. 115, 3919 (day and night since August 2021) and 3114
    are known without a page that was read: check them at each change of the list.
    """
    return [
        ("15", _("SAMU : un problème grave de santé")),
        ("17", _("police ou gendarmerie")),
        ("18", _("pompiers")),
        ("112", _("toutes les urgences, partout en Europe")),
        ("114", _("toutes les urgences, par SMS, pour les personnes sourdes")),
        ("115", _("une place où dormir cette nuit")),
        ("119", _("un enfant en danger")),
        ("3919", _("violences faites aux femmes")),
        ("3114", _("idées de suicide : en parler")),
    ]


def _records(hits: tuple[Hit, ...]) -> list[dict[str, Any]]:
    services = {each.pk: each for each in shown_services(hit.service_id for hit in hits)}
    return [_record(services[h.service_id], h) for h in hits if h.service_id in services]


def _record(service: Service, hit: Hit) -> dict[str, Any]:
    card = card_of(service, hit)
    checked = (
        _("vérifié le %(day)s") % {"day": long_date(card.checked_on)}
        if card.checked_on and not card.to_check
        else _("à vérifier")
    )
    coming = ", ".join(filter(None, (*card.coming, card.cost)))
    return {
        "id": card.id,
        "name": card.name,
        "where": ", ".join(filter(None, (card.place, card.address, card.town))),
        "distance": distance_words(hit.kilometres),
        "hours": [*week_words(service), *coming_changes(service, now().date())],
        "phone": card.phone,
        "coming": coming,
        "transport": card.transport,
        "who": ", ".join(card.audiences),
        "languages": ", ".join(card.languages),
        "access": ", ".join(
            labels_of(ACCESSIBILITY, service.place.accessibility) if service.place else ()
        ),
        "description": card.description,
        "checked": checked,
    }


def _beside(place: Territory, inside: set[int]) -> tuple[Hit, ...]:
    """Records less than `BESIDE_KM` from the limit, the nearest to the middle first."""
    held = shown_perimeters([place]).get(place.pk)
    if held is None:
        return ()
    middle = held.geometry.representative_point()
    reach = BESIDE_KM + KM_PER_DEGREE * max(
        held.north - held.south, (held.east - held.west) * SQUEEZE
    )
    near = find(
        Asked(where=Where(middle.x, middle.y, place.name, exact=False), within_km=reach)
    ).hits
    wanted = [hit for hit in near if hit.service_id not in inside and hit.kilometres is not None]
    rows = Service.objects.filter(pk__in=[hit.service_id for hit in wanted])
    points = {
        pk: shapely.Point(lon * SQUEEZE, lat)
        for pk, lon, lat in rows.values_list("pk", "place__lon", "place__lat")
        if lon is not None and lat is not None
    }
    flat = shapely.transform(held.geometry, lambda xy: xy * [SQUEEZE, 1.0])
    return tuple(
        hit
        for hit in wanted
        if hit.service_id in points
        and shapely.distance(flat, points[hit.service_id]) * KM_PER_DEGREE <= BESIDE_KM
    )
