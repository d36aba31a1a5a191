"""Running a vote: its rules, its electorate, its acts, the desk where people sign."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.participation.forms.votes import (
    CodesForm,
    CountForm,
    RollForm,
    VoteForm,
)
from faire_ensemble.apps.participation.models import Channel, Eligibility, Process, Vote
from faire_ensemble.apps.participation.permissions.processes import can_enter_office
from faire_ensemble.apps.participation.permissions.votes import can_run_vote
from faire_ensemble.apps.participation.selectors.votes import printing, reading
from faire_ensemble.apps.participation.selectors.votes.wording import language_of
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.votes import counting, electorate, preparing
from faire_ensemble.apps.participation.services.votes.casting import Voter
from faire_ensemble.apps.participation.services.votes.paper import sign_paper
from faire_ensemble.apps.participation.services.votes.recognising import (
    voter_of_code,
    voter_of_entry,
    written_pass,
)
from faire_ensemble.apps.participation.views.office import FORM, run
from faire_ensemble.apps.participation.views.votes_casting import Page
from faire_ensemble.apps.territory.selectors import neighbourhoods_of
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import Refused, require


def run_vote(request: HttpRequest, code: str) -> Vote:
    """The vote of a process, for those who run it."""
    vote = reading.vote_of(run(request, code))
    if vote is None:
        raise Refused(_("Cette démarche n'a pas encore de vote."))
    require(can_run_vote(request.user, vote))
    return vote


@guarded(can_enter_office)
@require_http_methods(FORM)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The rules, and where the vote is."""
    process = run(request, code)
    vote = reading.vote_of(process)
    form = VoteForm(request.POST or None, vote=vote or _suggested(process))
    if request.method == "POST" and form.is_valid():
        try:
            preparing.prepare_vote(actor=request.user, process_id=process.pk, **form.cleaned_data)
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Enregistré."))
            return redirect("participation:vote_office", code)
    return _office(request, process, vote, form=form)


def _office(request: HttpRequest, process: Any, vote: Vote | None, **forms: Any) -> HttpResponse:
    bound = any(form.is_bound for form in forms.values())
    context = {
        "process": process,
        "vote": vote,
        "state": reading.office_vote(vote) if vote else None,
        "form": VoteForm(vote=vote or _suggested(process)),
        "codes": CodesForm(places=_places(process)),
        "roll": RollForm(),
        "count": CountForm(),
        "report": None,
        **forms,
    }
    return render(
        request,
        "participation/votes/office.html",
        context,
        status=422 if bound and context["report"] is None else 200,
        using="jinja2",
    )


@guarded(can_enter_office)
@require_POST
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Open, close, count, publish, erase."""
    vote = run_vote(request, code)
    form = CountForm(request.POST)
    acts = {
        "open": preparing.open_vote,
        "close": preparing.close_vote,
        "count": counting.count_vote,
        "publish": counting.publish_vote,
        "scrub": counting.scrub_vote,
        "forget": electorate.forget_voters,
    }
    asked = request.POST.get("do", "")
    if asked in acts and form.is_valid():
        more = {"reason": form.cleaned_data["reason"]} if asked == "count" else {}
        try:
            acts[asked](actor=request.user, vote_id=vote.pk, **more)
        except BadInput as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("C'est fait."))
    return redirect("participation:vote_office", code)


@guarded(can_enter_office)
@require_POST
def codes(request: HttpRequest, code: str) -> HttpResponse:
    """A batch of codes, as the file to print: the only time they can be read."""
    vote = run_vote(request, code)
    form = CodesForm(request.POST, places=_places(vote.process))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            made = electorate.make_codes(
                actor=request.user,
                vote_id=vote.pk,
                batch=typed["batch"],
                count=typed["count"],
                neighbourhood=typed["neighbourhood"],
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            return _printed(request, vote, made, typed["batch"], typed["format"])
    return _office(request, vote.process, vote, codes=form)


def _printed(
    request: HttpRequest, vote: Vote, made: list[str], batch: str, kind: str
) -> HttpResponse:
    address = request.build_absolute_uri(reverse("participation:cast", args=[vote.process.code]))
    if kind == "csv":
        text = electorate.codes_csv(made, address)
        answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    else:
        content = printing.codes_pdf(
            vote, made, batch=batch, address=address, made_at=timezone.now(),
            author=settings.SITE_PUBLISHER or settings.SITE_NAME,
        )  # fmt: skip
        answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="codes-{vote.process.code}.{kind}"'
    return answer


@guarded(can_enter_office)
@require_POST
def void(request: HttpRequest, code: str) -> HttpResponse:
    """Cancel what is left of a batch."""
    vote = run_vote(request, code)
    try:
        count = electorate.void_codes(
            actor=request.user, vote_id=vote.pk, batch=request.POST.get("batch", "")
        )
    except BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, ngettext("%(n)s code annulé.", "%(n)s codes annulés.", count) % {"n": count}
        )
    return redirect("participation:vote_office", code)


@guarded(can_enter_office)
@require_POST
def roll(request: HttpRequest, code: str) -> HttpResponse:
    """Read a list of voters; what could not be read is said line by line."""
    vote = run_vote(request, code)
    form = RollForm(request.POST, request.FILES)
    report = None
    if form.is_valid():
        sent = form.cleaned_data["file"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"liste{Path(sent.name).suffix[:6]}"
            path.write_bytes(sent.read())
            try:
                report = electorate.import_roll(actor=request.user, vote_id=vote.pk, path=path)
            except BadInput as error:
                form.add_error("file", str(error))
    return _office(request, vote.process, vote, roll=form, report=report)


@guarded(can_enter_office)
@require_http_methods(FORM)
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """The desk: find somebody on the list or by their code; they sign for a paper ballot, or vote
    here with help."""
    vote = run_vote(request, code)
    fault = ""
    if request.method == "POST":
        try:
            voter = _at_desk(request, vote)
            if request.POST.get("do") == "assist":
                carried = written_pass(vote, voter, Channel.ASSISTED)
                return Page(request, vote, language_of("fr")).choose(carried)
            sign_paper(actor=request.user, vote_id=vote.pk, voter=voter)
        except BadInput as error:
            fault = str(error)
        else:
            messages.success(request, _("Émargé : donnez un bulletin papier."))
            return redirect("participation:vote_desk", code)
    words = request.GET.get("q", "").strip()
    context = {
        "process": vote.process,
        "vote": vote,
        "open": reading.is_open(vote),
        "words": words,
        "found": reading.find_on_roll(vote, words) if words else [],
        "fault": fault,
    }
    status = 422 if fault else 200
    return render(request, "participation/votes/desk.html", context, status=status, using="jinja2")


def _at_desk(request: HttpRequest, vote: Vote) -> Voter:
    if vote.eligibility == Eligibility.CODE:
        return voter_of_code(vote, request.POST.get("code", ""))
    asked = request.POST.get("entry", "")
    row = vote.roll.filter(pk=int(asked)).first() if _is_key(asked) else None
    if row is None:
        raise BadInput(_("Cette personne n'est pas sur la liste."))
    return voter_of_entry(vote, row)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 20


@guarded(can_enter_office)
@require_safe
def ballot_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The paper ballot, to photocopy."""
    vote = run_vote(request, code)
    content = printing.ballot_pdf(
        vote, paper=request.GET.get("format", "a4"), made_at=timezone.now(),
        author=settings.SITE_PUBLISHER or settings.SITE_NAME,
    )  # fmt: skip
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="bulletin-{vote.process.code}.pdf"'
    return answer


def _suggested(process: Process) -> Vote:
    """What the process already says of its vote."""
    return Vote(envelope=process.envelope, minimum_age=process.minimum_age)


def _places(process: Any) -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in neighbourhoods_of(process.contract.epci_id)]
