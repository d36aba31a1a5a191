"""The marks that join pieces of text, as the language of the page writes them.

French puts a space before « : » and « ; », English does not: a mark written in an f-string
would stay French on an English page. Pages use `{{ _(" : ") }}` for the same reason.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def pair(label: object, value: object) -> str:
    """Écart : −15 points."""
    return _("%(label)s : %(value)s") % {"label": label, "value": value}


def listed(parts: Iterable[str]) -> str:
    """Sources, details: a ; b ; c."""
    return _(" ; ").join(parts)


def bounds(low: str, high: str) -> str:
    """An interval, from its two ends already written: [−20,1 ; −14,8]."""
    return _("[%(low)s ; %(high)s]") % {"low": low, "high": high}
