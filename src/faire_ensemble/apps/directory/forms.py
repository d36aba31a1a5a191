"""What whoever keeps a record fills in; hours as people write them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.directory.models import (
    ACCESSIBILITY,
    AUDIENCES,
    COMING,
    KINDS,
    LANGUAGES,
    Service,
    Word,
)
from faire_ensemble.apps.directory.selectors.records.locating import address_text
from faire_ensemble.core.opening import (
    HoursRefused,
    read_exceptions,
    read_week,
    write_changes,
    write_week,
)

Choices = list[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """A commune and its neighbourhoods, or what stands apart: (key, label, ticked)."""

    title: str
    rows: list[tuple[int, str, bool]]

    @property
    def ticked(self) -> int:
        return sum(ticked for _pk, _label, ticked in self.rows)


def _choices(table: dict[str, Word]) -> Choices:
    return [(code, word.label) for code, word in table.items()]


def _ticks(label: Any, table: dict[str, Word], help_text: Any = "", required: bool = False) -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=_choices(table),
        help_text=help_text,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins une sorte d'aide.")},
    )


class RecordForm(forms.Form):
    """A record and its place, in the order in which somebody would tell it."""

    name = forms.CharField(
        label=_("Nom"),
        help_text=_("Ce que les gens liront en premier, par exemple « Cours de français »."),
        max_length=200,
        error_messages={"required": _("Donnez un nom : c'est ce que les gens liront en premier.")},
    )
    organisation_id = forms.TypedChoiceField(
        label=_("Qui propose cette aide"), coerce=int, empty_value=None, required=False
    )
    kinds = _ticks(_("Quelle aide"), KINDS, required=True)
    description = forms.CharField(
        label=_("Ce qu'on y trouve"),
        help_text=_("Deux ou trois phrases simples. Dites ce qu'il faut apporter."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    place_name = forms.CharField(label=_("Nom du lieu"), max_length=200, required=False)
    address = forms.CharField(label=_("Adresse"), max_length=300, required=False)
    postcode = forms.RegexField(
        label=_("Code postal"),
        regex=r"^\d{5}$",
        required=False,
        error_messages={"invalid": _("Un code postal a cinq chiffres.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    commune_name = forms.CharField(label=_("Commune"), max_length=100, required=False)
    lon = forms.FloatField(
        label=_("Longitude"),
        help_text=_(
            "Seulement si l'adresse n'est pas trouvée, ou si le point est à corriger. Les "
            "deux ensemble, comme 3,0573 et 50,6292."
        ),
        min_value=-180,
        max_value=180,
        required=False,
        localize=True,
    )
    lat = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, required=False, localize=True
    )
    # Asked when a new address was looked up: which of those found, for which address.
    point = forms.CharField(required=False, max_length=60)
    asked_address = forms.CharField(required=False, max_length=500)
    transport = forms.CharField(
        label=_("Comment venir"),
        help_text=_("Arrêt de bus ou de métro, entrée, étage."),
        max_length=300,
        required=False,
    )
    hours = forms.CharField(
        label=_("Horaires"),
        help_text=_(
            "Une ligne par jour ou par groupe de jours, comme « lundi au vendredi : 9h-12h / "
            "14h-17h ». Après minuit : « vendredi : 22h-2h ». Les jours non écrits sont fermés. "
            "Laissez vide si vous ne savez pas."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    changes = forms.CharField(
        label=_("Jours à part"),
        help_text=_("Comme « 24/12/2026 : 9h-12h » ou « du 1/8/2027 au 22/8/2027 : fermé »."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    hours_note = forms.CharField(
        label=_("Précision sur les horaires"), max_length=500, required=False
    )
    coming = _ticks(_("Comment on est reçu"), COMING)
    phone = forms.CharField(
        label=_("Téléphone du service"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    email = forms.EmailField(label=_("Courriel du service"), required=False)
    website = forms.URLField(label=_("Site"), required=False, assume_scheme="https")
    free = forms.TypedChoiceField(
        label=_("Prix"),
        choices=[("", _("non précisé")), ("1", _("gratuit")), ("0", _("payant"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        required=False,
    )
    price = forms.CharField(label=_("Combien"), max_length=200, required=False)
    audiences = _ticks(_("Pour qui"), AUDIENCES, _("Rien de coché : pour tout le monde."))
    languages = _ticks(_("Langues parlées à l'accueil"), LANGUAGES)
    accessibility = _ticks(_("Accessibilité"), ACCESSIBILITY)
    areas = forms.TypedMultipleChoiceField(
        label=_("Pour qui habite où"),
        coerce=int,
        help_text=_("Rien de coché : où que l'on habite."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, organisations: Choices, areas: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        served = self.fields["areas"]
        assert isinstance(served, forms.TypedMultipleChoiceField)  # noqa: S101
        served.choices = list(areas)
        chosen = self.fields["organisation_id"]
        assert isinstance(chosen, forms.TypedChoiceField)  # noqa: S101
        chosen.choices = [("", _("non précisé")), *organisations]

    def clean_hours(self) -> str:
        return self._readable("hours", read_week)

    def clean_changes(self) -> str:
        return self._readable("changes", read_exceptions)

    def _readable(self, name: str, read: Callable[[str], object]) -> str:
        """The text, once it can be read: the service reads it again; here all faults are told at
        the same time."""
        text: str = self.cleaned_data[name]
        try:
            read(text)
        except HoursRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return text

    @property
    def typed_address(self) -> str:
        """The address typed, on one line, whether or not the rest of the form is right."""
        typed = [str(self[name].value() or "") for name in ("address", "postcode", "commune_name")]
        return address_text(*typed)

    @property
    def areas_shown(self) -> list[AreaGroup]:
        """Communes and neighbourhoods to tick, in folds; those with a tick are open."""
        ticked = {str(value) for value in self["areas"].value() or ()}
        choices: Any = self.fields["areas"].choices  # type: ignore[attr-defined]
        return [
            AreaGroup(title, [(pk, label, str(pk) in ticked) for pk, label in rows])
            for title, rows in choices
        ]

    def content(self) -> dict[str, Any]:
        """What was typed, for the service, without the questions about the point."""
        told = dict(self.cleaned_data)
        del told["point"], told["asked_address"], told["organisation_id"]
        return told

    @staticmethod
    def told(service: Service) -> dict[str, Any]:
        """What the form shows of a record."""
        place = service.place
        names = (
            "name", "organisation_id", "kinds", "description", "hours_note", "coming", "phone",
            "email", "website", "price", "audiences", "languages",
        )  # fmt: skip
        shown = {name: getattr(service, name) for name in names}
        shown |= {
            "areas": [area.pk for area in service.areas.all()],
            "free": "" if service.free is None else str(int(service.free)),
            "hours": write_week(service.week),
            "changes": write_changes(service.days_apart),
        }
        if place is not None:
            shown |= {
                "place_name": place.name,
                "address": place.address,
                "postcode": place.postcode,
                "commune_name": place.commune_name,
                "lon": place.lon,
                "lat": place.lat,
                "transport": place.transport,
                "accessibility": place.accessibility,
            }
            if not service.hours and not service.changes:
                shown["hours"] = write_week(place.week)
                shown["changes"] = write_changes(place.days_apart)
            for name in ("phone", "email", "website"):
                shown[name] = shown[name] or getattr(place, name)
        return shown


class ContactForm(forms.Form):
    """Somebody to ask for, and how they agreed to be named."""

    name = forms.CharField(
        label=_("Prénom et nom"),
        max_length=150,
        error_messages={"required": _("Donnez le nom de la personne.")},
    )
    role = forms.CharField(label=_("Fonction"), max_length=150, required=False)
    phone = forms.CharField(
        label=_("Téléphone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("Courriel"),
        help_text=_("La personne y reçoit le lien pour retirer son nom quand elle veut."),
        required=False,
    )
    consent = forms.CharField(
        label=_("Comment la personne a donné son accord"),
        help_text=_("De vive voix, par écrit… Sans accord, n'ajoutez pas son nom."),
        max_length=200,
        error_messages={
            "required": _(
                "Dites comment la personne a donné son accord (de vive voix, par écrit) : sans "
                "accord, son nom ne peut pas être montré."
            )
        },
    )  # fmt: skip
    consented_on = forms.DateField(
        label=_("Quand"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
        error_messages={
            "required": _("Dites quel jour la personne a donné son accord."),
            "invalid": _("Ce n'est pas une date. Écrivez jour/mois/année, comme 28/11/2026."),
        },
    )


class EntrustForm(forms.Form):
    """The account to which a record is given."""

    email = forms.EmailField(
        label=_("Adresse du compte"),
        error_messages={
            "required": _("Écrivez l'adresse du compte à qui confier la fiche."),
            "invalid": _("Cette adresse n'est pas complète : écrivez-la comme "
                         "prenom.nom@exemple.fr."),
        },
    )  # fmt: skip
