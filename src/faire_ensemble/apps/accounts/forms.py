"""What stewards fill in. Dates are first and last days, as people say them."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.accounts.models import Mandate, Role, User
from faire_ensemble.apps.accounts.services.mandates import earliest_end

ONE_DAY = timedelta(days=1)


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MandateForm(forms.Form):
    """A mandate to give to somebody who has an account."""

    email = forms.EmailField(
        label=_("Adresse électronique de la personne"),
        help_text=_("La personne doit avoir créé son compte."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Rôle"), choices=Role.choices)
    organisation = forms.CharField(
        label=_("Organisation"),
        help_text=_("Son SIRET ou son RNA s'il est connu, sinon son nom."),
        max_length=200,
    )
    contract = forms.CharField(
        label=_("Code du contrat de ville"),
        help_text=_("Laissez vide pour un mandat qui vaut dans tous les contrats."),
        max_length=20,
        required=False,
    )
    first_day = forms.DateField(label=_("Premier jour"), widget=day_input())
    last_day = forms.DateField(
        label=_("Dernier jour"),
        help_text=_("Laissez vide si la fin n'est pas connue."),
        widget=day_input(),
        required=False,
    )

    def clean_email(self) -> str:
        """Keep the account for the view; say it when there is none."""
        email: str = self.cleaned_data["email"].lower()
        self.person = User.objects.filter(email=email, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(
                _("Aucun compte n'a cette adresse : la personne doit d'abord créer le sien.")
            )
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Le dernier jour vient avant le premier."))
        return cleaned

    def asked(self) -> dict[str, Any]:
        """The arguments of the service `give_mandate`, but for the actor."""
        last: date | None = self.cleaned_data["last_day"]
        return {
            "person": self.person,
            "role": self.cleaned_data["role"],
            "organisation": self.cleaned_data["organisation"],
            "contract": self.cleaned_data["contract"],
            "valid_from": self.cleaned_data["first_day"],
            "valid_to": last + ONE_DAY if last else None,
        }


class EndForm(forms.Form):
    """The last day of a mandate."""

    last_day = forms.DateField(label=_("Dernier jour du mandat"), widget=day_input())

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"last_day": earliest_end(mandate) - ONE_DAY})
        super().__init__(*args, **kwargs)

    @property
    def end(self) -> date:
        """First day without the mandate, as the service wants it."""
        last: date = self.cleaned_data["last_day"]
        return last + ONE_DAY


class EraseForm(forms.Form):
    """Erasing cannot be undone, so it is asked twice."""

    sure = forms.BooleanField(label=_("Je comprends que mes données seront effacées sans retour."))


def today() -> date:
    """The day that a new mandate starts by default."""
    return timezone.localdate()
