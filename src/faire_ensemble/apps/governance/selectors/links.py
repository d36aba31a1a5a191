"""Files and contributions that decisions and agendas name: the apps above tell what they are.

`settings.GOVERNANCE_LINKS` gives, for each kind, the words of the kind and the dotted path of a
function `(references) -> {reference: (title, address)}` that only answers what is public.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _


class UnknownReference(ValueError):
    """No public file or contribution bears this reference; the message says what to do."""

    field = "reference"


@dataclass(frozen=True, slots=True)
class Linked:
    """What a reference leads to; without address when it is no longer public."""

    kind: str
    label: str
    reference: str
    title: str
    address: str


def link_kinds() -> list[tuple[str, str]]:
    """Kinds that may be named, with their words."""
    return [(kind, str(label)) for kind, (label, _path) in settings.GOVERNANCE_LINKS.items()]


def resolve(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Linked]:
    """What each (kind, reference) leads to: one call of each kind's function."""
    asked: dict[str, set[str]] = defaultdict(set)
    for kind, reference in pairs:
        asked[kind].add(reference)
    found = {}
    for kind, references in asked.items():
        if kind not in settings.GOVERNANCE_LINKS:
            continue
        label, path = settings.GOVERNANCE_LINKS[kind]
        known: Mapping[str, tuple[str, str]] = _resolver(path)(sorted(references))
        for reference in references:
            title, address = known.get(reference, (reference, ""))
            found[kind, reference] = Linked(kind, str(label), reference, title, address)
    return found


def check_reference(kind: str, reference: str) -> None:
    """Raise `UnknownReference` unless something public bears it."""
    reference = reference.strip()
    if kind not in settings.GOVERNANCE_LINKS:
        raise UnknownReference(_("Choisissez ce que la référence désigne dans la liste."))
    answer = resolve([(kind, reference)]).get((kind, reference))
    if not reference or answer is None or not answer.address:
        raise UnknownReference(
            _("« %(reference)s » n'est la référence de rien de public : recopiez-la telle qu'elle "
              "est écrite sur sa page.")
            % {"reference": reference}
        )  # fmt: skip


@cache
def _resolver(path: str) -> Any:
    return import_string(path)
