"""What people fill in about an envelope."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.funding.models import Envelope
from faire_ensemble.apps.funding.models.grants import FundingNature
from faire_ensemble.apps.funding.selectors.arbitration import Choices
from faire_ensemble.kit.amounts import AmountField

ROOT_ONLY = ("funder", "year", "nature")


class EnvelopeForm(forms.Form):
    """A root envelope asks everything; `parent` or `envelope` given, what is already known is left
    out. Choices are those of the contract."""

    funder = forms.TypedChoiceField(label=_("Financeur"), coerce=int)
    year = forms.IntegerField(label=_("Année"), min_value=2000, max_value=2100)
    nature = forms.ChoiceField(
        label=_("Nature des crédits"),
        choices=FundingNature.choices,
        help_text=_(
            "Crédits spécifiques : réservés au contrat de ville. Droit commun : les budgets "
            "ordinaires des politiques publiques."
        ),
    )
    name = forms.CharField(
        label=_("Nom de l'enveloppe"),
        help_text=_("Par exemple : programme 147, appel à projets."),
        max_length=200,
    )
    amount = AmountField(label=_("Montant en euros"))
    objectives = forms.TypedMultipleChoiceField(
        label=_("Réservée à ces objectifs"),
        help_text=_("Ne cochez rien si elle peut servir tous les objectifs."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    territories = forms.TypedMultipleChoiceField(
        label=_("Réservée à ces communes ou à ces quartiers"),
        help_text=_(
            "Ne cochez rien si elle peut servir partout. Des communes ou des quartiers, "
            "pas les deux."
        ),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        choices: Choices,
        parent: Envelope | None = None,
        envelope: Envelope | None = None,
        **kwargs: Any,
    ) -> None:
        if envelope is not None:
            kwargs["initial"] = {
                "name": envelope.name,
                "amount": envelope.amount,
                "objectives": [each.pk for each in envelope.objectives.all()],
                "territories": [each.pk for each in envelope.territories.all()],
            }
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["objectives"].choices = choices.objectives
        fields["territories"].choices = choices.territories
        fields["funder"].choices = choices.funders
        hidden = () if parent is None and envelope is None else ROOT_ONLY
        for name in hidden:
            del self.fields[name]
