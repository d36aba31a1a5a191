"""Writing a record and its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory import permissions
from faire_ensemble.apps.directory.models import (
    ACCESSIBILITY,
    AUDIENCES,
    COMING,
    KINDS,
    LANGUAGES,
    Organisation,
    Place,
    Service,
    Word,
)
from faire_ensemble.apps.directory.models.hours import keep_changes, keep_week
from faire_ensemble.apps.directory.selectors.placing import placed
from faire_ensemble.apps.directory.services.faults import BadRecord
from faire_ensemble.apps.directory.services.indexing import reindex, reindex_place
from faire_ensemble.apps.territory.selectors import Territory, communes_of, epcis
from faire_ensemble.core.opening import HoursRefused, read_exceptions, read_week
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require


@dataclass(frozen=True, slots=True)
class RecordContent:
    """What a form says of a record; hours as they were typed."""

    name: str
    kinds: Sequence[str]
    description: str = ""
    audiences: Sequence[str] = ()
    languages: Sequence[str] = ()
    coming: Sequence[str] = ()
    free: bool | None = None
    price: str = ""
    hours: str = ""
    changes: str = ""
    hours_note: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    place_name: str = ""
    address: str = ""
    postcode: str = ""
    commune_name: str = ""
    lon: float | None = None
    lat: float | None = None
    transport: str = ""
    accessibility: Sequence[str] = ()
    areas: Sequence[int] = field(default=())


@transaction.atomic
def save_service(
    *,
    actor: Any,
    content: RecordContent,
    organisation_id: int | None,
    service_id: int | None = None,
    checked_on: date | None = None,
) -> Service:
    """Create a record, or change one; whoever writes it says that it is true today.

    Its place is its own: changing the address of one record never moves another. Raises
    `BadRecord` with the field to correct, `Refused` for whoever may not.
    """
    organisation = (
        Organisation.objects.filter(pk=organisation_id).first() if organisation_id else None
    )
    if service_id is None:
        require(permissions.can_create_service(actor, organisation))
        service = Service(owner=actor if getattr(actor, "pk", None) else None)
    else:
        service = Service.objects.select_for_update().get(pk=service_id)
        require(permissions.can_edit_service(actor, service))
        if organisation_id != service.organisation_id:
            require(permissions.can_create_service(actor, organisation))
    before = _plain(service) if service_id else {}
    service.organisation = organisation
    _fill(service, content)
    service.place = _place(service, content)
    service.checked_on = checked_on or timezone.localdate()
    service.reminded_on, service.by_hand = None, True
    service.save()
    service.areas.set(content.areas)
    reindex([service.pk])
    if service.place is not None:
        reindex_place(service.place.pk)
    after = _plain(service)
    changed = sorted(name for name in after if before.get(name) != after[name])
    verb = _("fiche d'aide modifiée") if service_id else _("fiche d'aide créée")
    audit.record(
        actor=actor,
        verb=verb,
        subject=f"fiche:{service.pk}",
        detail={"nom": service.name, "champs": changed},
    )
    return service


@transaction.atomic
def close_service(*, actor: Any, service_id: int) -> Service:
    """Say that this help does not exist any more: it is not found again, its page says so."""
    service = Service.objects.select_for_update().get(pk=service_id)
    require(permissions.can_edit_service(actor, service))
    service.closed_on = timezone.localdate()
    service.save(update_fields=["closed_on"])
    reindex([service.pk])
    audit.record(actor=actor, verb="fiche d'aide fermée", subject=f"fiche:{service.pk}", detail={})
    return service


def _fill(service: Service, content: RecordContent) -> None:
    name = " ".join(content.name.split())
    if not name:
        raise BadRecord(_("Donnez un nom : c'est ce que les gens liront en premier."), "name")
    if not content.kinds:
        raise BadRecord(
            _("Cochez au moins une sorte d'aide : c'est par là qu'on cherche."), "kinds"
        )
    service.name = name[:200]
    service.kinds = _codes(KINDS, content.kinds, "kinds")
    service.audiences = _codes(AUDIENCES, content.audiences, "audiences")
    service.languages = _codes(LANGUAGES, content.languages, "languages")
    service.coming = _codes(COMING, content.coming, "coming")
    service.description = content.description.strip()[:2000]
    service.free, service.price = content.free, content.price.strip()[:200]
    try:
        service.hours = keep_week(read_week(content.hours))
    except HoursRefused as refused:
        raise BadRecord(str(refused), "hours") from refused
    try:
        service.changes = keep_changes(read_exceptions(content.changes))
    except HoursRefused as refused:
        raise BadRecord(str(refused), "changes") from refused
    service.hours_note = content.hours_note.strip()[:500]
    service.phone, service.email = content.phone.strip()[:30], content.email.strip()
    service.website = content.website.strip()


def _place(service: Service, content: RecordContent) -> Place | None:
    """The place of the form: this record's own, made anew when it shared one."""
    if not (content.place_name or content.address or content.commune_name):
        if not {"phone", "online", "home"} & set(content.coming):
            raise BadRecord(
                _(
                    "Dites où aller (au moins la commune), ou cochez « par téléphone », « en "
                    "ligne » ou « on se déplace chez vous »."
                ),
                "commune_name",
            )
        return None
    if not content.commune_name.strip() and content.lon is None:
        raise BadRecord(
            _("Dites dans quelle commune est ce lieu : sans elle, personne ne le trouve près de "
              "chez soi."),
            "commune_name",
        )  # fmt: skip
    place = service.place
    if place is None or place.services.exclude(pk=service.pk).exists():
        shared, place = place, Place()
        if shared is not None:
            place.mobile, place.hours, place.changes = shared.mobile, shared.hours, shared.changes
    moved = (place.address, place.commune_name) != (content.address, content.commune_name)
    place.name = (content.place_name or service.name)[:200]
    place.address = " ".join(content.address.split())[:300]
    place.postcode, place.transport = content.postcode.strip()[:5], content.transport.strip()[:300]
    place.accessibility = _codes(ACCESSIBILITY, content.accessibility, "accessibility")
    place.commune_name = " ".join(content.commune_name.split())[:100]
    if (content.lon is None) != (content.lat is None):
        raise BadRecord(_("Donnez la longitude et la latitude, ou aucune des deux."), "lon")
    if content.lon is not None or moved:
        place.lon, place.lat = content.lon, content.lat
    place_somewhere(place)
    return place


def place_somewhere(place: Place) -> None:
    """Save a place with its commune and the neighbourhoods that hold its point."""
    communes = [each for epci in epcis() for each in communes_of(epci.pk)]
    by_name = {each.name.casefold(): each for each in communes}
    place.commune = by_name.get(place.commune_name.casefold())
    neighbourhoods: tuple[Territory, ...] = ()
    if place.lon is not None and place.lat is not None:
        found, neighbourhoods = placed([place.lon], [place.lat])[0]
        place.commune = place.commune or next(iter(found), None)
    if place.commune is not None:
        place.commune_code, place.commune_name = place.commune.code, place.commune.name
    place.save()
    place.neighbourhoods.set(neighbourhoods)


def _codes(table: dict[str, Word], codes: Sequence[str], field: str) -> list[str]:
    unknown = sorted(set(codes) - set(table))
    if unknown:
        raise BadRecord(
            _("Choix inconnu : %(codes)s.") % {"codes": ", ".join(unknown)[:100]}, field
        )
    return [code for code in table if code in codes]


def _plain(service: Service) -> dict[str, Any]:
    """What the trail compares; only the names of the fields are kept in it."""
    place = service.place
    names = (
        "name", "description", "kinds", "audiences", "languages", "coming", "free", "price",
        "hours", "changes", "hours_note", "phone", "email", "website", "organisation_id",
    )  # fmt: skip
    kept = {name: getattr(service, name) for name in names}
    kept["areas"] = sorted(service.areas.values_list("pk", flat=True))
    if place is not None:
        kept |= {
            f"place_{name}": getattr(place, name)
            for name in ("name", "address", "postcode", "commune_name", "lon", "lat", "transport",
                         "accessibility")
        }  # fmt: skip
    return kept
