"""What a person fills in to draw a neighbourhood."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.territory.models import TerritoryKind
from faire_ensemble.apps.territory.selectors import epcis
from faire_ensemble.apps.territory.services.drawing import MOST_CHARACTERS


class DrawnNeighbourhoodForm(forms.Form):
    """The contour comes from the map, from a text or from a file."""

    name = forms.CharField(
        label=_("Nom du quartier"),
        max_length=200,
    )
    kind = forms.TypedChoiceField(
        label=_("Nature du quartier"),
        choices=[
            (TerritoryKind.LIVED.value, _("quartier vécu : celui que disent les habitants")),
            (TerritoryKind.MONITORED.value, _("quartier de veille : encore suivi par le contrat")),
        ],
        coerce=TerritoryKind,
        initial=TerritoryKind.LIVED.value,
    )
    epci = forms.ModelChoiceField(label=_("Intercommunalité"), queryset=epcis(), empty_label=None)
    valid_from = forms.DateField(
        label=_("Contour valable depuis le"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    shape = forms.CharField(
        label=_("Contour en GeoJSON"),
        help_text=_(
            "La carte le remplit quand vous dessinez. Sans la carte, collez ici un contour tracé "
            "dans un autre outil (longitude et latitude)."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        max_length=MOST_CHARACTERS,
        required=False,
    )
    file = forms.FileField(
        label=_("Ou un fichier GeoJSON"),
        help_text=_("2 Mo au plus. Il faut l'un ou l'autre."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = timezone.localdate
        first = epcis().order_by("pk").first()
        self.fields["epci"].initial = first.pk if first else None

    def clean(self) -> dict[str, Any]:
        """One contour, from either place."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is not None and cleaned.get("shape", "").strip():
            self.add_error("file", _("Donnez un contour ou un fichier, pas les deux."))
        elif file is not None and file.size > MOST_CHARACTERS:
            self.add_error("file", _("Ce fichier est trop lourd : 2 Mo au plus."))
        elif file is not None:
            try:
                cleaned["shape"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("Ce fichier n'est pas du texte : il faut un GeoJSON."))
        return cleaned
