"""What officers fill in about a process and its phases."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.models import (
    Entry,
    Phase,
    PhaseKindChoice,
    Process,
    ProcessKind,
)
from faire_ensemble.kit.amounts import AmountField

Choices = Iterable[tuple[Any, str]]
BLANK_PHASES = 3


class ProcessForm(forms.Form):
    """What a process says of itself. `kind` and `contract` are asked only of a new one."""

    contract = forms.TypedChoiceField(label=_("Contrat de ville"), coerce=int)
    kind = forms.ChoiceField(label=_("Nature de la démarche"), choices=ProcessKind.choices)
    title = forms.CharField(label=_("Titre"), max_length=200)
    summary = forms.CharField(
        label=_("En une phrase"),
        help_text=_("Ce que l'on demande aux habitants, lu dans la liste."),
        max_length=400,
        required=False,
    )
    body = forms.CharField(
        label=_("Présentation"),
        help_text=_("Une ligne vide sépare deux paragraphes."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )
    territory_id = forms.TypedChoiceField(
        label=_("Où"), coerce=int, empty_value=None, required=False
    )
    owner_id = forms.TypedChoiceField(
        label=_("Qui doit répondre"),
        help_text=_("Son nom est public, et les réponses en retard le sont aussi."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    answer_days = forms.IntegerField(
        label=_("Jours pour répondre"), min_value=1, max_value=365, initial=60
    )
    entries = forms.MultipleChoiceField(
        label=_("Comment participe-t-on ?"),
        choices=Entry.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Entry.ACCOUNT, Entry.EMAIL],
    )
    minimum_age = forms.IntegerField(
        label=_("Âge minimum"), min_value=0, max_value=99, initial=0, required=False
    )
    read_first = forms.BooleanField(
        label=_("Lire les contributions avant de les publier"), required=False, initial=True
    )
    envelope = AmountField(
        label=_("Enveloppe en euros"),
        help_text=_("Pour un budget participatif ou un fonds."),
        required=False,
    )
    threshold = forms.IntegerField(
        label=_("Soutiens qui obligent à répondre"),
        help_text=_("Pour des pétitions."),
        min_value=1,
        required=False,
    )
    categories = forms.CharField(
        label=_("Thèmes proposés"),
        help_text=_("Un par ligne."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        territories: Choices = (),
        owners: Choices = (),
        contracts: Choices = (),
        process: Process | None = None,
        **kwargs: Any,
    ) -> None:
        if process is not None:
            names = [name for name in self.base_fields if name not in ("contract", "kind")]
            initial = {name: getattr(process, name) for name in names}
            kwargs["initial"] = initial | {"categories": "\n".join(process.categories)}
        super().__init__(*args, **kwargs)
        listed = list(contracts)
        self.fields["contract"].choices = listed  # type: ignore[attr-defined]
        self.fields["territory_id"].choices = [("", "—"), *territories]  # type: ignore[attr-defined]
        self.fields["owner_id"].choices = [("", "—"), *owners]  # type: ignore[attr-defined]
        if process is not None:
            del self.fields["contract"], self.fields["kind"]
        elif len(listed) < 2:
            del self.fields["contract"]

    def clean_minimum_age(self) -> int:
        return self.cleaned_data["minimum_age"] or 0

    def clean_categories(self) -> list[str]:
        lines = (
            " ".join(line.split())[:120] for line in self.cleaned_data["categories"].split("\n")
        )
        return list(dict.fromkeys(line for line in lines if line))


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def format_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else f"{value:%Y-%m-%dT%H:%M}"


class PhaseForm(forms.Form):
    """A row of the phases; an empty kind drops the row."""

    kind = forms.ChoiceField(label=_("Nature"), required=False)
    title = forms.CharField(label=_("Titre"), max_length=200, required=False)
    opens_at = forms.DateTimeField(label=_("Du"), required=False, widget=_Moment)
    closes_at = forms.DateTimeField(
        label=_("Au"),
        help_text=_("Vide : sans fin."),
        required=False,
        widget=_Moment,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "—"), *PhaseKindChoice.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("kind") and not typed.get("opens_at") and "opens_at" not in self.errors:
            self.add_error("opens_at", _("Donnez le jour et l'heure où la phase commence."))
        return typed


PhaseFormSet = forms.formset_factory(PhaseForm, extra=BLANK_PHASES, max_num=40)


def phase_forms(process: Process, data: Any = None) -> Any:
    """The rows of a process, on the clock of the site, and some blank ones."""
    return PhaseFormSet(
        data,
        prefix="phase",
        initial=[_initial(phase) for phase in process.phases.all()],
    )


def _initial(phase: Phase) -> dict[str, Any]:
    return {
        "kind": phase.kind,
        "title": phase.title,
        "opens_at": timezone.localtime(phase.opens_at),
        "closes_at": timezone.localtime(phase.closes_at) if phase.closes_at else None,
    }
