"""A body, its colleges and seats."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faire_ensemble.apps.governance.forms.fields import (
    Choices,
    day_field,
    key_field,
    long_text,
    offer,
)
from faire_ensemble.apps.governance.models import (
    BodyKind,
    Office,
    QuorumRule,
)


class BodyForm(forms.Form):
    """What it is, where, and its rules. Those of FOLDED have an answer already: shown apart."""

    FOLDED: ClassVar = (
        "quorum_rule", "quorum_number", "second_needs_quorum", "notice_days", "proxies",
        "meetings_a_year",
    )  # fmt: skip

    contract = forms.TypedChoiceField(label=gettext_lazy("Contrat de ville"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("Nature"), choices=BodyKind.choices)
    name = forms.CharField(label=gettext_lazy("Nom"), max_length=200)
    description = long_text(gettext_lazy("À quoi elle sert, pour quelqu'un qui n'en sait rien"))
    territory = key_field(gettext_lazy("Commune ou quartier"))
    secretariat = key_field(gettext_lazy("Qui tient le secrétariat"))
    contact = forms.EmailField(label=gettext_lazy("Adresse pour écrire"), required=False)
    quorum_rule = forms.ChoiceField(
        label=gettext_lazy("Quorum"), choices=QuorumRule.choices, initial=QuorumRule.HALF
    )
    quorum_number = forms.IntegerField(
        label=gettext_lazy("Nombre de voix"),
        help_text=gettext_lazy("Seulement si le quorum est un nombre."),
        min_value=1, max_value=999, required=False,
    )  # fmt: skip
    second_needs_quorum = forms.BooleanField(
        label=gettext_lazy("La seconde convocation demande aussi le quorum"), required=False
    )
    notice_days = forms.IntegerField(
        label=gettext_lazy("Délai de convocation, en jours francs"),
        help_text=gettext_lazy("Ni le jour de l'envoi ni celui de la réunion ne comptent."),
        min_value=0, max_value=60, initial=5,
    )  # fmt: skip
    proxies = forms.IntegerField(
        label=gettext_lazy("Pouvoirs par personne"), min_value=0, max_value=9, initial=1
    )
    meetings_a_year = forms.IntegerField(
        label=gettext_lazy("Réunions par an, au moins"), min_value=0, max_value=52, initial=0
    )

    def __init__(
        self, *args: Any, contracts: Choices = (), places: Choices = (),
        organisations: Choices = (), **kw: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kw)
        contracts = list(contracts)
        self.fields["contract"].choices = contracts  # type: ignore[attr-defined]
        if len(contracts) < 2:
            del self.fields["contract"]
        offer(self, "territory", places, _("Toute la métropole"))
        offer(self, "secretariat", organisations)

    @property
    def rules(self) -> dict[str, Any]:
        """What the service takes besides contract, kind and name."""
        apart = {"contract", "kind", "name", "territory", "secretariat"}
        found = {key: value for key, value in self.cleaned_data.items() if key not in apart}
        return found | {
            "territory_id": self.cleaned_data["territory"],
            "secretariat_id": self.cleaned_data["secretariat"],
        }


class CollegeForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Collège"), max_length=150)
    minimum = forms.IntegerField(
        label=gettext_lazy("Membres au moins"), min_value=0, max_value=999, initial=0
    )
    maximum = forms.IntegerField(
        label=gettext_lazy("Membres au plus"), min_value=1, max_value=999, required=False
    )
    drawn = forms.BooleanField(label=gettext_lazy("Tiré au sort"), required=False)
    parity = forms.BooleanField(label=gettext_lazy("Autant de femmes que d'hommes"), required=False)


class SeatForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Siège"),
        help_text=gettext_lazy("Une fonction ou un numéro : « Maire de Roubaix », « Habitant 3 »."),
        max_length=200,
    )
    college = key_field(gettext_lazy("Collège"))
    organisation = key_field(
        gettext_lazy("Organisme qui siège ès qualités"),
        help_text=gettext_lazy("Vide : le siège est à une personne."),
    )
    office = forms.ChoiceField(label=gettext_lazy("Fonction"), choices=Office.choices)
    voting = forms.BooleanField(label=gettext_lazy("A une voix"), required=False, initial=True)

    def __init__(
        self, *args: Any, colleges: Choices = (), organisations: Choices = (), **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        offer(self, "college", colleges)
        offer(self, "organisation", organisations)


class DissolveForm(forms.Form):
    on = day_field(gettext_lazy("Premier jour où l'instance n'existe plus"))
