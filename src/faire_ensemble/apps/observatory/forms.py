"""What whoever sets a target fills in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.observatory.selectors import GapTable


class TargetForm(forms.Form):
    """A target for one neighbourhood or for all those with a gap in the base year."""

    neighbourhood = forms.ChoiceField(label=_("Quartier"))
    base_year = forms.TypedChoiceField(
        label=_("Année de départ"),
        coerce=int,
        help_text=_("L'écart de départ est celui des chiffres publiés pour cette année."),
    )
    target_year = forms.IntegerField(label=_("Année d'arrivée"), min_value=2000, max_value=2100)
    reduction = forms.DecimalField(
        label=_("Réduire l'écart de combien de pour cent"),
        help_text=_("50 : réduire l'écart de moitié. 100 : le supprimer."),
        min_value=1,
        max_value=100,
        decimal_places=2,
        initial=50,
    )
    source = forms.CharField(
        label=_("Décidé par, écrit dans"),
        help_text=_("Par exemple : contrat de ville, page 42."),
        max_length=300,
    )

    def __init__(self, *args: Any, table: GapTable, **options: Any) -> None:
        super().__init__(*args, **options)
        every = [("", _("Tous les quartiers qui ont un écart"))]
        names = sorted((row.place.name, row.place.code) for row in table.rows)
        choices = [(code, f"{name} ({code})") for name, code in names]
        self.fields["neighbourhood"].choices = every + choices  # type: ignore[attr-defined]
        self.fields["neighbourhood"].required = False
        self.fields["base_year"].choices = [(y, str(y)) for y in table.years]  # type: ignore[attr-defined]

    @property
    def remaining(self) -> Decimal:
        """The share of the gap that must remain."""
        reduction: Decimal = self.cleaned_data["reduction"]
        return 1 - reduction / 100
