"""What officers fill in about committees and sessions."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.funding.models import CommitteeProposal
from faire_ensemble.apps.funding.selectors.agenda import AgendaFilters
from faire_ensemble.apps.funding.selectors.sessions import FileLine
from faire_ensemble.apps.funding.services.holding import NAME_LENGTH, Proposed
from faire_ensemble.kit.amounts import AmountField

Choices = Iterable[tuple[Any, str]]


class CommitteeForm(forms.Form):
    """A committee's contract (when there is a choice), name and commune."""

    contract = forms.TypedChoiceField(label=gettext_lazy("Contrat de ville"), coerce=int)
    name = forms.CharField(
        label=gettext_lazy("Nom du comité"),
        help_text=gettext_lazy("Par exemple : comité de co-construction de Roubaix."),
        max_length=200,
    )
    territory = forms.TypedChoiceField(
        label=gettext_lazy("Commune"),
        help_text=gettext_lazy("Laissez vide pour un comité qui vaut pour toutes."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, contracts: Choices = (), communes: Choices = (), **kw: Any):
        super().__init__(*args, **kw)
        contracts = list(contracts)
        self.fields["contract"].choices = contracts  # type: ignore[attr-defined]
        if len(contracts) < 2:
            del self.fields["contract"]
        self.fields["territory"].choices = [("", _("Toutes")), *communes]  # type: ignore[attr-defined]


class SeatForm(forms.Form):
    """A seat: an organisation of the list, or anybody by name."""

    organisation = forms.TypedChoiceField(
        label=gettext_lazy("Organisation"), coerce=int, empty_value=None, required=False
    )
    label = forms.CharField(
        label=gettext_lazy("Ou le nom de qui siège"),
        help_text=gettext_lazy("Un conseil citoyen, une élue, un service… tel que lu à l'appel."),
        max_length=200,
        required=False,
    )
    voting = forms.BooleanField(
        label=gettext_lazy("A une voix (compte dans le quorum)"), required=False, initial=True
    )

    def __init__(self, *args: Any, organisations: Choices = (), **kw: Any):
        super().__init__(*args, **kw)
        self.names = dict(organisations)
        choices = [("", _("Aucune de la liste")), *self.names.items()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    @property
    def label_given(self) -> str:
        """What was typed, else the organisation's name."""
        typed: str = self.cleaned_data["label"]
        return typed or self.names.get(self.cleaned_data["organisation"], "")


class SessionForm(forms.Form):
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Jour et heure"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=gettext_lazy("Lieu"), max_length=200, required=False)
    quorum = forms.IntegerField(
        label=gettext_lazy("Quorum : nombre de voix nécessaires"),
        help_text=gettext_lazy("Laissez vide pour la moitié des voix, arrondie au-dessus."),
        min_value=1,
        max_value=999,
        required=False,
    )


class CloseForm(forms.Form):
    remarks = forms.CharField(
        label=gettext_lazy("Remarques générales, pour le procès-verbal"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        required=False,
    )
    adjourn_rest = forms.BooleanField(
        label=gettext_lazy("Ajourner ce qui n'a pas été examiné"), required=False
    )


class ProposalForm(forms.Form):
    """What the committee proposes for one request; left empty, nothing is written."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Le comité propose de"),
        choices=[("", gettext_lazy("Pas encore dit")), *CommitteeProposal.Outcome.choices],
        required=False,
    )
    amount = AmountField(label=gettext_lazy("Montant proposé, en euros"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Motif, tel que le porteur le lira"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        required=False,
    )


class DiscussionForm(forms.Form):
    discussion = forms.CharField(
        label=gettext_lazy("Ce qui a été dit"),
        help_text=gettext_lazy("Repris dans le procès-verbal."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        required=False,
    )


class Examination:
    """The forms of a file: what was said, and one proposal for each of its open requests."""

    def __init__(self, file: FileLine, data: Mapping[str, Any] | None = None) -> None:
        self.discussion = DiscussionForm(data, initial={"discussion": file.discussion})
        self.rows = [
            (
                line,
                ProposalForm(
                    data,
                    prefix=f"d{line.id}",
                    initial={
                        "outcome": line.outcome, "amount": line.amount, "reason": line.reason
                    },
                ),
            )
            for line in file.requests
            if line.open
        ]  # fmt: skip

    def is_valid(self) -> bool:
        forms_ = [self.discussion, *(form for _line, form in self.rows)]
        return all([form.is_valid() for form in forms_])

    def proposals(self) -> list[Proposed]:
        """Those that were said."""
        return [
            Proposed(
                line.id,
                form.cleaned_data["outcome"],
                form.cleaned_data["amount"],
                form.cleaned_data["reason"],
            )
            for line, form in self.rows
            if form.cleaned_data["outcome"]
        ]


def read_filters(query: Mapping[str, str]) -> AgendaFilters:
    """Which files are looked for, from the address of the page; nonsense is ignored."""
    call = query.get("appel", "")
    return AgendaFilters(
        place=re.sub(r"[^0-9A-Za-z]", "", query.get("lieu", ""))[:20],
        call=int(call) if re.fullmatch(r"[0-9]{1,9}", call) else None,
        with_opinion=query.get("avis") == "1",
        text=fold(query.get("texte", "").replace("\x00", "")[:100]),
    )


def read_ids(values: Iterable[str]) -> list[int]:
    """Numbers that boxes or buttons gave; what is not one is ignored."""
    return [int(text) for text in values if re.fullmatch(r"[0-9]{1,9}", text)]


def read_ranks(data: Mapping[str, str]) -> dict[int, int]:
    """`rang-12=3`: item 12 goes third."""
    ranks = {}
    for name, value in data.items():
        found = re.fullmatch(r"rang-([0-9]{1,9})", name)
        if found and re.fullmatch(r"[0-9]{1,4}", value.strip()):
            ranks[int(found[1])] = int(value)
    return ranks


def read_attendance(data: Mapping[str, str], seats: Iterable[int]) -> dict[int, tuple[bool, str]]:
    """Box `present-7`, name `nom-7`, for every seat of the page."""
    return {
        seat: (
            data.get(f"present-{seat}") == "1",
            data.get(f"nom-{seat}", "").replace("\x00", "")[:NAME_LENGTH],
        )
        for seat in seats
    }
