"""A document sent from the page of documents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.kit.files import DocumentField


class AttachmentForm(forms.Form):
    """One file, for one of the documents asked for (empty: another one)."""

    document = forms.IntegerField(required=False, widget=forms.HiddenInput)
    file = DocumentField(
        label=_("Fichier"),
        error_messages={"required": _("Choisissez un fichier avant d'envoyer.")},
    )
