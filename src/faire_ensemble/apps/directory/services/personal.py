"""What the directory keeps about a person: the records they answer for."""

from typing import Any

from faire_ensemble.apps.directory.models import Service
from faire_ensemble.kit.personal import part


def read(person: Any) -> dict[str, list[Any]]:
    """Records of help under their care."""
    owned = Service.objects.filter(owner=person).order_by("pk")
    return {"records": list(owned.values("name", "checked_on", "closed_on"))}


def forget(person: Any) -> int:
    """Records stay, for another to answer for."""
    return Service.objects.filter(owner=person).update(owner=None)


part("directory", read=read, forget=forget)
