"""What those who answer type: the answer, what it promises, where a promise is."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.lifecycle import FOLLOW_UP
from faire_ensemble.apps.participation.models import AnswerVerdict, FollowUp
from faire_ensemble.apps.participation.services.answers.answering import BODY_MAX, Promise

Choices = Iterable[tuple[Any, str]]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AnswerForm(forms.Form):
    """One answer to what was ticked, with at most one promise (others are added by answering)."""

    verdict = forms.ChoiceField(
        label=_("La réponse"),
        choices=[("", "—"), *AnswerVerdict.choices],
        error_messages={"required": _("Choisissez ce que vous répondez.")},
    )
    body = forms.CharField(
        label=_("Pourquoi, en mots simples"),
        max_length=BODY_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Dites pourquoi, en une phrase au moins.")},
    )
    promise = forms.CharField(
        label=_("Ce qui est promis"),
        help_text=_("Une décision ou une action, suivie en public jusqu'au bout."),
        max_length=200,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Nature"),
        choices=FollowUp.Kind.choices,
        initial=FollowUp.Kind.ACTION,
        required=False,
    )
    owner = forms.TypedChoiceField(label=_("Par qui"), coerce=int, empty_value=None, required=False)
    due_on = forms.DateField(
        label=_("Pour quand"),
        required=False,
        widget=DAY,
        error_messages={"invalid": _("Écrivez un jour, comme 31/12/2027.")},
    )

    def __init__(self, *args: Any, owners: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "—"), *owners]  # type: ignore[attr-defined]

    def promises(self) -> list[Promise]:
        """What was typed, for the service."""
        typed = self.cleaned_data
        if not typed["promise"].strip():
            return []
        return [
            Promise(
                title=typed["promise"],
                kind=typed["kind"] or FollowUp.Kind.ACTION,
                owner_id=typed["owner"],
                due_on=typed["due_on"],
            )
        ]


class StepForm(forms.Form):
    """Where a promise is now."""

    act = forms.ChoiceField(label=_("Où cela en est"))
    words = forms.CharField(
        label=_("En une ou deux phrases, pour les habitants"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites où cela en est, en une phrase au moins.")},
    )

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "start": _("c'est commencé"),
            "finish": _("c'est fait"),
            "drop": _("c'est abandonné, et voici pourquoi"),
            "resume": _("c'est repris"),
        }
        self.fields["act"].choices = [  # type: ignore[attr-defined]
            ("stay", _("une nouvelle, sans changement")),
            *((act, label) for act, label in labels.items() if FOLLOW_UP.may(act, state)),
        ]


class OwnerForm(forms.Form):
    """Who owes the answer."""

    owner = forms.TypedChoiceField(
        label=_("Qui répond"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, owners: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("celui de la démarche")), *owners]  # type: ignore[attr-defined]
