"""Who sits, until when, what they declare, what their account may read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faire_ensemble.apps.accounts.selectors import persons_with_mandates, role_choices
from faire_ensemble.apps.governance.forms.fields import (
    Choices,
    day_field,
    key_field,
    last_day_field,
    offer,
)
from faire_ensemble.apps.governance.models import Origin, TermKind
from faire_ensemble.apps.governance.services import Sitter
from faire_ensemble.apps.governance.services.access import ROLES


class TermForm(forms.Form):
    """Who sits, by name, and between which days."""

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
    starts_on = day_field(gettext_lazy("Premier jour"))
    ends_on = last_day_field(
        gettext_lazy("Dernier jour"),
        help_text=gettext_lazy("Vide si la fin n'est pas connue."), required=False,
    )  # fmt: skip
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

    def __init__(self, *args: Any, seats: Choices | None = None, **kw: Any) -> None:
        """Without `seats`, the form is that of one seat."""
        super().__init__(*args, **kw)
        if seats is None:
            del self.fields["seat"]
        else:
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


class EndTermForm(forms.Form):
    on = last_day_field(gettext_lazy("Dernier jour où cette personne siège"))
    reason = forms.CharField(
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Démission, fin de fonction, déménagement…"), max_length=300,
    )  # fmt: skip


class RenewForm(forms.Form):
    ends_on = last_day_field(
        gettext_lazy("Dernier jour du nouveau mandat"),
        help_text=gettext_lazy("Vide si la fin n'est pas connue."), required=False,
    )  # fmt: skip
    origin_reference = forms.CharField(
        label=gettext_lazy("Délibération, lettre ou tirage"), max_length=200, required=False
    )


class CloseSeatForm(forms.Form):
    on = last_day_field(
        gettext_lazy("Dernier jour du siège"),
        help_text=gettext_lazy("Les comptes rendus passés le gardent ; on ne l'appelle plus."),
    )


class AccountForm(forms.Form):
    address = forms.EmailField(
        label=gettext_lazy("Adresse électronique de son compte"),
        help_text=gettext_lazy("La personne doit avoir ouvert son compte."),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Rôle sur l'outil"))

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["role"].choices = role_choices(ROLES)  # type: ignore[attr-defined]


class EndInterestForm(forms.Form):
    on = last_day_field(gettext_lazy("Dernier jour de cet intérêt"))


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

    @property
    def asked(self) -> dict[str, Any]:
        """The arguments of the service, but for the actor and the term."""
        data = self.cleaned_data
        return {
            "words": data["words"], "public": data["public"], "kind": data["kind"],
            "reference": data["reference"], "organisation_id": data["organisation"],
            "objective_id": data["objective"],
        }  # fmt: skip
