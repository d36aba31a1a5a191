"""What a section of a call may hold: bounds that no form can get round."""

from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import QuestionKind
from faire_ensemble.apps.funding.services.calls.content import Content
from faire_ensemble.apps.funding.services.calls.faults import BadCall

MAX_ROWS = {"funders": 30, "criteria": 30, "documents": 30, "questions": 40}
MAX_POINTS, MAX_WEIGHT, MAX_CHOICES = 100, 20, 30
FIRST_YEAR, LAST_YEAR = 2000, 2100


def too_many(section: str, count: int) -> str:
    """The sentence for too many rows, empty when there is room."""
    most = MAX_ROWS[section]
    if count <= most:
        return ""
    sentence = {
        "funders": _("Un appel a %(most)s financeurs au plus ; il y en a %(count)s ici."),
        "criteria": _(
            "Une grille a %(most)s critères au plus, pour que chacun compte ; il y en a "
            "%(count)s ici. Regroupez-en."
        ),
        "documents": _("Un appel demande %(most)s documents au plus ; il y en a %(count)s ici."),
        "questions": _("Un appel pose %(most)s questions au plus ; il y en a %(count)s ici."),
    }[section]
    return sentence % {"most": most, "count": count}


def check(section: str, content: Content) -> None:
    """Raise `BadCall` with a sentence for each thing that cannot be."""
    faults = _of_about(content) if section == "about" else []
    if "rows" in content:
        rows = content["rows"]
        faults = [sentence] if (sentence := too_many(section, len(rows))) else []
        if section != "funders":
            faults += _of_labels(rows)
        else:
            faults += _of_funders(rows)
        if section == "criteria":
            faults += _of_criteria(rows)
        if section == "questions":
            faults += _of_questions(rows)
    if faults:
        raise BadCall(*faults)


def _of_about(content: Content) -> list[str]:
    faults = []
    if not content["title"].strip():
        faults.append(_("Donnez un titre à l'appel."))
    if content["last_year"] < content["first_year"]:
        faults.append(_("La dernière année vient avant la première : échangez-les."))
    years = (content["first_year"], content["last_year"])
    if not all(FIRST_YEAR <= year <= LAST_YEAR for year in years):
        faults.append(
            _("Une année s'écrit entre %(first)s et %(last)s.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    opens, closes = content["opens_at"], content["closes_at"]
    if opens and closes and closes <= opens:
        faults.append(_("La clôture vient avant l'ouverture : échangez les dates."))
    return faults


def _of_labels(rows: list[dict[str, Any]]) -> list[str]:
    empty = [rank for rank, row in enumerate(rows, start=1) if not row["label"].strip()]
    return [
        _("Ligne %(rank)s : donnez un intitulé, ou retirez la ligne.") % {"rank": rank}
        for rank in empty
    ]


def _of_funders(rows: list[dict[str, Any]]) -> list[str]:
    ids = [row["id"] for row in rows]
    if len(set(ids)) == len(ids):
        return []
    return [_("Le même financeur est inscrit deux fois : retirez une des deux lignes.")]


def _of_criteria(rows: list[dict[str, Any]]) -> list[str]:
    if all(
        1 <= row["max_points"] <= MAX_POINTS and 1 <= row["weight"] <= MAX_WEIGHT for row in rows
    ):
        return []
    return [
        _("Un critère compte de 1 à %(points)s points, avec un poids de 1 à %(weight)s.")
        % {"points": MAX_POINTS, "weight": MAX_WEIGHT}
    ]


def _of_questions(rows: list[dict[str, Any]]) -> list[str]:
    faults = []
    for row in rows:
        if row["kind"] != QuestionKind.CHOICE:
            continue
        choices = row["choices"]
        if not 2 <= len(choices) <= MAX_CHOICES:
            faults.append(
                _("« %(label)s » : proposez de 2 à %(most)s choix, un par ligne.")
                % {"label": row["label"], "most": MAX_CHOICES}
            )
        elif len(set(choices)) != len(choices):
            faults.append(
                _("« %(label)s » : le même choix est écrit deux fois.") % {"label": row["label"]}
            )
    return faults
