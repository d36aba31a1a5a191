"""What partners promise, what became of it, and which of them a reader looks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.contract.forms.draft import (
    LAST_DAY,
    SOURCE_HELP,
    LineForm,
    choice_field,
    day_field,
    title_field,
)
from faire_ensemble.apps.contract.lifecycle import COMMITMENT
from faire_ensemble.apps.contract.selectors.commitments import Filters, state_choices
from faire_ensemble.kit.amounts import AmountField
from faire_ensemble.kit.files import DocumentField


class CommitmentForm(LineForm):
    """A promise: droit commun and specific credits are two amounts."""

    organisation_id = choice_field(_("Qui s'engage"), _("Un partenaire du contrat."))
    objective_id = choice_field(_("Objectif"), _("Vide : tout le contrat."), required=False)
    title = title_field(_("À quoi"))
    mainstream = AmountField(
        label=_("Droit commun, en euros"),
        help_text=_("Les politiques ordinaires. Vide : montant non connu."),
        required=False,
    )
    specific = AmountField(
        label=_("Crédits spécifiques, en euros"),
        help_text=_("Les crédits de la politique de la ville. Vide : montant non connu."),
        required=False,
    )
    due_on = day_field(_("Pour quand"), LAST_DAY)
    source = forms.CharField(
        label=_("Source"), help_text=SOURCE_HELP, max_length=300, required=False
    )


ACTS = {
    "start": _("L'engagement est en cours"),
    "tell": _("L'engagement avance : une nouvelle"),
    "keep": _("L'engagement est tenu"),
    "keep_partly": _("L'engagement est tenu en partie"),
    "break": _("L'engagement n'est pas tenu"),
    "drop": _("L'engagement est abandonné"),
    "reopen": _("L'engagement est repris"),
}


class ReportForm(forms.Form):
    """What became of a commitment, and its proof."""

    act = forms.ChoiceField(
        label=_("Où en est-on ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez dans la liste.")},
    )
    words = forms.CharField(
        label=_("En une phrase"),
        help_text=_(
            "Publique. Pour une nouvelle, dites où cela en est ; si ce n'est pas tenu, "
            "dites pourquoi."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    link = forms.URLField(
        label=_("Preuve : l'adresse d'une page"),
        help_text=_("Demandée pour dire qu'un engagement est tenu."),
        assume_scheme="https",
        max_length=500,
        required=False,
        error_messages={"invalid": _("Écrivez une adresse complète, comme https://exemple.fr/.")},
    )
    proof = DocumentField(label=_("Ou un document"), required=False)

    def __init__(self, *args: Any, state: str, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(act, label) for act, label in ACTS.items() if COMMITMENT.may(act, state)]
        self.fields["act"].choices = offered  # type: ignore[attr-defined]


def read_filters(asked: Any) -> Filters:
    """What an address asks for; what it does not understand is left out."""
    states = {value for value, _label in state_choices()}
    state = asked.get("etat", "")
    return Filters(
        organisation=_key(asked.get("partenaire", "")),
        state=state if state in states else "",
        objective=_key(asked.get("objectif", "")),
    )


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
