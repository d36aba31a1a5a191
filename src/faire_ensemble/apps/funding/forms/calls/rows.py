"""Rows that officers add, move and remove by buttons, with no script.

A section made of rows is one form: each button sends everything typed, and the page comes back
with the rows moved. Nothing is written before « Enregistrer ».
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.directory.selectors import organisation_kinds
from faire_ensemble.apps.funding.models import FundingNature, QuestionKind
from faire_ensemble.apps.funding.services.calls import MAX_CHOICES, MAX_POINTS, MAX_WEIGHT
from faire_ensemble.apps.funding.services.calls.content import tidy

Raw = dict[str, list[str]]
MOST_READ = 400  # Rows read from one form: enough to say how many there are too many.


def long_text(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RowForm(forms.Form):
    """A row. `id` says which one it is; empty for a new one."""

    id = forms.CharField(required=False, widget=forms.HiddenInput)

    def content(self) -> dict[str, Any]:
        kept: dict[str, Any] = tidy(self.cleaned_data)
        return kept


class FunderRow(RowForm):
    name = ""
    nature = forms.ChoiceField(label=_("Nature de l'argent"), choices=FundingNature.choices)
    conditions = forms.CharField(
        label=_("Conditions, en mots simples"),
        help_text=_("Ce que ce financeur soutient, ce qu'il ne paie pas, ses montants."),
        max_length=2000,
        required=False,
        widget=long_text(),
    )


class CriterionRow(RowForm):
    label = forms.CharField(label=_("Critère"), max_length=200)
    why = forms.CharField(
        label=_("Pourquoi on le regarde"), max_length=1000, required=False, widget=long_text()
    )
    max_points = forms.IntegerField(
        label=_("Points au plus"), min_value=1, max_value=MAX_POINTS, initial=4
    )
    weight = forms.IntegerField(label=_("Poids"), min_value=1, max_value=MAX_WEIGHT, initial=1)


class DocumentRow(RowForm):
    label = forms.CharField(label=_("Document"), max_length=200)
    why = forms.CharField(
        label=_("Pourquoi on le demande"), max_length=1000, required=False, widget=long_text()
    )
    required = forms.BooleanField(label=_("Obligatoire"), required=False)
    holder_kinds = forms.MultipleChoiceField(
        label=_("Pour qui"),
        help_text=_("Rien de coché : demandé à tous."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["holder_kinds"]
        kinds.choices = list(organisation_kinds().items())

    def content(self) -> dict[str, Any]:
        return super().content() | {"holder_kinds": sorted(self.cleaned_data["holder_kinds"])}


class QuestionRow(RowForm):
    label = forms.CharField(label=_("Question"), max_length=300)
    why = forms.CharField(
        label=_("Pourquoi on la pose"), max_length=1000, required=False, widget=long_text()
    )
    kind = forms.ChoiceField(label=_("Forme de la réponse"), choices=QuestionKind.choices)
    choices = forms.CharField(
        label=_("Choix proposés, un par ligne"),
        help_text=_("Seulement pour « un choix dans une liste »."),
        max_length=200 * MAX_CHOICES,
        required=False,
        widget=long_text(3),
    )
    required = forms.BooleanField(label=_("Réponse obligatoire"), required=False)

    def content(self) -> dict[str, Any]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines()]
        chosen = [line for line in lines if line]
        if self.cleaned_data["kind"] != QuestionKind.CHOICE:
            chosen = []
        return super().content() | {"choices": chosen}


ROWS: dict[str, type[RowForm]] = {
    "funders": FunderRow,
    "criteria": CriterionRow,
    "documents": DocumentRow,
    "questions": QuestionRow,
}


class Rows:
    """The rows of a section as typed; `forms` shows them, `content` is what the service takes."""

    def __init__(self, section: str, raws: list[Raw]) -> None:
        self.section, self.row_class, self.raws = section, ROWS[section], raws

    @classmethod
    def of(cls, section: str, content: Mapping[str, Any]) -> "Rows":
        """From the plain data of a section."""
        return cls(section, [_raw(row) for row in content["rows"]])

    @classmethod
    def posted(cls, section: str, post: Any) -> "Rows":
        """From a form, whatever was typed."""
        text = post.get("rows", "")
        count = min(int(text), MOST_READ) if text.isascii() and text.isdigit() else 0
        names = ROWS[section].base_fields
        return cls(
            section,
            [{name: post.getlist(f"r{n}-{name}") for name in names} for n in range(count)],
        )

    @property
    def forms(self) -> list[RowForm]:
        return [self._form(rank, raw) for rank, raw in enumerate(self.raws)]

    def _form(self, rank: int, raw: Raw) -> RowForm:
        data = MultiValueDict({f"r{rank}-{name}": values for name, values in raw.items()})
        return self.row_class(data=data, prefix=f"r{rank}")

    def add(self, **values: str) -> None:
        """A row at the end; `values` as typed."""
        initial = {
            name: [str(field.initial)]
            for name, field in self.row_class.base_fields.items()
            if field.initial is not None
        }
        self.raws.append(initial | {name: [value] for name, value in values.items()})

    def remove(self, rank: int) -> None:
        if 0 <= rank < len(self.raws):
            del self.raws[rank]

    def move(self, rank: int, by: int) -> None:
        there = rank + by
        if 0 <= rank < len(self.raws) and 0 <= there < len(self.raws):
            self.raws[rank], self.raws[there] = self.raws[there], self.raws[rank]


def _raw(row: Mapping[str, Any]) -> Raw:
    """Plain data as a browser would send them."""
    raw: Raw = {}
    for name, value in row.items():
        if name == "choices":
            raw[name] = ["\n".join(value)]
        elif isinstance(value, list):
            raw[name] = list(value)
        elif isinstance(value, bool):
            raw[name] = ["on"] if value else []
        else:
            raw[name] = [str(value)]
    return raw
