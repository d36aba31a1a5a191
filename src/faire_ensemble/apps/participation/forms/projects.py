"""What officers and partners fill in about projects."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.forms.processes import Choices
from faire_ensemble.apps.participation.models import BudgetProject, Process, Review, ReviewKind
from faire_ensemble.core.budget import AmountRefused, parse_amount
from faire_ensemble.kit.amounts import AmountField, amount_words
from faire_ensemble.kit.files import DocumentField


class _Day(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else f"{value:%Y-%m-%d}"


class ProjectForm(forms.Form):
    """What a project says; the cost is asked of a new one only."""

    origins = forms.TypedMultipleChoiceField(
        label=_("Contributions d'où il vient"),
        help_text=_("Leurs auteurs sauront ce que devient le projet."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    title = forms.CharField(
        label=_("Titre"),
        help_text=_("Vide : celui de la première contribution choisie."),
        max_length=200,
        required=False,
    )
    body = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    cost = AmountField(
        label=_("Coût estimé en euros"),
        help_text=_("L'étude financière donnera le coût retenu."),
        required=False,
    )
    category = forms.CharField(label=_("Thème"), max_length=120, required=False)
    territory_id = forms.TypedChoiceField(
        label=_("Quartier ou commune"), coerce=int, empty_value=None, required=False
    )
    place = forms.CharField(
        label=_("Lieu"),
        help_text=_("Une adresse, un square, une école."),
        max_length=200,
        required=False,
    )
    longitude = forms.FloatField(
        label=_("Longitude"),
        help_text=_("En degrés, remplie par la carte. Vide : celle de la première contribution."),
        required=False,
    )
    latitude = forms.FloatField(label=_("Latitude"), required=False)
    group = forms.CharField(
        label=_("Groupe de projets incompatibles"),
        help_text=_("Un seul projet d'un même groupe peut être lauréat."),
        max_length=120,
        required=False,
    )
    carrier_id = forms.TypedChoiceField(
        label=_("Qui le porte"),
        help_text=_("Ses agents peuvent l'étudier et suivre sa réalisation."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        process: Process,
        project: BudgetProject | None = None,
        contributions: Choices = (),
        territories: Choices = (),
        carriers: Choices = (),
        **kwargs: Any,
    ) -> None:
        if project is not None:
            kwargs["initial"] = _initial(project)
        super().__init__(*args, **kwargs)
        listed = list(contributions)
        self.fields["origins"].choices = listed  # type: ignore[attr-defined]
        self.fields["territory_id"].choices = [("", "—"), *territories]  # type: ignore[attr-defined]
        self.fields["carrier_id"].choices = [("", "—"), *carriers]  # type: ignore[attr-defined]
        if not listed:
            del self.fields["origins"]
            self.fields["title"].required = True
            self.fields["title"].help_text = ""
        if project is not None:
            del self.fields["cost"]
        if process.categories:
            own = [project.category] if project is not None and project.category else []
            names = dict.fromkeys([*process.categories, *own])
            self.fields["category"] = forms.ChoiceField(
                label=_("Thème"),
                choices=[("", "—"), *((name, name) for name in names)],
                required=False,
            )


def _initial(project: BudgetProject) -> dict[str, Any]:
    names = ("title", "body", "category", "territory_id", "place", "longitude", "latitude",
             "carrier_id")  # fmt: skip
    return {name: getattr(project, name) for name in names} | {
        "origins": [row.pk for row in project.origins.all()],
        "group": project.group.label if project.group else "",
    }


class ReviewForm(forms.Form):
    """One review; the cost goes with the financial one."""

    kind = forms.ChoiceField(label=_("Quelle étude"), choices=ReviewKind.choices)
    verdict = forms.ChoiceField(label=_("Avis"), choices=Review.Verdict.choices)
    reason = forms.CharField(
        label=_("Raisons"),
        help_text=_("Elles seront publiques avec la décision."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cost = AmountField(
        label=_("Coût en euros"), help_text=_("Pour l'étude financière."), required=False
    )


class ReasonForm(forms.Form):
    """A decision and its public reason."""

    act = forms.CharField()
    reason = forms.CharField(required=False)


class JuryForm(forms.Form):
    """What the jury decides of a project."""

    project = forms.IntegerField()
    keeps = forms.TypedChoiceField(
        label=_("Décision du jury"),
        choices=[("1", _("retenir")), ("0", _("écarter"))],
        coerce=lambda value: value == "1",
    )
    amount = AmountField(
        label=_("Montant accordé en euros"), help_text=_("Vide : le coût."), required=False
    )
    instead_of = forms.IntegerField(required=False)
    reason = forms.CharField(
        label=_("Raison"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


class MilestoneForm(forms.Form):
    title = forms.CharField(label=_("Étape"), max_length=200)
    due_on = forms.DateField(label=_("Prévue pour le"), widget=_Day)


class DoneForm(forms.Form):
    milestone = forms.IntegerField(widget=forms.HiddenInput)
    done_on = forms.DateField(label=_("Faite le"), widget=_Day, initial=timezone.localdate)
    words = forms.CharField(label=_("Quelques mots"), required=False, max_length=2000)


class SpendingForm(forms.Form):
    """Euros spent, negative for what is given back."""

    spent_on = forms.DateField(label=_("Payée le"), widget=_Day, initial=timezone.localdate)
    what = forms.CharField(label=_("Pour quoi"), max_length=200)
    amount = forms.CharField(
        label=_("Montant en euros"), help_text=_("Précédé de − pour un remboursement.")
    )

    def clean_amount(self) -> Any:
        text = self.cleaned_data["amount"].strip()
        back = text[:1] in ("-", "−")
        try:
            amount = parse_amount(text[1:] if back else text)
        except AmountRefused as refused:
            raise forms.ValidationError(amount_words(refused.fault)) from None
        return -amount if back else amount


class PhotoForm(forms.Form):
    photo = DocumentField(
        label=_("Photo"),
        help_text=_("JPEG, PNG ou WebP, 6 Mo au plus. Le lieu inscrit dans le fichier est effacé."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    words = forms.CharField(
        label=_("Ce que montre la photo"),
        help_text=_("Lu à ceux qui ne la voient pas."),
        max_length=300,
    )
    taken_on = forms.DateField(label=_("Prise le"), widget=_Day, required=False)
