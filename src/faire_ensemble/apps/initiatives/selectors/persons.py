"""How persons are shown here: by their name, never by their address."""

from typing import Any

from django.utils.translation import gettext as _


def shown_name(person: Any) -> str:
    """A name, or words that stand for it; `str(person)` would show the address instead."""
    if person is None or not person.is_active:
        return _("une personne qui a quitté le site")
    name: str = person.get_full_name().strip()
    return name or _("une personne sans nom affiché")
