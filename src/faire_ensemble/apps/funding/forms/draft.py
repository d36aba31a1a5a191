"""From a page of the form, or a message of draft.js, to changes."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.selectors.form import Field, Kind
from faire_ensemble.apps.funding.selectors.page import digest
from faire_ensemble.apps.funding.services.drafts import Change, FieldRefused, clean

UNANSWERED_MAX = 10


def read_section(post: QueryDict, fields: tuple[Field, ...]) -> list[Change]:
    """The fields that the person touched: those whose text is not the one the page came with.

    A box that is not ticked is not sent by browsers: its absence is its text.
    """
    bases = _bases(post.get("bases", ""))
    changes = []
    for field in fields:
        if field.kind is not Kind.BOX and field.key not in post:
            continue
        value = clean(post.get(field.key, ""))
        revision, before = bases.get(field.key, (0, digest("")))
        if digest(value) != before:
            changes.append(Change(field.key, value, revision))
    return changes


def read_message(body: bytes) -> Change:
    """The message of draft.js: key, value, revision, unanswered, edit. Raises `FieldRefused`."""
    try:
        sent: Any = json.loads(body)
        edit = sent.get("edit")
        return Change(
            key=_text(sent["key"]),
            value=_text(sent["value"]),
            revision=_number(sent["revision"]),
            unanswered=tuple(_text(each) for each in sent.get("unanswered", [])[:UNANSWERED_MAX]),
            edit=None if edit is None else _number(edit),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FieldRefused(_("Ce message n'a pas pu être lu : rechargez la page.")) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise TypeError("number expected")
    return value


def _bases(text: str) -> Mapping[str, tuple[int, str]]:
    """Revision and digest of each field when the page was made; nothing when it was tampered."""
    try:
        read = json.loads(text)
        return {key: (_number(rev), _text(mark)) for key, (rev, mark) in read.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
