"""What is typed about a vote: its rules, its electorate, ballots on any channel."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.models import (
    BallotKind,
    Eligibility,
    PaperKeying,
    Vote,
    VoteCompletion,
    VoteRule,
    VoteUtility,
)
from faire_ensemble.apps.participation.selectors.votes.wording import LANGUAGES
from faire_ensemble.apps.participation.services.votes.choices import LARGEST, VoteFault
from faire_ensemble.apps.participation.services.votes.electorate import MAX_CODES
from faire_ensemble.kit.amounts import AmountField

PREFIX = "p-"
Choice = tuple[int, int]


def read_choices(kind: str, numbers: Iterable[int], typed: Mapping[str, str]) -> list[Choice]:
    """The choices of a form, `p-<number>` each: ticked, points, or a rank. Raises VoteFault.

    Fields of no project of the ballot are read too, so that the rules refuse them.
    """
    known = [f"{PREFIX}{number}" for number in numbers]
    strange = [name for name in typed if name.startswith(PREFIX) and name not in known]
    rows: list[Choice] = []
    for name in (*known, *strange):
        text = typed.get(name, "").strip()
        if not text:
            continue
        number = _whole(name.removeprefix(PREFIX))
        if kind in (BallotKind.APPROVAL, BallotKind.KNAPSACK):
            rows.append((number, 0))
        elif value := _whole(text):
            rows.append((number, value))
    if kind != BallotKind.ORDINAL:
        return rows
    ranks = [rank for _number, rank in rows]
    for rank in ranks:
        if ranks.count(rank) > 1:
            raise VoteFault("same_rank", rank=rank)
    return [(number, 0) for number, _rank in sorted(rows, key=lambda row: row[1])]


def shown_choices(kind: str, choices: Iterable[Choice]) -> dict[int, int]:
    """What a form shows of choices: 1 for a tick, points, or a rank, by project."""
    rows = list(choices)
    if kind == BallotKind.CUMULATIVE:
        return dict(rows)
    if kind == BallotKind.ORDINAL:
        return {number: rank for rank, (number, _points) in enumerate(rows, start=1)}
    return {number: 1 for number, _points in rows}


def _whole(text: str) -> int:
    cleaned = text.strip()
    digits = cleaned.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(LARGEST)):
        raise VoteFault("not_a_number", text=cleaned[:20])
    return int(cleaned)


class VoteForm(forms.Form):
    """The rules of a vote; they no longer change once it is open."""

    ballot_type = forms.ChoiceField(label=_("Comment vote-t-on ?"), choices=BallotKind.choices)
    min_choices = forms.IntegerField(
        label=_("Choix au moins"),
        help_text=_("0 : le bulletin blanc est possible."),
        min_value=0,
        max_value=500,
    )
    max_choices = forms.IntegerField(
        label=_("Choix au plus"), min_value=1, max_value=500, required=False
    )
    points = forms.IntegerField(
        label=_("Points à partager"), min_value=1, max_value=1000, required=False
    )
    envelope = AmountField(label=_("Enveloppe en euros"), required=False)
    rule = forms.ChoiceField(label=_("Règle du dépouillement"), choices=VoteRule.choices)
    utility = forms.ChoiceField(
        label=_("Ce que vaut un projet pour qui l'a choisi"), choices=VoteUtility.choices
    )
    completion = forms.ChoiceField(
        label=_("L'argent qui reste (parts égales)"), choices=VoteCompletion.choices
    )
    minimum_support = forms.IntegerField(
        label=_("Votes au moins pour gagner"), min_value=0, max_value=LARGEST, required=False
    )
    eligibility = forms.ChoiceField(
        label=_("Comment est-on connu ?"),
        help_text=_("Une seule façon, pour que personne ne vote deux fois."),
        choices=Eligibility.choices,
    )
    minimum_age = forms.IntegerField(label=_("Âge minimum"), min_value=0, max_value=99)
    replaceable = forms.BooleanField(
        label=_("On peut revoter jusqu'à la fin : le dernier bulletin compte"), required=False
    )
    turnout_threshold = forms.IntegerField(
        label=_("Votants à partir desquels la participation d'un quartier est montrée"),
        min_value=5,
        max_value=1000,
    )
    translations = forms.CharField(
        label=_("Titres traduits"),
        help_text=_("Une ligne par projet : numéro | langue (en, ar) | titre | description."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        required=False,
    )

    def __init__(self, *args: Any, vote: Vote | None = None, **kwargs: Any) -> None:
        shown = vote or Vote()
        initial = {name: getattr(shown, name) for name in self.base_fields}
        kwargs["initial"] = initial | {"translations": _lines(shown.translations)}
        super().__init__(*args, **kwargs)

    def clean_translations(self) -> dict[str, dict[str, dict[str, str]]]:
        found: dict[str, dict[str, dict[str, str]]] = {}
        for at, line in enumerate(self.cleaned_data["translations"].splitlines(), start=1):
            if not line.strip():
                continue
            parts = [part.strip() for part in line.split("|")]
            if len(parts) < 3 or not parts[0].isdigit() or parts[1] not in LANGUAGES:
                raise forms.ValidationError(
                    _("Ligne %(line)s : écrivez « 3 | ar | titre | description »."),
                    params={"line": at},
                )
            said = {"title": parts[2][:200], "body": " | ".join(parts[3:])}
            found.setdefault(str(int(parts[0])), {})[parts[1]] = said
        return found


def _lines(translations: dict[str, dict[str, dict[str, str]]]) -> str:
    return "\n".join(
        " | ".join([number, language, said.get("title", ""), said.get("body", "")])
        for number, languages in sorted(translations.items(), key=lambda row: int(row[0]))
        for language, said in languages.items()
    )


class CodesForm(forms.Form):
    """A batch of codes to print."""

    batch = forms.CharField(
        label=_("Nom du lot"),
        help_text=_("Où il sera distribué : « Centre social, Trois Ponts »."),
        max_length=80,
    )
    count = forms.IntegerField(label=_("Nombre de codes"), min_value=1, max_value=MAX_CODES)
    neighbourhood = forms.ChoiceField(label=_("Quartier"), required=False)
    format = forms.ChoiceField(
        label=_("Fichier"),
        choices=[("pdf", _("feuilles à découper (PDF)")), ("csv", _("tableau (CSV)"))],
    )

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["neighbourhood"].choices = [("", "—"), *places]  # type: ignore[attr-defined]


class RollForm(forms.Form):
    """The list of those who may vote."""

    file = forms.FileField(
        label=_("Liste des votants (CSV ou XLSX)"),
        help_text=_(
            "Colonnes : nom, prénom, date de naissance, numéro, quartier. Les autres ne sont "
            "pas gardées."
        ),
    )


class BatchForm(forms.Form):
    """An urn that was opened."""

    label = forms.CharField(label=_("Urne ou bureau"), max_length=80)
    found = forms.IntegerField(
        label=_("Bulletins comptés dans l'urne"), min_value=1, max_value=100_000
    )


class KeyingForm(forms.Form):
    """What is read on a paper ballot, beside its choices."""

    kind = forms.ChoiceField(
        label=_("Le bulletin est"), choices=PaperKeying.Kind.choices, widget=forms.RadioSelect
    )


class CountForm(forms.Form):
    """What explains the differences that a count found."""

    reason = forms.CharField(
        label=_("Motif des différences"),
        help_text=_("Seulement si les comptes ne tombent pas juste."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
