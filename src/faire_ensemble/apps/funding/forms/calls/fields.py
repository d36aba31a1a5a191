"""The sections of a call that are not rows, and a new call."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.contract.selectors import objectives_of
from faire_ensemble.apps.directory.selectors import organisation_kinds
from faire_ensemble.apps.funding.models import Call, CallKind
from faire_ensemble.apps.funding.services.calls.content import instant, moment_of

CLOCK = "%Y-%m-%dT%H:%M"


def clock(label: Any, help_text: Any) -> forms.DateTimeField:
    """A moment on the clock of Paris."""
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=False,
        input_formats=[CLOCK, "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=CLOCK),
        error_messages={"invalid": _("Écrivez la date et l'heure, comme 31/01/2027 18:00.")},
    )


def year(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=2000, max_value=2100)


class AboutForm(forms.Form):
    title = forms.CharField(
        label=_("Titre"),
        max_length=200,
        error_messages={"required": _("Donnez un titre à l'appel.")},
    )
    kind = forms.ChoiceField(label=_("Sorte d'appel"), choices=CallKind.choices)
    summary = forms.CharField(
        label=_("À quoi sert cet appel"),
        help_text=_("Quelques phrases simples, pour une personne qui ne connaît pas le contrat."),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    first_year = year(_("Première année financée"))
    last_year = year(_("Dernière année financée"))
    opens_at = clock(_("Ouverture (heure de Paris)"), _("Vide : dès la publication."))
    closes_at = clock(_("Clôture (heure de Paris)"), _("Vide : seulement pour un appel permanent."))

    @classmethod
    def typed(cls, content: Mapping[str, Any]) -> dict[str, str]:
        """Plain data as a browser would send them."""
        typed = {name: str(value) for name, value in content.items()}
        for name in ("opens_at", "closes_at"):
            moment = moment_of(content[name])
            exact = CLOCK + ":%S" if moment and moment.second else CLOCK
            typed[name] = timezone.localtime(moment).strftime(exact) if moment else ""
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("La dernière année vient avant la première."))
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("La clôture vient avant l'ouverture."))
        return cleaned

    def content(self) -> dict[str, Any]:
        moments = {name: instant(self.cleaned_data[name]) for name in ("opens_at", "closes_at")}
        return self.cleaned_data | moments


class ValuesForm(forms.Form):
    """Boxes to tick: kinds of holders, objectives."""

    values = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, section: str, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values: Any = self.fields["values"]
        if section == "holders":
            values.label = _("Qui peut déposer un dossier")
            values.help_text = _("Rien de coché : toutes les organisations.")
            values.choices = list(organisation_kinds().items())
        else:
            values.label = _("Objectifs du contrat que l'appel sert")
            values.choices = [
                (str(pk), f"{pillar} : {title}")
                for pk, title, pillar in objectives_of(call.contract_id)
            ]

    @classmethod
    def typed(cls, content: Mapping[str, Any]) -> dict[str, list[str]]:
        return {"values": list(content["values"])}

    def content(self) -> dict[str, Any]:
        return {"values": sorted(self.cleaned_data["values"])}


class NewCallForm(forms.Form):
    """A call from nothing: the rest is written section by section."""

    contract = forms.TypedChoiceField(label=_("Contrat de ville"), coerce=int)
    title = AboutForm.base_fields["title"]
    kind = AboutForm.base_fields["kind"]
    first_year = AboutForm.base_fields["first_year"]
    last_year = AboutForm.base_fields["last_year"]
    code = forms.SlugField(
        label=_("Adresse publique"),
        help_text=_("Lettres sans accent, chiffres et tirets ; vide : tirée du titre. Définitive."),
        max_length=60,
        required=False,
    )

    def __init__(self, *args: Any, contracts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contract: Any = self.fields["contract"]
        contract.choices = contracts
