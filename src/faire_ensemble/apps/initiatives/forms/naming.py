"""The question about the name to show, asked where others will see it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.initiatives.services.naming import NAME_MAX


def name_field(*, required: bool = False) -> forms.CharField:
    """`required` where nobody would know who speaks."""
    return forms.CharField(
        label=_("Votre nom affiché"),
        help_text=_("Un prénom suffit. Les autres le voient, jamais votre adresse."),
        max_length=NAME_MAX,
        required=required,
        error_messages={"required": _("Donnez un prénom : les autres membres le verront.")},
    )
