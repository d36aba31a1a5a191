"""A body, its colleges and seats, who sits."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faire_ensemble.apps.accounts.selectors import persons_with_mandates
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
    Origin,
    QuorumRule,
    TermKind,
)
from faire_ensemble.apps.governance.services import Sitter


class BodyForm(forms.Form):
    """What it is, where, and its rules."""

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


class TermForm(forms.Form):
    """Who sits, by name, and between which dates (the last day included, as people say it)."""

    seat = key_field(gettext_lazy("Siège"), required=True)
    name = forms.CharField(label=gettext_lazy("Nom de la personne"), max_length=150)
    function = forms.CharField(label=gettext_lazy("Sa fonction"), max_length=200, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Adresse pour la convoquer"),
        help_text=gettext_lazy("Elle n'est jamais montrée."), required=False,
    )  # fmt: skip
    account = forms.BooleanField(
        label=gettext_lazy("Relier au compte ouvert avec cette adresse, s'il existe"),
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("À titre de"), choices=TermKind.choices)
    origin = forms.ChoiceField(label=gettext_lazy("Comment"), choices=Origin.choices)
    origin_reference = forms.CharField(
        label=gettext_lazy("Délibération, lettre ou tirage"), max_length=200, required=False
    )
    starts_on = day_field(gettext_lazy("Depuis le"))
    ends_on = day_field(gettext_lazy("Premier jour où elle ne siège plus"), required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("Compte pour la parité"),
        choices=[("", gettext_lazy("Non dit")), ("f", gettext_lazy("Femme")),
                 ("m", gettext_lazy("Homme"))],
        help_text=gettext_lazy("Jamais montré : sert à vérifier la parité du collège."),
        required=False,
    )  # fmt: skip
    named_in_public = forms.BooleanField(
        label=gettext_lazy("Son nom peut être publié (la personne est d'accord)"), required=False
    )

    def __init__(self, *args: Any, seats: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        offer(self, "seat", seats, _("Choisissez"))

    @property
    def sitter(self) -> Sitter:
        """Who was typed; the account of that address when it was asked for and is open."""
        data = self.cleaned_data
        wanted = data["email"] if data["account"] else ""
        person = persons_with_mandates().filter(email__iexact=wanted, is_active=True).first()
        return Sitter(
            name=data["name"], person_id=person.pk if person else None,
            function=data["function"], email=data["email"], sex=data["sex"],
            named_in_public=data["named_in_public"],
        )  # fmt: skip


class DissolveForm(forms.Form):
    on = day_field(gettext_lazy("Premier jour où l'instance n'existe plus"))


class EndTermForm(forms.Form):
    on = day_field(gettext_lazy("Premier jour où cette personne ne siège plus"))
    reason = forms.CharField(
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Démission, fin de fonction, déménagement…"), max_length=300,
    )  # fmt: skip


class InterestForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Intérêt déclaré"),
        help_text=gettext_lazy("Par exemple : préside le centre social des Trois Ponts."),
        max_length=300,
    )
    organisation = key_field(gettext_lazy("Organisme concerné"))
    objective = key_field(gettext_lazy("Objectif concerné"))
    kind = forms.ChoiceField(label=gettext_lazy("Ou bien"), required=False)
    reference = forms.CharField(label=gettext_lazy("Sa référence"), max_length=120, required=False)
    public = forms.BooleanField(label=gettext_lazy("Lisible par tous"), required=False)

    def __init__(
        self,
        *args: Any,
        organisations: Choices = (),
        objectives: Choices = (),
        kinds: Choices = (),
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        offer(self, "organisation", organisations)
        offer(self, "objective", objectives)
        offer(self, "kind", kinds)
