"""What people type: a contribution, a comment, a door; and what officers type about them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.models import ModerationReason, Process, ProcessKind
from faire_ensemble.apps.participation.selectors.contributions.listing import ORDERS, Filters
from faire_ensemble.apps.participation.services.contributions.commenting import COMMENT_MAX
from faire_ensemble.apps.participation.services.contributions.writing import BODY_MAX, TITLE_MAX
from faire_ensemble.kit.amounts import AmountField

Choices = Iterable[tuple[Any, str]]
WITH_COST = (ProcessKind.BUDGET, ProcessKind.FUND)
WORDS_MAX = 100


class ProposalForm(forms.Form):
    """A contribution. `email` is asked only of who is not known yet."""

    title = forms.CharField(
        label=_("Ce que vous proposez, en une phrase"),
        max_length=TITLE_MAX,
        error_messages={
            "required": _("Donnez un titre : une phrase qui dit ce que vous proposez."),
            "max_length": _("Le titre est trop long : %(limit_value)s caractères au plus, vous en "
                            "avez écrit %(show_value)s."),
        },
    )  # fmt: skip
    body = forms.CharField(
        label=_("Expliquez"),
        help_text=_("Ce qui ne va pas, ce que vous voudriez, pour qui."),
        max_length=BODY_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Dites ce que vous proposez, en une phrase au moins."),
            "max_length": _("Le texte est trop long : %(limit_value)s caractères au plus, vous en "
                            "avez écrit %(show_value)s."),
        },
    )  # fmt: skip
    category = forms.ChoiceField(label=_("Thème"), required=False)
    territory_id = forms.TypedChoiceField(
        label=_("Quartier"), coerce=int, empty_value=None, required=False
    )
    place = forms.CharField(
        label=_("Lieu"),
        help_text=_("Une adresse, une place, un bâtiment. Une adresse dit le quartier."),
        max_length=200,
        required=False,
    )
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180,
                                 max_value=180)  # fmt: skip
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90,
                                max_value=90)  # fmt: skip
    cost = AmountField(
        label=_("Coût, si vous le connaissez"), help_text=_("En euros."), required=False
    )
    name = forms.CharField(
        label=_("Nom affiché"),
        help_text=_("Un prénom, un collectif, ou rien : il sera public."),
        max_length=80,
        required=False,
    )
    email = forms.EmailField(
        label=_("Votre adresse électronique"),
        help_text=_("Pour confirmer, puis recevoir la réponse. Elle n'est jamais publiée."),
        error_messages={
            "required": _("Donnez votre adresse : la réponse y sera envoyée."),
            "invalid": _("Cette adresse n'est pas complète : écrivez-la comme "
                         "prenom.nom@exemple.fr."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, process: Process, places: Choices = (), known: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ("", "—"), *((each, each) for each in process.categories)
        ]  # fmt: skip
        self.fields["territory_id"].choices = [("", "—"), *places]  # type: ignore[attr-defined]
        if not process.categories:
            del self.fields["category"]
        if process.kind not in WITH_COST:
            del self.fields["cost"]
        if known:
            del self.fields["email"]


class CommentForm(forms.Form):
    """A comment, or an answer to one."""

    body = forms.CharField(
        label=_("Votre commentaire"),
        max_length=COMMENT_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Écrivez votre commentaire."),
            "max_length": _("Le commentaire est trop long : %(limit_value)s caractères au plus, "
                            "vous en avez écrit %(show_value)s."),
        },
    )  # fmt: skip
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)


class EmailEntryForm(forms.Form):
    """Come in by a mailed link."""

    email = ProposalForm.base_fields["email"]


class CodeEntryForm(forms.Form):
    """Come in with the code of a paper."""

    code = forms.CharField(
        label=_("Le code du papier"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Recopiez le code du papier.")},
    )


class CodesForm(forms.Form):
    """A batch of paper codes."""

    batch = forms.CharField(label=_("Nom du lot"), max_length=80)
    count = forms.IntegerField(label=_("Nombre de codes"), min_value=1, max_value=5000, initial=100)


class ModerationForm(forms.Form):
    """What to do with what was ticked."""

    reason = forms.ChoiceField(
        label=_("Motif, si vous ne publiez pas"),
        choices=[("", "—"), *(each for each in ModerationReason.choices if each[0])],
        required=False,
    )
    words = forms.CharField(
        label=_("Ce que l'auteur lira en plus du motif"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )


class KinshipForm(forms.Form):
    """Numbers of contributions to join, and why."""

    numbers = forms.CharField(
        label=_("Numéros à regrouper dans celle-ci"), help_text=_("Séparés par des virgules.")
    )
    reason = forms.CharField(
        label=_("Pourquoi"), help_text=_("Les auteurs le liront."), max_length=1000
    )

    def clean_numbers(self) -> list[int]:
        pieces = self.cleaned_data["numbers"].replace(";", ",").replace(" ", ",").split(",")
        typed = [piece.strip().lstrip("n°#") for piece in pieces if piece.strip()]
        if not typed or not all(each.isdecimal() and len(each) < 9 for each in typed):
            raise forms.ValidationError(_("Écrivez des numéros, comme 12, 15."))
        return [int(each) for each in typed]


def read_filters(asked: QueryDict, categories: Iterable[str]) -> Filters:
    """The filters of a list from its address; what makes no sense is left out."""
    place = asked.get("quartier", "")
    order = asked.get("ordre", "recentes")
    theme = asked.get("theme", "")
    return Filters(
        words=asked.get("q", "").replace("\x00", "")[:WORDS_MAX],
        category=theme if theme in set(categories) else "",
        territory_id=int(place) if place.isdecimal() and len(place) < 10 else None,
        standing=asked.get("reponse", ""),
        order=order if order in ORDERS else "recentes",
    )


def read_number(text: str | None) -> int:
    """A page number; 1 for what is not one."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else 1


def read_keys(texts: Iterable[str]) -> list[int]:
    """The keys that were ticked."""
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]
