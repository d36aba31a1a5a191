"""Who carries a project: chosen in the directory, or added to it with checked numbers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.directory.selectors import organisation_kinds
from faire_ensemble.apps.directory.services import check_rna, check_siret


class NewOrganisationForm(forms.Form):
    """An organisation that the directory does not know yet."""

    name = forms.CharField(
        label=_("Nom de la structure"), max_length=300, help_text=_("Tel qu'il est déclaré.")
    )
    kind = forms.ChoiceField(label=_("Ce qu'elle est"), initial="association")
    siret = forms.CharField(
        label=_("SIRET"), required=False, max_length=40,
        help_text=_("14 chiffres : il faut en avoir un pour être payé."),
    )  # fmt: skip
    rna = forms.CharField(
        label=_("Numéro RNA"), required=False, max_length=40,
        help_text=_("W et 9 signes, sur le récépissé de la préfecture."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = list(organisation_kinds().items())

    def clean_siret(self) -> str:
        text = self.cleaned_data["siret"].strip()
        return _checked(check_siret(text)) if text else ""

    def clean_rna(self) -> str:
        text = self.cleaned_data["rna"].strip()
        return _checked(check_rna(text)) if text else ""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not (found.get("siret") or found.get("rna")):
            raise ValidationError(
                _("Indiquez le SIRET ou le numéro RNA : c'est ce qui évite les doublons.")
            )
        return found


def _checked(answer: Any) -> str:
    if not answer:
        raise ValidationError(answer.reason)
    number: str = answer.number
    return number
