"""The records that a person keeps, and what their form offers."""

from collections import Counter
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.models import Organisation, Service
from faire_ensemble.apps.directory.permissions import can_keep_all, organisations_held
from faire_ensemble.apps.territory.selectors import (
    Territory,
    communes_of,
    epcis,
    neighbourhoods_of,
)

OFFERED = 500
"""Organisations offered to whoever keeps all records; others come from the list by name."""


def records_kept(actor: Any) -> QuerySet[Service]:
    """Records that the actor may edit."""
    found = Service.objects.filter(merged_into__isnull=True)
    if can_keep_all(actor):
        return found
    return found.filter(Q(owner_id=actor.pk) | Q(organisation__in=organisations_held(actor)))


def organisation_choices(actor: Any, held: Organisation | None = None) -> list[tuple[int, str]]:
    """Organisations for which the actor may write a record, that of the record included."""
    found = Organisation.objects.all()
    if not can_keep_all(actor):
        found = found.filter(pk__in=organisations_held(actor))
    choices = list(found.order_by("name_key", "pk").values_list("pk", "name")[:OFFERED])
    if held is not None and held.pk not in {pk for pk, _name in choices}:
        choices.insert(0, (held.pk, held.name))
    return choices


def area_choices(service: Service | None = None) -> list[tuple[str, list[tuple[int, str]]]]:
    """Where those helped may live: each commune that has neighbourhoods with them, then the other
    communes, then what the record already says and is not of these. A constant number of queries.
    """
    held = list(service.areas.order_by("name")) if service is not None else []
    groups: list[tuple[str, list[tuple[int, str]]]] = []
    plain: list[tuple[int, str]] = []
    for epci in epcis():
        inside: dict[int, list[Territory]] = {}
        alone: list[tuple[int, str]] = []
        for quarter in neighbourhoods_of(epci.pk).prefetch_related("communes").order_by("name"):
            towns = sorted(quarter.communes.all(), key=lambda town: town.name)
            if towns:
                inside.setdefault(towns[0].pk, []).append(quarter)
            else:
                alone.append((quarter.pk, quarter.name))
        for town in communes_of(epci.pk).order_by("name"):
            quarters = inside.pop(town.pk, [])
            if quarters:
                whole = (town.pk, _("toute la commune de %(name)s") % {"name": town.name})
                groups.append((town.name, [whole, *_told_apart(quarters)]))
            else:
                plain.append((town.pk, town.name))
        left = [(each.pk, each.name) for rows in inside.values() for each in rows]
        if alone or left:
            groups.append((_("Autres quartiers"), [*alone, *left]))
    if plain:
        groups.append((_("Autres communes") if groups else _("Communes"), plain))
    offered = {pk for _title, rows in groups for pk, _label in rows}
    others = [(each.pk, each.name) for each in held if each.pk not in offered]
    return [*groups, (_("Ailleurs"), others)] if others else groups


def _told_apart(quarters: list[Territory]) -> list[tuple[int, str]]:
    """Names, with the official code where two bear the same one (two geographies)."""
    names = Counter(each.name for each in quarters)
    return [
        (each.pk, f"{each.name} ({each.code})" if names[each.name] > 1 else each.name)
        for each in quarters
    ]
