"""What a vote prints: a paper ballot, sheets of codes to cut out."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.lifecycle import PhaseKind
from faire_ensemble.apps.participation.models import BallotKind, BudgetProject, Vote
from faire_ensemble.apps.participation.selectors.votes.wording import LANGUAGES, say
from faire_ensemble.kit import documents
from faire_ensemble.kit.numbers import ending, euros
from faire_ensemble.kit.qr import qr_svg

TEMPLATES = Path(__file__).parents[2] / "templates" / "participation" / "votes"
PAPERS = ("a4", "a5")


def ballot_pdf(vote: Vote, *, paper: str, made_at: datetime, author: str) -> bytes:
    """The ballot to photocopy: the same for everybody, nothing on it names anyone."""
    data = {
        "paper": paper if paper in PAPERS else "a4",
        "process": vote.process.title,
        "heading": [_said(code, say(code, "paper")) for code in LANGUAGES],
        "rules": [_said(code, _rule(vote, code)) for code in LANGUAGES],
        "figures": vote.ballot_type in (BallotKind.CUMULATIVE, BallotKind.ORDINAL),
        "projects": [
            {
                "number": str(number),
                "title": title,
                "others": _translated(vote, number),
                "cost": euros(cost),
                "place": "" if place in title else place,
            }
            for number, title, cost, place in _projects(vote)
        ],
        "foot": [_said(code, say(code, "paper_foot")) for code in LANGUAGES],
        "desk": _("N° de dépouillement, écrit à l'ouverture de l'urne :"),
    }
    return documents.pdf(
        (TEMPLATES / "ballot.typ").read_text(encoding="utf-8"),
        data,
        title=f"{_('Bulletin de vote')} · {vote.process.title}",
        author=author,
        created_at=made_at,
    )


def codes_pdf(
    vote: Vote, codes: Sequence[str], *, batch: str, address: str, made_at: datetime, author: str
) -> bytes:
    """Codes in groups of letters, each with its QR code: the code is after the #, which a browser
    never sends."""
    data = {
        "process": vote.process.title,
        "batch": batch,
        "address": address.split("://", 1)[-1],
        "heading": _("Votre code de vote"),
        "others": [_said(code, say(code, "code")) for code in LANGUAGES if code != "fr"],
        "how": _("Photographiez le carré, ou allez à l'adresse et recopiez le code."),
        "until": _until(vote),
        "words": _("Il sert une fois, à vous seul. Personne ne sait qui l'a reçu."),
        "codes": [
            {
                "code": "-".join(code[at : at + 4] for at in range(0, len(code), 4)),
                "qr": str(qr_svg(f"{address}#{code}")),
            }
            for code in codes
        ],
    }
    return documents.pdf(
        (TEMPLATES / "codes.typ").read_text(encoding="utf-8"),
        data,
        title=f"{_('Codes de vote')} · {batch}",
        author=author,
        created_at=made_at,
    )


def _until(vote: Vote) -> str:
    """When the last phase of vote ends, if it does."""
    ends = [phase.closes_at for phase in vote.process.phases.all() if phase.kind == PhaseKind.VOTE]
    last = max((end for end in ends if end), default=None)
    if last is None or None in ends:
        return ""
    return _("Jusqu'au %(end)s.") % {"end": ending(last)}


def _said(code: str, text: str) -> dict[str, str]:
    """A text with its language and the direction it is written in, as the template sets it."""
    return {"text": text, "lang": code, "dir": LANGUAGES[code].direction}


def _translated(vote: Vote, number: int) -> list[dict[str, str]]:
    """The titles of a project in the other languages that the vote gives."""
    kept: dict[str, dict[str, str]] = vote.translations.get(str(number), {})
    titles = {code: kept.get(code, {}).get("title", "") for code in LANGUAGES}
    return [_said(code, title) for code, title in titles.items() if title]


def _rule(vote: Vote, code: str) -> str:
    most = vote.max_choices
    match vote.ballot_type:
        case BallotKind.KNAPSACK:
            return say(code, "rule_knapsack", envelope=euros(vote.envelope))
        case BallotKind.CUMULATIVE:
            return say(code, "rule_cumulative", points=vote.points)
        case BallotKind.ORDINAL:
            key = "rule_ordinal"
        case _:
            key = "rule_approval"
    return say(code, f"{key}_most", most=most) if most else say(code, key)


def _projects(vote: Vote) -> list[tuple[int, str, Any, str]]:
    """Those of the ballot, or those that would be on it if the vote opened now."""
    frozen = [(row.number, row.title, row.cost, row.place) for row in vote.projects.all()]
    if frozen:
        return frozen
    rows = BudgetProject.objects.filter(
        process=vote.process, state="admitted", cost__isnull=False
    ).select_related("territory")
    return [
        (row.number, row.title, row.cost, row.territory.name if row.territory else "")
        for row in rows
    ]
