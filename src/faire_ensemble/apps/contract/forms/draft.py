"""The text of a contract: one form a kind of line. Fields bear the names of the services."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.contract.models import PartnerRole, PlanKind
from faire_ensemble.apps.contract.selectors.office import Choices
from faire_ensemble.apps.observatory.selectors import Theme
from faire_ensemble.kit.files import DocumentField
from faire_ensemble.kit.last_days import LastDayField

RANK_HELP = _("Vide : à la fin. On déplace ensuite avec « Monter » et « Descendre ».")
SOURCE_HELP = _("Où c'est écrit : délibération, convention, page du contrat…")
LAST_DAY = _("Le dernier jour, compris.")


class Day(forms.DateInput):
    """A day as browsers ask it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """A day, empty when it is not known."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=Day,
        error_messages={
            "invalid": _("Écrivez un jour qui existe, comme 31/12/2027."),
            "required": _("Donnez le jour."),
        },
    )


def last_day_field(label: Any, help_text: Any = "") -> LastDayField:
    """The last day of something, empty when it is not known."""
    return LastDayField(
        label=label,
        help_text=help_text,
        required=False,
        widget=Day,
        error_messages={"invalid": _("Écrivez un jour qui existe, comme 31/12/2027.")},
    )


def choice_field(label: Any, help_text: Any = "", *, required: bool = True) -> Any:
    """A key chosen in a list that the form is given."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        coerce=int,
        empty_value=None,
        required=required,
        error_messages={
            "invalid_choice": _("Choisissez dans la liste : ce choix n'y est pas."),
            "required": _("Choisissez dans la liste."),
        },
    )


def rank_field() -> forms.IntegerField:
    """A rank, empty for the end of the list."""
    return forms.IntegerField(
        label=_("Rang"), help_text=RANK_HELP, min_value=1, max_value=900, required=False
    )


def title_field(label: Any, length: int = 300) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Donnez un intitulé.")},
    )


class LineForm(forms.Form):
    """A line of the draft, offered what the contract has."""

    def __init__(self, *args: Any, choices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        blank = [("", "—")]
        listed: dict[str, Iterable[Any]] = {
            "pillar_id": choices.pillars,
            "objective_id": choices.objectives,
            "owner_id": choices.partners,
            "organisation_id": choices.partners,
            "plan_id": choices.plans,
            "indicator_id": choices.indicators,
        }
        for name, offered in listed.items():
            if name in self.fields:
                self.fields[name].choices = [*blank, *offered]  # type: ignore[attr-defined]


class ContractForm(forms.Form):
    """What the contract says of itself."""

    name = forms.CharField(label=_("Nom du contrat"), max_length=200)
    ends_on = last_day_field(_("Dernier jour du contrat"), _("Vide : non connu."))
    orientations = forms.CharField(
        label=_("Orientations"),
        help_text=_("Un paragraphe par ligne."),
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
    )


class PartnerForm(forms.Form):
    """A partner, by its SIRET or its name."""

    organisation = forms.CharField(
        label=_("Organisation"),
        help_text=_("Son nom exact dans l'annuaire, son SIRET ou son RNA."),
        max_length=300,
    )
    role = forms.ChoiceField(
        label=_("Rôle"), choices=PartnerRole.choices, initial=PartnerRole.SIGNATORY
    )


class PillarForm(LineForm):
    title = title_field(_("Intitulé du pilier"), 200)
    rank = rank_field()


class ObjectiveForm(LineForm):
    pillar_id = choice_field(_("Pilier"))
    title = title_field(_("Intitulé de l'objectif"))
    theme = forms.ChoiceField(label=_("Thème"), choices=[("", "—"), *Theme.choices], required=False)
    rank = rank_field()


class OperationalForm(LineForm):
    objective_id = choice_field(_("Objectif"))
    title = title_field(_("Ce qui sera fait"))
    owner_id = choice_field(
        _("Pilote"), _("Le partenaire qui en répond, publiquement."), required=False
    )
    due_on = day_field(_("Échéance"), LAST_DAY)
    source = forms.CharField(
        label=_("Source"), help_text=SOURCE_HELP, max_length=300, required=False
    )
    rank = rank_field()


class MeasureForm(LineForm):
    objective_id = choice_field(_("Objectif"))
    indicator_id = choice_field(_("Indicateur de l'observatoire"))
    target_value = forms.DecimalField(
        label=_("Valeur visée"),
        help_text=_("Dans l'unité de l'indicateur, par exemple 52 pour 52 %. Vide : aucune."),
        max_digits=18,
        decimal_places=6,
        localize=True,
        required=False,
        error_messages={"invalid": _("Écrivez un nombre en chiffres, comme 52 ou 52,5.")},
    )
    target_year = forms.IntegerField(
        label=_("Pour l'année"),
        required=False,
        error_messages={"invalid": _("Écrivez une année en quatre chiffres, comme 2030.")},
    )
    source = forms.CharField(
        label=_("Source"), help_text=SOURCE_HELP, max_length=300, required=False
    )


class PlanForm(LineForm):
    kind = forms.ChoiceField(label=_("Nature"), choices=PlanKind.choices)
    title = title_field(_("Intitulé du plan"), 200)
    summary = forms.CharField(
        label=_("En quelques phrases"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    owner_id = choice_field(_("Pilote"), required=False)
    starts_on = day_field(_("Adopté le"))
    ends_on = last_day_field(_("Dernier jour du plan"), _("Vide : non connu."))
    link = forms.URLField(
        label=_("Adresse du document"), assume_scheme="https", max_length=500, required=False
    )
    document = DocumentField(label=_("Ou le document"), required=False)
    source = forms.CharField(
        label=_("Source"), help_text=SOURCE_HELP, max_length=300, required=False
    )


class PlanLineForm(LineForm):
    plan_id = choice_field(_("Plan"))
    title = title_field(_("Ce qui sera fait"))
    owner_id = choice_field(_("Pilote"), required=False)
    due_on = day_field(_("Échéance"), LAST_DAY)
    rank = rank_field()


class SignForm(forms.Form):
    """Recording a signature; `read_digest` is that of the text shown above the form."""

    title = forms.CharField(label=_("Intitulé"), max_length=200)
    signed_on = day_field(_("Signé le"), required=True)
    why = forms.CharField(
        label=_("Pourquoi"),
        help_text=_("En quelques phrases, pour ceux qui liront ce qui a changé."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    read_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
