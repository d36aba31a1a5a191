"""Fields and readers that several forms of the governance use."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from faire_ensemble.kit.last_days import LastDayField

Choices = Iterable[tuple[Any, str]]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), required=required, help_text=help_text)


def last_day_field(label: Any, *, required: bool = True, help_text: Any = "") -> LastDayField:
    return LastDayField(label=label, widget=DayInput(), required=required, help_text=help_text)


def long_text(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=20_000,
        required=False, help_text=help_text,
    )  # fmt: skip


def key_field(label: Any, *, required: bool = False, help_text: Any = "") -> Any:
    """A choice among rows, by key; its choices come later (`offer`)."""
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=required, help_text=help_text
    )


def offer(form: forms.Form, name: str, choices: Choices, empty: str = "") -> None:
    """Give a `key_field` its choices, with a first one for nothing."""
    form.fields[name].choices = [("", empty or _("Aucun")), *choices]  # type: ignore[attr-defined]


def read_key(text: str) -> int | None:
    """A key from an address; nonsense is nothing."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def read_page(query: Mapping[str, str]) -> int:
    return read_key(query.get("page", "")) or 1
