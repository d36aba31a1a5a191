"""How persons are shown here: by the name they chose, else theirs, never by their address."""

from typing import Any

from django.utils.translation import gettext as _


def shown_name(person: Any) -> str:
    """A name, or words that stand for it; `str(person)` would show the address instead.

    Read the person with `select_related("…__shown_here")`, or this is one query each.
    """
    if person is None or not person.is_active:
        return _("une personne qui a quitté le site")
    return name_of(person) or _("une personne sans nom affiché")


def name_of(person: Any) -> str:
    """The name alone; empty when there is none."""
    chosen = getattr(person, "shown_here", None)
    name: str = chosen.name if chosen is not None else person.get_full_name().strip()
    return name
