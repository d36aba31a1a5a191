"""A meeting, its agenda, who came, what was said and decided."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from faire_ensemble.apps.governance.forms.fields import (
    Choices,
    HourInput,
    day_field,
    key_field,
    long_text,
    offer,
    read_key,
)
from faire_ensemble.apps.governance.services import Came
from faire_ensemble.kit.files import DocumentField


class MeetingForm(forms.Form):
    """Day and hour stay as typed: the service says when that hour does not exist."""

    title = forms.CharField(
        label=gettext_lazy("Objet"),
        help_text=gettext_lazy("Par exemple : programmation 2027. Vide si rien de particulier."),
        max_length=200, required=False,
    )  # fmt: skip
    day = day_field(gettext_lazy("Jour"))
    hour = forms.TimeField(label=gettext_lazy("Heure"), widget=HourInput())
    minutes_long = forms.IntegerField(
        label=gettext_lazy("Durée, en minutes"), min_value=15, max_value=720, initial=120
    )
    place = forms.CharField(label=gettext_lazy("Lieu"), max_length=300, required=False)
    online_url = forms.URLField(
        label=gettext_lazy("Adresse de la visioconférence"),
        help_text=gettext_lazy("Seuls les membres la reçoivent."),
        required=False, assume_scheme="https",
    )  # fmt: skip
    open_to_all = forms.BooleanField(label=gettext_lazy("Ouverte à tous"), required=False)


class RecordForm(MeetingForm):
    """A meeting already held: nobody is written to, so no online address."""

    online_url = None  # type: ignore[assignment]
    called_on = day_field(gettext_lazy("Jour où les convocations sont parties"), required=False)
    calling_unknown = forms.BooleanField(
        label=gettext_lazy("Ce jour n'est pas connu"), required=False
    )

    def __init__(self, *args: Any, notice_days: int, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if not notice_days:
            del self.fields["calling_unknown"]
            return
        self.fields["called_on"].help_text = ngettext(
            "Cette instance se convoque %(n)s jour franc avant : la page de la réunion dira si "
            "c'était tenu. Si ce jour n'est pas connu, cochez la case.",
            "Cette instance se convoque %(n)s jours francs avant : la page de la réunion dira si "
            "c'était tenu. Si ce jour n'est pas connu, cochez la case.",
            notice_days,
        ) % {"n": notice_days}


class SecondForm(forms.Form):
    day = day_field(gettext_lazy("Jour de la seconde réunion"))
    hour = forms.TimeField(label=gettext_lazy("Heure"), widget=HourInput())


class CancelForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Pourquoi"), max_length=300)


class ItemForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Point"), max_length=300)
    presenter = forms.CharField(label=gettext_lazy("Présenté par"), max_length=150, required=False)
    objective = key_field(gettext_lazy("Objectif du contrat"))
    organisation = key_field(
        gettext_lazy("Organisme dont il est question"),
        help_text=gettext_lazy("Pour prévenir si quelqu'un y a un intérêt déclaré."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("À propos de"), required=False)
    reference = forms.CharField(
        label=gettext_lazy("Sa référence"),
        help_text=gettext_lazy("Numéro du dossier, ou « démarche/numéro » d'une contribution."),
        max_length=120, required=False,
    )  # fmt: skip
    restricted = forms.BooleanField(label=gettext_lazy("Réservé aux membres"), required=False)

    def __init__(
        self, *args: Any, objectives: Choices = (), organisations: Choices = (),
        kinds: Choices = (), **kw: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kw)
        offer(self, "objective", objectives)
        offer(self, "organisation", organisations)
        offer(self, "kind", kinds)


class PaperForm(forms.Form):
    file = DocumentField(label=gettext_lazy("Document"))
    item = key_field(gettext_lazy("Pour le point"))
    public = forms.BooleanField(label=gettext_lazy("Lisible par tous"), required=False)

    def __init__(self, *args: Any, items: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        offer(self, "item", items)


class DecisionForm(forms.Form):
    """What is decided, by when, and who sees to it."""

    title = forms.CharField(
        label=gettext_lazy("Ce qui est décidé"),
        help_text=gettext_lazy("Une phrase, avec un verbe : « Ouvrir une permanence… »."),
        max_length=300,
    )
    words = long_text(gettext_lazy("Précisions"))
    owner_organisation = key_field(gettext_lazy("Organisme qui s'en charge"))
    owner_person = key_field(
        gettext_lazy("Ou une personne qui siège ici"),
        help_text=gettext_lazy("Elle le trouvera sur sa page de travail."),
    )
    owner_name = forms.CharField(
        label=gettext_lazy("Ou le nom d'une personne, d'un service"), max_length=150, required=False
    )
    due_on = day_field(gettext_lazy("À faire pour le"))
    objective = key_field(gettext_lazy("Objectif du contrat"))
    restricted = forms.BooleanField(label=gettext_lazy("Réservée aux membres"), required=False)

    def __init__(
        self,
        *args: Any,
        organisations: Choices = (),
        people: Choices = (),
        objectives: Choices = (),
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        offer(self, "owner_organisation", organisations)
        offer(self, "owner_person", people)
        offer(self, "objective", objectives)


class LooseDecisionForm(DecisionForm):
    """A decision that no meeting written here took: a written consultation, or one from before."""

    taken_on = day_field(gettext_lazy("Prise le"))
    field_order = ("title", "words", "taken_on")


class FollowForm(forms.Form):
    words = long_text(gettext_lazy("Ce qui a été fait"))


class StopForm(forms.Form):
    words = long_text(gettext_lazy("Pourquoi cela s'arrête"))
    superseded_by = key_field(gettext_lazy("Remplacée par"))

    def __init__(self, *args: Any, others: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        offer(self, "superseded_by", others)


class LinkForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("C'est"))
    reference = forms.CharField(
        label=gettext_lazy("Sa référence"),
        help_text=gettext_lazy("Numéro du dossier, ou « démarche/numéro » d'une contribution."),
        max_length=120,
    )

    def __init__(self, *args: Any, kinds: Choices = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]


class PostponeForm(forms.Form):
    due_on = day_field(gettext_lazy("Nouvelle échéance"))
    words = forms.CharField(label=gettext_lazy("Pourquoi"), max_length=500)


LINES = 60


def read_lines(data: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Paragraphs `texte-1`, `texte-2`… with their box `reserve-1`… when for members only."""
    return [
        (data[f"texte-{rank}"][:20_000].replace("\x00", ""), data.get(f"reserve-{rank}") == "1")
        for rank in range(1, LINES + 1)
        if f"texte-{rank}" in data
    ]


def read_ranks(data: Mapping[str, str]) -> dict[int, int]:
    """`rang-12=3`: item 12 goes third; what is not a number is left where it is."""
    found = {}
    for name, text in data.items():
        key, rank = read_key(name.removeprefix("rang-")), read_key(text.strip())
        if name.startswith("rang-") and key is not None and rank is not None:
            found[key] = rank
    return found


def read_attendance(data: Mapping[str, str], seats: Iterable[int]) -> dict[int, Came]:
    """Choice `presence-7`, name `nom-7`, seat that got the voice `pouvoir-7`."""
    return {
        seat: Came(
            presence=data.get(f"presence-{seat}", "absent"),
            name=data.get(f"nom-{seat}", "").replace("\x00", ""),
            proxy_to=read_key(data.get(f"pouvoir-{seat}", "")),
        )
        for seat in seats
    }
