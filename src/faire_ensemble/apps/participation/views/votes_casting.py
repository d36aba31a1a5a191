"""Voting, in three steps on one address: who you are, what you choose, read again and confirm.

Without script and without session: each form carries a signed pass (who was recognised, for an
hour) and the choices, so that nothing of a vote waits anywhere but in the voter's own page.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.participation.forms.votes import PREFIX, read_choices, shown_choices
from faire_ensemble.apps.participation.models import Channel, Eligibility, Vote
from faire_ensemble.apps.participation.permissions.processes import can_read_process
from faire_ensemble.apps.participation.selectors.votes.ordering import (
    Reading,
    orders_for,
    reading_of,
)
from faire_ensemble.apps.participation.selectors.votes.reading import (
    ballot_lines,
    is_open,
    vote_of,
)
from faire_ensemble.apps.participation.selectors.votes.wording import (
    LANGUAGES,
    Language,
    language_of,
    say,
)
from faire_ensemble.apps.participation.services.votes.casting import Voter, cast_ballot
from faire_ensemble.apps.participation.services.votes.choices import (
    VoteFault,
    checked,
    rules_of,
)
from faire_ensemble.apps.participation.services.votes.recognising import (
    check_tries,
    count_try,
    read_date,
    read_pass,
    voter_of_account,
    voter_of_code,
    voter_of_roll,
    written_pass,
)
from faire_ensemble.apps.participation.views.processes import read
from faire_ensemble.kit.access import public, refusal
from faire_ensemble.kit.origin import origin
from faire_ensemble.kit.qr import qr_svg

TRIED = {"wrong_code", "void_code", "wrong_person"}


@dataclass
class Page:
    """A step of a vote as a voter sees it."""

    request: HttpRequest
    vote: Vote
    language: Language
    fault: VoteFault | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def show(self, step: str, **more: Any) -> HttpResponse:
        code = self.language.code
        context = {
            "vote": self.vote,
            "process": self.vote.process,
            "lang": self.language,
            "all_languages": tuple(LANGUAGES.values()),
            "say": lambda key, **values: say(code, key, **values),
            "fault": self.fault.in_language(code) if self.fault else "",
            **more,
        }
        status = 422 if self.fault else 200
        template = f"participation/votes/casting/{step}.html"
        return render(self.request, template, context, status=status, using="jinja2")

    def who(self) -> HttpResponse:
        return self.show("who", typed=self.request.POST.dict(), sign_in=_sign_in(self.vote))

    def choose(self, carried: str) -> HttpResponse:
        lines = ballot_lines(self.vote, self.language.code)
        shown: dict[int, str] = {
            line.number: self.request.POST.get(f"{PREFIX}{line.number}", "") for line in lines
        }
        return self.show(
            "choose",
            groups=self.reading.groups(lines),
            orders=orders_for(lines),
            shown=shown,
            carried=carried,
            **self._about(carried),
        )

    def confirm(self, carried: str, choices: tuple[tuple[int, int], ...]) -> HttpResponse:
        lines = {line.number: line for line in ballot_lines(self.vote, self.language.code)}
        shown = shown_choices(self.vote.ballot_type, choices)
        chosen = [(lines[number], shown[number]) for number, _points in choices]
        total = sum(line.cost for line, _value in chosen)
        return self.show(
            "confirm", chosen=chosen, total=total, carried=carried, **self._about(carried)
        )

    @cached_property
    def reading(self) -> Reading:
        """The order of the list, drawn once for the page; the form carries it from step to step."""
        typed = self.request.POST
        asked = typed.get("to_order") or typed.get("order", "")
        return reading_of(asked, typed.get("draw", ""))

    def _about(self, carried: str) -> dict[str, Any]:
        assisted = read_pass(self.vote, carried).channel == Channel.ASSISTED
        return {"assisted": assisted, "reading": self.reading}


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cast(request: HttpRequest, code: str) -> HttpResponse:
    """The three steps. A fault shows the step again, with its sentence."""
    process = read(code)
    verdict = can_read_process(request.user, process)
    if not verdict:
        return refusal(request, verdict.reason)
    vote = vote_of(process)
    if vote is None:
        raise Http404(_("Cette démarche n'a pas de vote."))
    typed = request.POST if request.method == "POST" else request.GET
    asked = typed.get("to_lang") or typed.get("lang") or (get_language() or "fr")[:2]
    page = Page(request, vote, language_of(asked))
    if not is_open(vote):
        page.fault = VoteFault("not_open" if vote.state == "preparing" else "closed")
        return page.show("shut")
    if request.method != "POST":
        return page.who()
    steps = {"who": _recognise, "choose": _choose, "confirm": _confirm}
    step = steps.get(request.POST.get("step", ""))
    try:
        if step is None:
            raise VoteFault("stale")
        return step(page)
    except VoteFault as fault:
        page.fault = fault
        return page.who() if fault.key != "closed" else page.show("shut")


def _recognise(page: Page) -> HttpResponse:
    voter = recognised(page.request, page.vote)
    return page.choose(written_pass(page.vote, voter))


def _choose(page: Page) -> HttpResponse:
    carried = page.request.POST.get("pass", "")
    read_pass(page.vote, carried)
    if "to_lang" in page.request.POST or "to_order" in page.request.POST:
        return page.choose(carried)
    try:
        return page.confirm(carried, _choices(page))
    except VoteFault as fault:
        page.fault = fault
        return page.choose(carried)


def _confirm(page: Page) -> HttpResponse:
    carried = page.request.POST.get("pass", "")
    known = read_pass(page.vote, carried)
    if "change" in page.request.POST:
        return page.choose(carried)
    if "to_lang" in page.request.POST:
        return page.confirm(carried, _choices(page))
    try:
        given = cast_ballot(page.vote.pk, known.voter, _choices(page), known.channel, known.ticket)
    except VoteFault as fault:
        if fault.key in ("already", "already_paper", "closed", "not_open"):
            raise
        page.fault = fault
        return page.choose(carried)
    path = reverse("participation:vote_receipt", args=[page.vote.process.code])
    address = page.request.build_absolute_uri(f"{path}?recu={given.text}")
    return page.show(
        "done",
        receipt=given,
        qr=qr_svg(address),
        assisted=known.channel == Channel.ASSISTED,
    )


def _choices(page: Page) -> tuple[tuple[int, int], ...]:
    rules = rules_of(page.vote)
    return checked(rules, read_choices(rules.kind, rules.costs, page.request.POST.dict()))


def recognised(request: HttpRequest, vote: Vote) -> Voter:
    """Who sent the first form. Raises VoteFault."""
    address = origin(request)
    check_tries(vote, address)
    try:
        voter = _voter(request, vote)
    except VoteFault as fault:
        if fault.key in TRIED:
            count_try(vote, address)
        raise
    if vote.eligibility != Eligibility.ROLL and vote.minimum_age and not request.POST.get("age"):
        raise VoteFault("declare_age", age=vote.minimum_age)
    return voter


def _voter(request: HttpRequest, vote: Vote) -> Voter:
    typed = request.POST
    if vote.eligibility == Eligibility.ACCOUNT:
        if not request.user.is_authenticated:
            raise VoteFault("account_sign_in")
        return voter_of_account(vote, request.user.pk)
    if vote.eligibility == Eligibility.CODE:
        if not typed.get("code", "").strip():
            raise VoteFault("fill")
        return voter_of_code(vote, typed["code"])
    name = f"{typed.get('name', '')} {typed.get('first_name', '')}".strip()
    if not name or not typed.get("born_on", "").strip():
        raise VoteFault("fill")
    born = read_date(typed["born_on"])
    if born is None:
        raise VoteFault("wrong_date")
    return voter_of_roll(vote, name, born, typed.get("number", ""))


def _sign_in(vote: Vote) -> str:
    back = reverse("participation:cast", args=[vote.process.code])
    return f"{reverse('account_login')}?next={back}"
