"""What people type about an initiative; what officers answer; the filters of the list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.initiatives.models import (
    Audience,
    CostKind,
    Domain,
    Family,
    Initiative,
    Progress,
)
from faire_ensemble.apps.initiatives.selectors.listing import Filters
from faire_ensemble.apps.initiatives.services.claiming import WORDS_MAX as CLAIM_MAX
from faire_ensemble.apps.initiatives.services.contacts import BODY_MAX
from faire_ensemble.apps.initiatives.services.writing import TEXT_MAX, TITLE_MAX, Draft
from faire_ensemble.kit.amounts import AmountField
from faire_ensemble.kit.files import DocumentField

Choices = Iterable[tuple[Any, Any]]
WORDS_MAX = 100


def _text(label: Any, help_text: Any = "", rows: int = 4, required: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required is not None,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": required or "",
            "max_length": _("Ce texte est trop long : %(limit_value)s caractères au plus, vous en "
                            "avez écrit %(show_value)s."),
        },
    )  # fmt: skip


class InitiativeForm(forms.Form):
    """The page of an initiative: four questions, then what one knows."""

    title = forms.CharField(
        label=_("Son nom"),
        max_length=TITLE_MAX,
        error_messages={
            "required": _("Donnez un nom à l'initiative, en quelques mots."),
            "max_length": _("Le nom est trop long : %(limit_value)s caractères au plus, vous en "
                            "avez écrit %(show_value)s."),
        },
    )  # fmt: skip
    body = _text(
        _("Ce que c'est, avec vos mots"),
        _("Qui fait quoi, avec qui, à quel rythme. Deux phrases suffisent."),
        6,
        _("Dites ce que c'est, avec vos mots : deux phrases suffisent."),
    )
    family = forms.ChoiceField(
        label=_("C'est surtout pour"),
        choices=Family.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une famille de la liste.")},
    )
    domain = forms.ChoiceField(
        label=_("Domaine"),
        choices=[("", "—"), *Domain.choices],
        error_messages={"required": _("Choisissez un domaine de la liste.")},
    )
    territory_id = forms.TypedChoiceField(
        label=_("Quartier ou commune"), coerce=int, empty_value=None, required=False
    )
    place = forms.CharField(
        label=_("Lieu précis"),
        help_text=_("Une rue, une salle, une résidence."),
        max_length=200,
        required=False,
    )
    audience = forms.ChoiceField(label=_("Pour qui"), choices=Audience.choices, required=False)
    progress = forms.ChoiceField(
        label=_("Où en est-elle"),
        choices=Progress.choices,
        initial=Progress.RUNNING,
        required=False,
    )
    started = forms.IntegerField(label=_("Année de début"), required=False)
    ended = forms.IntegerField(label=_("Année de fin"), required=False)
    cost_kind = forms.ChoiceField(label=_("Coûte-t-elle ?"), choices=CostKind.choices,
                                  required=False)  # fmt: skip
    cost = AmountField(label=_("Combien, en euros"), required=False)
    partners = forms.CharField(
        label=_("Avec qui"),
        help_text=_("Un partenaire par ligne : centre social, école, bailleur, mairie…"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    carrier_name = forms.CharField(
        label=_("Qui la porte"),
        help_text=_("Une association, un collectif d'habitants. Ce nom est public."),
        max_length=200,
        required=False,
    )
    results = _text(_("Ce que cela a donné"), _("Combien de personnes, ce qui a changé."))
    worked = _text(_("Ce qui a fait que cela marche"), _("Ce que vous diriez à qui s'y met."))
    hard = _text(_("Ce qui a été difficile"), _("Pour que d'autres l'évitent."))
    second_family = forms.ChoiceField(
        label=_("Et aussi pour"), choices=[("", "—"), *Family.choices], required=False
    )
    source = forms.CharField(
        label=_("D'où vient l'information"),
        help_text=_("Un rapport, un site, si vous n'êtes pas vous-même de l'initiative."),
        max_length=300,
        required=False,
    )
    contact_open = forms.BooleanField(
        label=_("On peut m'écrire par le site (mon adresse n'est pas montrée)"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, places: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory_id"].choices = [("", "—"), *places]  # type: ignore[attr-defined]

    def draft(self) -> Draft:
        """What was typed, for the service."""
        typed = dict(self.cleaned_data)
        typed["partners"] = typed.get("partners", "").splitlines()
        return Draft(**typed)  # type: ignore[typeddict-item]


def initial_of(row: Initiative) -> dict[str, Any]:
    """What a page already says, for its form."""
    names = [name for name in InitiativeForm.base_fields if name not in ("partners",)]
    said = {name: getattr(row, name) for name in names}
    said["partners"] = "\n".join(str(each) for each in row.partners.select_related("organisation"))
    if row.organisation is not None and not row.carrier_name:
        said["carrier_name"] = row.organisation.name
    return said


class CopyForm(forms.Form):
    """« Do it here »: where, and first words to who did it first."""

    territory_id = forms.TypedChoiceField(
        label=_("Quartier ou commune"),
        help_text=_("Choisissez-le, ou écrivez un lieu en dessous."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    place = InitiativeForm.base_fields["place"]
    body = forms.CharField(
        label=_("Quelques mots à la personne qui l'a fait la première"),
        help_text=_("Elle les reçoit par message, sans votre adresse. Vous pourrez vous répondre."),
        max_length=BODY_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, places: Choices = (), contact: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory_id"].choices = [("", "—"), *places]  # type: ignore[attr-defined]
        if not contact:
            del self.fields["body"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("territory_id") and not typed.get("place"):
            self.add_error(
                "territory_id", _("Dites où : choisissez un quartier, ou écrivez un lieu.")
            )
        return typed


class MessageForm(forms.Form):
    """Words to the other of an exchange."""

    body = forms.CharField(
        label=_("Votre message"),
        max_length=BODY_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Écrivez quelques mots : qui vous êtes, ce que vous cherchez."),
            "max_length": _("Le message est trop long : %(limit_value)s caractères au plus, vous "
                            "en avez écrit %(show_value)s."),
        },
    )  # fmt: skip


class ReviewForm(forms.Form):
    """What an officer says of a page."""

    words = forms.CharField(
        label=_("Ce qui est à corriger, ou pourquoi la retirer"),
        help_text=_("La personne qui porte l'initiative le lira."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EntrustForm(forms.Form):
    """The account to which a page is given."""

    email = forms.EmailField(
        label=_("Adresse du compte"),
        error_messages={
            "required": _("Écrivez l'adresse du compte à qui confier la fiche."),
            "invalid": _("Cette adresse n'est pas complète : écrivez-la comme "
                         "prenom.nom@exemple.fr."),
        },
    )  # fmt: skip


class ClaimForm(forms.Form):
    """What somebody does in an initiative whose page nobody keeps."""

    words = forms.CharField(
        label=_("Ce que vous y faites"),
        help_text=_("Par exemple : « je préside l'association qui l'organise »."),
        max_length=CLAIM_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites en une phrase ce que vous y faites.")},
    )


class PhotoForm(forms.Form):
    """A photo and what it shows."""

    photo = DocumentField(
        label=_("Photo"),
        error_messages={"required": _("Choisissez une photo.")},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    words = forms.CharField(
        label=_("Ce que la photo montre"),
        help_text=_("Pour ceux qui ne la voient pas. Demandez leur accord aux personnes visibles."),
        max_length=300,
        error_messages={"required": _("Décrivez la photo, pour ceux qui ne la voient pas.")},
    )


def read_filters(asked: QueryDict) -> Filters:
    """The filters of the list from its address; what makes no sense is left out."""
    place = asked.get("lieu", "")
    return Filters(
        words=read_words(asked.get("q")),
        family=_known(asked.get("famille"), Family),
        domain=_known(asked.get("domaine"), Domain),
        audience=_known(asked.get("public"), Audience),
        progress=_known(asked.get("etat"), Progress),
        territory_id=int(place) if place.isdecimal() and len(place) < 10 else None,
    )


def read_words(text: str | None) -> str:
    """The words of a search, as long as any question needs."""
    return " ".join((text or "").replace("\x00", "").split())[:WORDS_MAX]


def read_number(text: str | None) -> int:
    """A page number; 1 for what is not one."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else 1


def read_key(text: str | None) -> int:
    """A key that a form sent; 0, which no row bears, for what is not one."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def _known(value: str | None, kind: Any) -> str:
    return value if value and value in kind.values else ""
