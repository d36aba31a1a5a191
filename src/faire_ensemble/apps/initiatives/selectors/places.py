"""Where an initiative may be: the communes and neighbourhoods of the site, for a list to choose."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.territory.selectors import Territory

KINDS = (("priority", "monitored", "lived"), ("commune",))


def place_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """Neighbourhoods, then communes, by name; one query."""
    rows = Territory.objects.filter(epci__isnull=False).order_by("name", "code")
    found = list(rows.values_list("pk", "name", "kind"))
    labels = (_("Quartiers"), _("Communes"))
    return [
        (label, [(pk, name) for pk, name, kind in found if kind in kinds])
        for label, kinds in zip(labels, KINDS, strict=True)
    ]


def place_named(territory_id: int | None) -> str:
    """The name of one; nothing for none."""
    if territory_id is None:
        return ""
    return Territory.objects.filter(pk=territory_id).values_list("name", flat=True).first() or ""
