"""Forms of those who instruct a file."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.funding.models import Advice
from faire_ensemble.apps.funding.services.opinions import TEXT_MAX, Said
from faire_ensemble.apps.funding.services.recusals import REASON_MAX
from faire_ensemble.apps.funding.services.referrals import QUESTION_MAX
from faire_ensemble.kit.amounts import AmountField


class CouncilForm(forms.Form):
    """Three choices and free text."""

    advice = forms.ChoiceField(label=_("Votre avis"), choices=Advice.choices)
    text = forms.CharField(
        label=_("Pourquoi"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=TEXT_MAX,
        help_text=_("Avec vos mots. Nécessaire si l'avis n'est pas tout à fait favorable."),
    )

    def said(self) -> Said:
        return Said(**self.cleaned_data)


class _InstructorForm(CouncilForm):
    internal = forms.BooleanField(
        label=_("Note interne : seul mon organisme la lit"), required=False
    )


class FunderForm(_InstructorForm):
    """A funder's opinion on its request."""

    amount = AmountField(label=_("Montant proposé, en euros"), required=False)
    field_order = ("advice", "amount", "text", "internal")


class MainstreamForm(_InstructorForm):
    """What droit commun could take over: euros on one side, means on the other."""

    mainstream_amount = AmountField(
        label=_("Montant que le droit commun peut prendre en charge, en euros"), required=False
    )
    mainstream_means = forms.CharField(
        label=_("Autres moyens : postes, locaux, heures"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=TEXT_MAX,
    )
    field_order = ("advice", "mainstream_amount", "mainstream_means", "text", "internal")


class RecusalForm(forms.Form):
    """A reason, and a box that says it is for good."""

    reason = forms.CharField(
        label=_("Pourquoi vous vous retirez"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Cette raison n'est pas montrée aux autres instructeurs."),
    )
    for_good = forms.BooleanField(label=_("Je comprends que personne ne pourra l'annuler"))


class ReferralForm(forms.Form):
    """Which service, and what it is asked."""

    organisation = forms.TypedChoiceField(label=_("Service à solliciter"), coerce=int)
    question = forms.CharField(
        label=_("Question"),
        required=False,
        max_length=QUESTION_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, services: tuple[tuple[int, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = services  # type: ignore[attr-defined]


def read_points(sent: QueryDict) -> tuple[dict[int, int], dict[int, str]]:
    """Points and comments by criterion, from the fields `points-<pk>` and `comment-<pk>`."""
    points: dict[int, int] = {}
    comments: dict[int, str] = {}
    for name, value in sent.items():
        kind, _dash, key = name.partition("-")
        if not (key.isascii() and key.isdigit()) or not isinstance(value, str):
            continue
        if kind == "points" and value.isascii() and value.isdigit() and len(value) <= 4:
            points[int(key)] = int(value)
        elif kind == "comment":
            comments[int(key)] = value.replace("\x00", "")
    return points, comments
