"""What people type in groups."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.initiatives.forms.naming import name_field
from faire_ensemble.apps.initiatives.models import Door
from faire_ensemble.apps.initiatives.services.groups.life import SUMMARY_MAX
from faire_ensemble.apps.initiatives.services.groups.life import TITLE_MAX as GROUP_TITLE
from faire_ensemble.apps.initiatives.services.groups.notes import BODY_MAX
from faire_ensemble.apps.initiatives.services.groups.notes import TITLE_MAX as NOTE_TITLE
from faire_ensemble.apps.initiatives.services.groups.work import TITLE_MAX as TASK_TITLE
from faire_ensemble.kit.files import DocumentField

Choices = Iterable[tuple[Any, Any]]


class GroupForm(forms.Form):
    """What everybody reads of a group."""

    title = forms.CharField(
        label=_("Nom du groupe"),
        max_length=GROUP_TITLE,
        error_messages={"required": _("Donnez un nom au groupe.")},
    )
    summary = forms.CharField(
        label=_("À quoi il sert"),
        help_text=_("Tout le monde le lit. Ce que le groupe écrit ensuite n'est lu que par ses "
                    "membres."),
        max_length=SUMMARY_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Dites à quoi sert le groupe : tout le monde le lira.")},
    )  # fmt: skip
    door = forms.ChoiceField(label=_("Qui entre"), choices=Door.choices, initial=Door.OPEN)
    territory_id = forms.TypedChoiceField(
        label=_("Quartier ou commune"), coerce=int, empty_value=None, required=False
    )
    name = name_field(required=True)

    def __init__(
        self, *args: Any, places: Choices = (), named: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory_id"].choices = [("", "—"), *places]  # type: ignore[attr-defined]
        if named:
            del self.fields["name"]

    def asked(self) -> dict[str, Any]:
        """What was typed, for the services."""
        typed = dict(self.cleaned_data)
        typed.pop("name", None)
        return typed


class JoinForm(forms.Form):
    """Words to those who run a group."""

    words = forms.CharField(
        label=_("Pourquoi vous aimeriez en être"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = name_field(required=True)


class NoteForm(forms.Form):
    """A note; `revision` is the one it was opened at."""

    title = forms.CharField(
        label=_("Titre"),
        max_length=NOTE_TITLE,
        error_messages={"required": _("Donnez un titre à la note.")},
    )
    body = forms.CharField(
        label=_("Texte"),
        max_length=BODY_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)


class FileForm(forms.Form):
    """A file for the group."""

    document = DocumentField(
        label=_("Fichier"), error_messages={"required": _("Choisissez un fichier.")}
    )


class TaskForm(forms.Form):
    """What is to be done, who does it, by when."""

    title = forms.CharField(
        label=_("Ce qui est à faire"),
        max_length=TASK_TITLE,
        error_messages={"required": _("Dites ce qui est à faire.")},
    )
    owner_id = forms.TypedChoiceField(label=_("Qui"), coerce=int, empty_value=None, required=False)
    due_on = forms.DateField(
        label=_("Pour le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Écrivez la date comme 2026-12-31.")},
    )

    def __init__(self, *args: Any, members: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [  # type: ignore[attr-defined]
            ("", _("personne encore")), *members
        ]  # fmt: skip


class CloseForm(forms.Form):
    """What came of a group."""

    words = forms.CharField(
        label=_("Ce que le groupe a fait"),
        help_text=_("Tout le monde le lira."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Dites ce que le groupe a fait : tout le monde le lira.")},
    )

    def __init__(self, *args: Any, outside: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if outside:
            field = self.fields["words"]
            field.label = _("Pourquoi vous le fermez")
            field.help_text = _("Ses membres le reçoivent, et tout le monde le lira.")
            field.error_messages["required"] = _(
                "Dites pourquoi vous fermez ce groupe : ses membres et tout le monde le liront."
            )
