"""A vote as everybody reads it: before, during, its result; receipts and the file to recount."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from faire_ensemble.apps.participation.lifecycle import VoteState
from faire_ensemble.apps.participation.models import Process, Vote
from faire_ensemble.apps.participation.permissions.processes import can_read_process
from faire_ensemble.apps.participation.permissions.votes import can_read_result, can_run_vote
from faire_ensemble.apps.participation.selectors.processes import process_standing
from faire_ensemble.apps.participation.selectors.votes import reading
from faire_ensemble.apps.participation.selectors.votes.drawing import result_map
from faire_ensemble.apps.participation.selectors.votes.outcome import VoteOutcome, outcome_of
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.views.processes import read
from faire_ensemble.kit.access import public
from faire_ensemble.kit.charts import Figure
from faire_ensemble.kit.verdicts import Refused, require


def read_vote(request: HttpRequest, code: str) -> Vote:
    """The vote of an address, for those who may read its process; else 404 or the reason."""
    process: Process = read(code)
    verdict = can_read_process(request.user, process)
    vote = reading.vote_of(process) if verdict else None
    if vote is None:
        raise Http404(_("Cette démarche n'a pas de vote."))
    return vote


@public
@require_safe
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """What the vote is, whether it is open, and its result once it is published."""
    found = read_vote(request, code)
    shows = found.state == VoteState.PUBLISHED or (
        found.state == VoteState.COUNTED and bool(can_run_vote(request.user, found))
    )
    context = {
        "vote": found,
        "process": found.process,
        "open": reading.is_open(found),
        "until": process_standing(found.process).until,
        "runs": bool(can_run_vote(request.user, found)),
        "lines": reading.ballot_lines(found) if not shows else [],
        "outcome": (outcome := outcome_of(found) if shows else None),
        "figure": _map(found, outcome) if outcome else None,
    }
    return render(request, "participation/votes/page.html", context, using="jinja2")


def _map(found: Vote, outcome: VoteOutcome) -> Figure | None:
    def link(number: int) -> str:
        return reverse("participation:project", args=[found.process.code, number])

    return result_map(found, (*outcome.funded, *outcome.others), link)


@public
@never_cache
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a receipt is in the urn, or in the count; never what its ballot holds."""
    found = read_vote(request, code)
    typed = sealing.typed(request.GET.get("recu", ""))
    context = {
        "vote": found,
        "process": found.process,
        "typed": sealing.in_groups(typed),
        "state": reading.receipt_state(found, typed) if typed else "",
    }
    return render(request, "participation/votes/receipt.html", context, using="jinja2")


@public
@require_safe
def receipts_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The list of receipts in the count, in alphabetical order."""
    found = _result(request, code)
    lines = [sealing.in_groups(text) for text in reading.published_receipts(found)]
    answer = HttpResponse("\r\n".join(["recu", *lines, ""]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="recus-{found.process.code}.csv"'
    return answer


@public
@require_safe
def pb_download(request: HttpRequest, code: str) -> HttpResponse:
    """The ballots, the rule and the seed: what anybody needs to count again."""
    found = _result(request, code)
    answer = HttpResponse(found.pb, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.process.code}.pb"'
    return answer


def _result(request: HttpRequest, code: str) -> Vote:
    found = read_vote(request, code)
    try:
        require(can_read_result(request.user, found))
        if not found.pb:
            raise Refused(_("Ce vote n'est pas encore dépouillé."))
    except Refused as refused:
        raise Http404(str(refused)) from refused
    return found
