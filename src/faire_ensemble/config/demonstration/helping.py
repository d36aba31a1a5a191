"""Help in the neighbourhoods: invented records marked as such, and the few that a source names."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.directory.models import Organisation, Service
from faire_ensemble.apps.directory.services import (
    RecordContent,
    identify,
    register,
    save_service,
)
from faire_ensemble.apps.directory.services.indexing import reindex
from faire_ensemble.apps.territory.models import Territory
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.people import address

SOURCE = "Démonstration : fiche inventée"
STEP = 0.0022
"""Degrees between two places of a neighbourhood: 150 to 250 m."""
ACCESSIBLE: tuple[list[str], ...] = (
    ["step_free", "toilets"],
    ["step_free", "lift", "pushchair"],
    [],
)
AGES = (3, 12, 25, 40, 61, 90, 130, 210)
"""Days since a record was confirmed; the last one is to check again."""


def add_help() -> int:
    """Write every record through the service that the pages use; how many there are."""
    told = facts.table("helping.toml")
    officer = User.objects.get(email=address("cheffe-de-projet"))
    count = 0
    for fact in told["told"]:
        _tell(officer, fact)
        count += 1
    houses = _houses(told)
    orders = {fact["name"]: order for order, fact in enumerate(told["invented"])}
    for fact in told["invented"]:
        order = orders[fact.get("as", fact["name"])]
        for code in fact["quarters"]:
            _invent(officer, told, fact, houses.get(code), order, count)
            count += 1
    _entrust()
    return count


def _houses(told: dict[str, Any]) -> dict[str, tuple[facts.Neighbourhood, int]]:
    """Each neighbourhood, and the invented house that helps there."""
    rows = facts.neighbourhoods()
    names = {row.code: house_name(told["house"], row.name) for row in rows}
    parties = [identify(f"{names[row.code]} (démonstration)", kind="association")
               for row in rows]  # fmt: skip
    return {row.code: (row, pk) for row, pk in zip(rows, register(parties), strict=True)}


def house_name(house: str, quarter: str) -> str:
    """« Maison de quartier La Bourgogne »; the first part of a name made of several."""
    return f"{house} {quarter.removeprefix('Quartier Intercommunal ').split(' - ')[0]}"


def _tell(officer: User, fact: dict[str, Any]) -> None:
    content = RecordContent(
        name=fact["name"],
        kinds=fact["kinds"],
        audiences=fact["audiences"],
        description=fact["description"],
        commune_name=fact["commune"],
    )
    (body,) = register([identify(fact["name"])])
    made = save_service(actor=officer, content=content, organisation_id=body)
    # Nobody confirmed it since: the source is of 2019, and says neither address nor hours.
    Service.objects.filter(pk=made.pk).update(source=fact["source"], checked_on=None, owner=None)


def _invent(
    officer: User,
    told: dict[str, Any],
    fact: dict[str, Any],
    house: tuple[facts.Neighbourhood, int] | None,
    order: int,
    number: int,
) -> None:
    place: dict[str, Any] = {}
    organisation = None
    if house is not None:
        row, organisation = house
        turn = order % 5
        commune = Territory.objects.get(kind="commune", code=row.communes[0])
        place = {
            "place_name": house_name(told["house"], row.name),
            "address": f"{2 + 3 * order} {told['street'][turn]}",
            "commune_name": commune.name,
            "lon": round(row.longitude + STEP * ((turn + 1) // 2) * (-1) ** turn, 5),
            "lat": round(row.latitude + STEP * 0.4 * (turn % 3 - 1), 5),
            "transport": "bus, arrêt « Fables » (inventé)",
            "accessibility": ACCESSIBLE[number % len(ACCESSIBLE)],
        }
    content = RecordContent(
        name=fact["name"],
        kinds=fact["kinds"],
        audiences=fact["audiences"],
        languages=fact["languages"],
        coming=fact["coming"],
        free=fact["free"],
        price=fact.get("price", ""),
        hours=fact["hours"],
        description=fact["description"],
        phone=f"03 53 01 {number // 100:02d} {number % 100:02d}",
        **place,
    )
    checked = timezone.localdate() - timedelta(days=AGES[number % len(AGES)])
    made = save_service(
        actor=officer, content=content, organisation_id=organisation, checked_on=checked
    )
    Service.objects.filter(pk=made.pk).update(source=SOURCE, invented=True)


def _entrust() -> None:
    """A few records belong to an association of the funding year: its holder keeps them."""
    holder = User.objects.get(email=address("association-1"))
    mandate = holder.mandates.get(role="holder")
    body = Organisation.objects.get(name=mandate.organisation)
    wanted = [each.pk for each in Service.objects.filter(invented=True).order_by("pk")
              if "moving" in each.kinds]  # fmt: skip
    Service.objects.filter(pk__in=wanted).update(organisation=body, owner=holder)
    reindex(wanted)
