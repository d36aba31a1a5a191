"""What an instructor fills in to ask for a correction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.funding.selectors.form import section_titles


class CorrectionForm(forms.Form):
    """A part of the file, what to change, until when."""

    section = forms.ChoiceField(label=_("Partie du dossier"))
    message = forms.CharField(
        label=_("Ce qu'il faut corriger, et pourquoi"),
        help_text=_("Le porteur lira ces mots : soyez simple et précis."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=3000,
    )
    due_on = forms.DateField(
        label=_("À faire avant le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = list(section_titles().items())
