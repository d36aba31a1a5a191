"""Starting a programme, and deciding one of its lines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.funding.models import ProgrammeLine
from faire_ensemble.apps.funding.selectors.envelopes import Wallet
from faire_ensemble.core.budget import format_amount
from faire_ensemble.kit.amounts import AmountField


class StartForm(forms.Form):
    """`origin` is `empty`, `committees`, or the key of a computed scenario."""

    title = forms.CharField(label=_("Titre de la programmation"), max_length=200)
    body = forms.CharField(
        label=_("Qui décide, et quand"),
        help_text=_("Par exemple : comité de pilotage du 12 mars 2026. Les porteurs le liront."),
        max_length=200,
    )
    origin = forms.ChoiceField(label=_("Partir de"))

    def __init__(self, *args: Any, scenarios: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["origin"].choices = [
            *((str(pk), title) for pk, title in scenarios),
            ("committees", _("ce que les comités proposent")),
            ("empty", _("rien : chaque ligne est à décider")),
        ]


class LineForm(forms.Form):
    """The decision on a request; `revision` is what the person read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    outcome = forms.ChoiceField(
        label=_("Décision"), choices=ProgrammeLine.Outcome.choices, widget=forms.RadioSelect
    )
    amount = AmountField(label=_("Montant accordé, en euros"), required=False)
    envelope = forms.TypedChoiceField(
        label=_("Enveloppe"), coerce=int, empty_value=None, required=False
    )
    reason = forms.CharField(
        label=_("Motif, que le porteur lira"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    departure = forms.CharField(
        label=_("Si vous vous écartez de la proposition : pourquoi"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, line: ProgrammeLine, envelopes: list[Wallet], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "revision": line.revision,
            "outcome": line.outcome,
            "amount": line.amount or line.proposed or None,
            "envelope": line.envelope_id or (envelopes[0].row.pk if envelopes else None),
            "reason": line.reason,
            "departure": line.departure,
        }
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["envelope"].choices = [("", _("aucune"))] + [
            (each.row.pk, f"{each.label} ({format_amount(each.balance.left)} €)")
            for each in envelopes
        ]


class AgainForm(forms.Form):
    """A decision that replaces the one in force."""

    outcome = forms.ChoiceField(
        label=_("Nouvelle décision"),
        choices=[("award", _("financer")), ("refuse", _("ne pas financer"))],
        widget=forms.RadioSelect,
    )
    amount = AmountField(label=_("Montant accordé, en euros"), required=False)
    envelope = forms.TypedChoiceField(
        label=_("Enveloppe"), coerce=int, empty_value=None, required=False
    )
    body = forms.CharField(label=_("Qui décide, et quand"), max_length=200)
    reason = forms.CharField(
        label=_("Motif, que le porteur lira"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, envelopes: list[Wallet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["envelope"].choices = [("", _("aucune"))] + [
            (each.row.pk, f"{each.label} ({format_amount(each.balance.left)} €)")
            for each in envelopes
        ]
