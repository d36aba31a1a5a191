"""What a resident expects, and what officers answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.funding.services.calls import MAX_LENGTH
from faire_ensemble.apps.territory.selectors import Territory, neighbourhoods_of


class SolutionForm(forms.Form):
    """An expectation, in plain words."""

    text = forms.CharField(
        label=_("Qu'attendez-vous ?"),
        help_text=_("Avec vos mots, en quelques phrases. Votre nom n'est pas affiché."),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    territory = forms.ModelChoiceField(
        label=_("Pour quel quartier ?"),
        queryset=Territory.objects.none(),
        required=False,
        empty_label=_("Toute la métropole"),
    )

    def __init__(self, *args: Any, epci_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["territory"]
        places.queryset = neighbourhoods_of(epci_id).order_by("name", "code")


class AnswerForm(forms.Form):
    """Keep or set aside, and why."""

    do = forms.ChoiceField(choices=[("keep", ""), ("set_aside", "")])
    reason = forms.CharField(required=False, widget=forms.Textarea)
