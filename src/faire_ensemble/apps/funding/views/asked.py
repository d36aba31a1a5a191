"""Numbers that an address asks for."""

from django.http import HttpRequest


def whole_number(request: HttpRequest, name: str) -> int | None:
    """The number in the address, or None when it is not one that a database key may be."""
    text = request.GET.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
