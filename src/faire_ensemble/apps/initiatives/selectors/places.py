"""Where an initiative may be: the communes and neighbourhoods of the site, for a list to choose."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.territory.selectors import Territory

KINDS = (("priority", "monitored", "lived"), ("commune",))


def place_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """Neighbourhoods, each with its communes (« Résidence » is in several towns), then communes,
    by name; two queries."""
    rows = Territory.objects.filter(epci__isnull=False).prefetch_related("communes")
    found = list(rows.order_by("name", "code"))
    labels = (_("Quartiers"), _("Communes"))
    return [
        (label, [(each.pk, _told(each)) for each in found if each.kind in kinds])
        for label, kinds in zip(labels, KINDS, strict=True)
    ]


def _told(place: Territory) -> str:
    towns = ", ".join(sorted(town.name for town in place.communes.all()))
    return f"{place.name} ({towns})" if towns else place.name


def place_named(territory_id: int | None) -> str:
    """The name of one; nothing for none."""
    if territory_id is None:
        return ""
    return Territory.objects.filter(pk=territory_id).values_list("name", flat=True).first() or ""
