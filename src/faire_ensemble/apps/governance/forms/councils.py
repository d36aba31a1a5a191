"""The label of a conseil citoyen, its means, its wishes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from faire_ensemble.apps.governance.forms.fields import (
    Choices,
    day_field,
    key_field,
    long_text,
    offer,
)
from faire_ensemble.apps.governance.models import WishKind
from faire_ensemble.kit.amounts import AmountField
from faire_ensemble.kit.files import DocumentField


class StepForm(forms.Form):
    step = forms.ChoiceField(label=gettext_lazy("Étape"))
    on = day_field(gettext_lazy("Faite le"))
    reference = forms.CharField(
        label=gettext_lazy("Référence"),
        help_text=gettext_lazy("Obligatoire pour un arrêté : son numéro et sa date."),
        max_length=200, required=False,
    )  # fmt: skip
    words = long_text(
        gettext_lazy("Remarques"), rows=2,
        help_text=gettext_lazy(
            "Obligatoires pour un tirage au sort fait ailleurs, sur papier : où, quand, devant qui."
        ),
    )  # fmt: skip
    file = DocumentField(label=gettext_lazy("Pièce"), required=False)

    def __init__(self, *args: Any, steps: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["step"].choices = list(steps)  # type: ignore[attr-defined]


class CouncilForm(forms.Form):
    carrier = key_field(gettext_lazy("Association qui le porte"))
    charter_on = day_field(gettext_lazy("Charte adoptée le"), required=False)
    premises = forms.CharField(label=gettext_lazy("Lieu dédié"), max_length=300, required=False)

    def __init__(self, *args: Any, organisations: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        offer(self, "carrier", organisations)


class TrainingForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Formation"), max_length=200)
    on = day_field(gettext_lazy("Date"))
    hours = forms.DecimalField(
        label=gettext_lazy("Heures"), min_value=0, max_digits=5, decimal_places=1
    )
    people = forms.IntegerField(label=gettext_lazy("Personnes"), min_value=1, max_value=999)


class BudgetForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Année"), min_value=2014, max_value=2100)
    amount = AmountField(label=gettext_lazy("Montant, en euros"))
    granted_by = forms.CharField(label=gettext_lazy("Accordé par"), max_length=200, required=False)


class SpendingForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Budget de"), min_value=2014, max_value=2100)
    label = forms.CharField(label=gettext_lazy("Dépense"), max_length=200)
    amount = AmountField(label=gettext_lazy("Montant, en euros"))
    on = day_field(gettext_lazy("Payée le"))


class WishForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("C'est"), choices=WishKind.choices)
    title = forms.CharField(label=gettext_lazy("Ce qui est demandé"), max_length=300)
    words = long_text(gettext_lazy("Précisions"))
    addressee = forms.CharField(
        label=gettext_lazy("À qui"),
        help_text=gettext_lazy("Par exemple : conseil municipal de Tourcoing."), max_length=200,
    )  # fmt: skip
    meeting_id = key_field(gettext_lazy("Voté à la réunion du"))
    on = day_field(gettext_lazy("Remis le"))
    due_on = day_field(
        gettext_lazy("Réponse attendue le"), required=False,
        help_text=gettext_lazy("Vide : deux mois après."),
    )  # fmt: skip

    def __init__(self, *args: Any, meetings: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        offer(self, "meeting_id", meetings)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Réponse reçue"), widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
    )  # fmt: skip
    answered_by = forms.CharField(label=gettext_lazy("De qui"), max_length=200)
    on = day_field(gettext_lazy("Reçue le"))
