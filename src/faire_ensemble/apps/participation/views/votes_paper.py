"""Paper ballots: urns opened, each ballot keyed by two persons, differences settled."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.participation.forms.votes import (
    PREFIX,
    BatchForm,
    KeyingForm,
    read_choices,
    shown_choices,
)
from faire_ensemble.apps.participation.models import PaperBatch, PaperKeying, Vote
from faire_ensemble.apps.participation.permissions.processes import can_enter_office
from faire_ensemble.apps.participation.permissions.votes import can_key_paper
from faire_ensemble.apps.participation.selectors.votes.reading import ballot_lines, office_vote
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.votes import paper, sealing
from faire_ensemble.apps.participation.services.votes.choices import rules_of
from faire_ensemble.apps.participation.views.office import FORM
from faire_ensemble.apps.participation.views.votes_office import run_vote
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require


@guarded(can_enter_office)
@require_http_methods(FORM)
def batches(request: HttpRequest, code: str) -> HttpResponse:
    """The urns, and a new one."""
    vote = run_vote(request, code)
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = paper.open_batch(
                actor=request.user,
                vote_id=vote.pk,
                label=form.cleaned_data["label"],
                found=form.cleaned_data["found"],
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect("participation:vote_batch", code, made.pk)
    context = {
        "process": vote.process,
        "vote": vote,
        "form": form,
        "batches": office_vote(vote).batches,
    }
    return render(request, "participation/votes/batches.html", context, using="jinja2")


@guarded(can_enter_office)
@require_http_methods(FORM)
def batch(request: HttpRequest, code: str, batch_id: int) -> HttpResponse:
    """Where the two readings are; the ballots that they read differently, to settle."""
    vote = run_vote(request, code)
    found = _batch(vote, batch_id)
    fault = ""
    if request.method == "POST":
        rank = _rank(request.POST.get("rank", ""))
        try:
            paper.settle_ballot(
                actor=request.user,
                batch_id=found.pk,
                rank=rank,
                kind=request.POST.get("kind", ""),
                choices=_typed(request, vote),
                reason=request.POST.get("reason", ""),
            )
        except BadInput as error:
            fault = str(error)
        else:
            messages.success(request, _("Bulletin n° %(rank)s tranché.") % {"rank": rank})
            return redirect("participation:vote_batch", code, found.pk)
    lines = paper.lines_of(found)
    context = {
        "process": vote.process,
        "vote": vote,
        "batch": found,
        "read": [sum(getattr(line, name) is not None for line in lines)
                 for name in ("first", "second")],
        "may": [bool(can_key_paper(request.user, found, round)) for round in (1, 2)],
        "differing": [line for line in lines if line.differs],
        "done": all(line.counts is not None for line in lines),
        "projects": ballot_lines(vote),
        "kinds": PaperKeying.Kind.choices,
        "shown": _shown(vote),
        "fault": fault,
        "faulty": _rank(request.POST.get("rank", "")),
    }  # fmt: skip
    status = 422 if fault else 200
    return render(request, "participation/votes/batch.html", context, status=status, using="jinja2")


@guarded(can_enter_office)
@require_http_methods(FORM)
def keying(request: HttpRequest, code: str, batch_id: int, round: int) -> HttpResponse:
    """One ballot at a time; what the other person read is not shown."""
    vote = run_vote(request, code)
    found = _batch(vote, batch_id)
    require(can_key_paper(request.user, found, round))
    typed = request.POST if request.method == "POST" else request.GET
    rank = _rank(typed.get("rank", "")) or _next(found, round)
    form = KeyingForm(request.POST or None, initial={"kind": "valid"})
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            paper.key_ballot(
                actor=request.user,
                batch_id=found.pk,
                round=round,
                rank=rank,
                kind=form.cleaned_data["kind"],
                choices=_typed(request, vote),
            )
        except BadInput as error:
            fault = str(error)
        else:
            if rank >= found.found:
                return redirect("participation:vote_batch", code, found.pk)
            return redirect(f"{request.path}?rank={rank + 1}")
    mine = found.keyings.filter(round=round, rank=rank).first()
    kept: dict[int, Any] = dict(
        shown_choices(vote.ballot_type, sealing.unpacked(mine.choices or "[]") if mine else ())
    )
    if request.method == "POST":
        kept = {line.number: request.POST.get(f"{PREFIX}{line.number}", "")
                for line in ballot_lines(vote)}  # fmt: skip
    context = {
        "process": vote.process,
        "vote": vote,
        "batch": found,
        "round": round,
        "rank": rank,
        "projects": ballot_lines(vote),
        "kept": kept,
        "kind": request.POST.get("kind") or (mine.kind if mine else "valid"),
        "kinds": PaperKeying.Kind.choices,
        "fault": fault,
    }
    status = 422 if fault else 200
    return render(
        request, "participation/votes/keying.html", context, status=status, using="jinja2"
    )


def _typed(request: HttpRequest, vote: Vote) -> list[tuple[int, int]]:
    if request.POST.get("kind") != PaperKeying.Kind.VALID:
        return []
    rules = rules_of(vote)
    return read_choices(rules.kind, rules.costs, request.POST.dict())


def _shown(vote: Vote) -> Any:
    """How a reading is written: 1, 3 · 4 (5 points) · blank."""
    labels = dict(PaperKeying.Kind.choices)

    def shown(reading: paper.Reading) -> str:
        if reading.kind != PaperKeying.Kind.VALID:
            return str(labels[reading.kind])
        rows = sealing.unpacked(reading.choices)
        return " · ".join(f"{n} ({points})" if points else f"{n}" for n, points in rows)

    return shown


def _batch(vote: Vote, batch_id: int) -> PaperBatch:
    found = vote.batches.prefetch_related("keyings").filter(pk=batch_id).first()
    if found is None:
        raise Http404(_("Cette urne n'existe pas."))
    found.vote = vote
    return found


def _rank(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _next(batch: PaperBatch, round: int) -> int:
    """The first ballot that this reading has not reached."""
    read = set(batch.keyings.filter(round=round).values_list("rank", flat=True))
    return next((rank for rank in range(1, batch.found + 1) if rank not in read), batch.found)
