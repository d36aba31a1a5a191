"""What changed between two states of an application: versions, or last year's and this one.

Both are the texts of fields by key. Words are compared, not lines: people correct sentences.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.selectors.form import Form

TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: kept (`same`), taken away (`del`) or added (`ins`)."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changed. `pieces` shows both texts at once, when both are short enough."""

    key: str
    section: str
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


def differences(
    before: Mapping[str, str], after: Mapping[str, str], form: Form
) -> list[Difference]:
    """The fields whose text differs, in the order of the form; those it lost come last."""
    changed = {
        key
        for key in {*before, *after}
        if before.get(key, "").strip() != after.get(key, "").strip()
    }
    known = [key for key in form.by_key if key in changed]
    lost = sorted(changed - set(known))
    return [_difference(key, before.get(key, ""), after.get(key, ""), form) for key in known + lost]


def _difference(key: str, before: str, after: str, form: Form) -> Difference:
    found = form.by_key.get(key)
    if found is None:
        section, label = _("Ce qui n'est plus demandé"), key
    else:
        section = found[0].title
        label = f"{found[1].group} · {found[1].label}" if found[1].group else found[1].label
        before, after = found[1].in_words(before), found[1].in_words(after)
    return Difference(key, section, label, before, after, compare_words(before, after))


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Runs of words kept, removed, added; nothing when the texts are too long to be compared."""
    if len(before) + len(after) > LONGEST:
        return ()
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        if j > i:
            pieces.append(Piece("del", "".join(old[i:j])))
        if m > k:
            pieces.append(Piece("ins", "".join(new[k:m])))
    return tuple(pieces)
