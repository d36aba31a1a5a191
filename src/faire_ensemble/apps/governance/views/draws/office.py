"""Where a draw is run: places, quotas, pool, panels, number, replies, seats."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.contract.selectors import contract_choices
from faire_ensemble.apps.governance import tasks
from faire_ensemble.apps.governance.forms.draws import (
    CancelForm,
    DrawForm,
    NumberForm,
    PoolListForm,
    ReplaceForm,
    SealForm,
    SeatPanelForm,
    quota_grid,
    quota_lines,
)
from faire_ensemble.apps.governance.lifecycle.draws import DRAW, Reply
from faire_ensemble.apps.governance.models import Draw
from faire_ensemble.apps.governance.permissions.bodies import can_manage_bodies
from faire_ensemble.apps.governance.permissions.draws import can_open_draws, can_run_draw
from faire_ensemble.apps.governance.selectors.draws.letters import letters_pdf
from faire_ensemble.apps.governance.selectors.draws.reading import (
    college_by_id,
    draw_by_id,
    drawable_colleges,
    drawn_line,
    draws,
    feasibility,
    office_page,
    quota_shares,
)
from faire_ensemble.apps.governance.services import BadBody, BadTerm
from faire_ensemble.apps.governance.services import draws as services
from faire_ensemble.apps.governance.services.draws import BadDraw, QuotaLine
from faire_ensemble.apps.governance.views.pages import FORM, page, posted
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require

BAD = (BadDraw, BadTerm, BadBody)
ACTS = {
    "sceller": "seal", "tirer": "draw", "remplacer": "replace", "installer": "seat",
    "abandonner": "cancel",
}  # fmt: skip
"""The act of the lifecycle that each form of the page of work asks."""
REPLY_DAYS = 15


@guarded(can_open_draws)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Draws under way, and colleges that wait for one."""
    contracts = [pk for pk, _name in contract_choices() if can_manage_bodies(request.user, pk)]
    rows = [row for row in draws(public=False) if row.draw.college.body.contract_id in contracts]
    content = {"rows": rows, "colleges": drawable_colleges(contracts)}
    return page(request, "draws/office", content)


@guarded(can_open_draws)
@require_http_methods(FORM)
def new(request: HttpRequest, college_id: int) -> HttpResponse:
    """Prepare a draw for a college."""
    college = college_by_id(college_id)
    if college is None:
        raise Http404(_("Ce collège n'existe pas."))
    require(can_manage_bodies(request.user, college.body.contract_id))
    initial = {"size": college.minimum or college.maximum, "by_household": True,
               "contact": college.body.contact}  # fmt: skip
    form = DrawForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            made = services.create_draw(
                actor=request.user, college_id=college.pk, **form.cleaned_data
            )
        except BadDraw as error:
            form.add_error(None, str(error))
        else:
            return redirect("governance:draw_quotas", made.pk)
    return page(request, "draws/form", {"form": form, "college": college, "draw": None})


@guarded(can_open_draws)
@require_http_methods(FORM)
def change(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Other places, another date."""
    draw = _run(request, draw_id)
    form = DrawForm(
        posted(request), initial={name: getattr(draw, name) for name in DrawForm.base_fields}
    )
    if form.is_valid():
        try:
            services.change_draw(actor=request.user, draw_id=draw.pk, **form.cleaned_data)
        except BadDraw as error:
            form.add_error(None, str(error))
        else:
            return redirect("governance:run_draw", draw.pk)
    return page(request, "draws/form", {"form": form, "college": draw.college, "draw": draw})


@guarded(can_open_draws)
@require_http_methods(FORM)
def quotas(request: HttpRequest, draw_id: int) -> HttpResponse:
    """The grid of the quotas."""
    draw = _run(request, draw_id)
    grid, fault = quota_grid(posted(request), draw), ""
    if request.method == "POST" and grid.is_valid():
        try:
            services.set_quotas(
                actor=request.user, draw_id=draw.pk, lines=quota_lines(grid, draw.size)
            )
        except BadDraw as error:
            fault = str(error)
        else:
            return redirect("governance:run_draw", draw.pk)
    shares = {(row.row.category, row.row.feature): row for row in quota_shares(draw)}
    content = {"draw": draw, "grid": grid, "fault": fault, "shares": shares}
    return page(request, "draws/quotas", content)


@guarded(can_open_draws)
@require_POST
def relax(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Accept the smallest change of quotas that was offered."""
    draw = _run(request, draw_id)
    found = feasibility(draw)
    if found.change is None:
        messages.error(request, found.sentence)
        return redirect("governance:run_draw", draw.pk)
    new = {(row.quota.category, row.quota.feature): row for row in found.change.changes}
    lines = []
    for row in draw.quotas.all():
        change = new.get((row.category, row.feature))
        low, high = (change.low, change.high) if change else (row.low, row.high)
        lines.append(QuotaLine(row.category, row.feature, low, high))
    return _answer(
        request, draw,
        lambda: services.set_quotas(actor=request.user, draw_id=draw.pk, lines=lines),
        _("Quotas assouplis, comme proposé."),
    )  # fmt: skip


@guarded(can_open_draws)
@require_POST
def roll(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Add the people of a list; what could not be read is said line by line."""
    draw = _run(request, draw_id)
    form, report = PoolListForm(request.POST, request.FILES), None
    if form.is_valid():
        sent = form.cleaned_data["file"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"liste{Path(sent.name).suffix[:6]}"
            path.write_bytes(sent.read())
            try:
                report = services.import_roll(actor=request.user, draw_id=draw.pk, path=path)
            except BadDraw as error:
                form.add_error("file", str(error))
    return _page(request, draw, {"roll": form}, report)


@guarded(can_open_draws)
@require_safe
def letters(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Letters to print, one a page."""
    draw = _run(request, draw_id)
    made = letters_pdf(
        draw,
        address_of=lambda key: request.build_absolute_uri(
            reverse("governance:my_draw", args=[key])
        ),
        made_at=timezone.now(),
    )
    if made is None:
        messages.error(request, _("Personne n'attend de lettre."))
        return redirect("governance:run_draw", draw.pk)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="lettres-tirage-{draw.pk}.pdf"'
    return answer


@guarded(can_open_draws)
@require_POST
def told(request: HttpRequest, draw_id: int, drawn_id: int) -> HttpResponse:
    """A reply told on paper or by telephone."""
    draw = _run(request, draw_id)
    found = drawn_line(draw, drawn_id)
    if found is None:
        raise Http404(_("Cette personne n'a pas été tirée au sort."))
    answer = {"accepter": Reply.ACCEPTED, "refuser": Reply.DECLINED}.get(
        request.POST.get("acte", ""), ""
    )
    return _answer(
        request, draw,
        lambda: services.reply_for(
            actor=request.user, drawn_id=found.pk, answer=answer,
            named_in_public="nom" in request.POST,
        ),
        _("Réponse notée."),
    )  # fmt: skip


@guarded(can_open_draws)
@require_http_methods(FORM)
def run(request: HttpRequest, draw_id: int) -> HttpResponse:
    """The page of work, with the next act."""
    draw = _run(request, draw_id)
    if request.method != "POST":
        return _page(request, draw, {})
    act = request.POST.get("acte", "")
    simple = {
        "ouvrir": services.open_draw, "effacer": services.erase_pool,
        "arreter": services.stop_panels,
    }  # fmt: skip
    if act in simple:
        return _answer(
            request,
            draw,
            lambda: simple[act](actor=request.user, draw_id=draw.pk),
            _("C'est fait."),
        )
    form = _forms(request.POST).get(act)
    if form is None:
        return redirect("governance:run_draw", draw.pk)
    if form.is_valid():
        try:
            _acted(request, draw, act, dict(form.cleaned_data))
        except BAD as error:
            draw.refresh_from_db()
            if not DRAW.may(ACTS[act], draw.state):  # a page that is no longer the last
                messages.error(request, str(error))
                return redirect("governance:run_draw", draw.pk)
            form.add_error(None, str(error))
        else:
            return redirect("governance:run_draw", draw.pk)
    return _page(request, draw, {act: form})


def _acted(request: HttpRequest, draw: Draw, act: str, asked: dict[str, Any]) -> None:
    given: dict[str, Any] = {"actor": request.user, "draw_id": draw.pk}
    if act in ("sceller", "remplacer"):
        with transaction.atomic():
            ask = services.ask_seal if act == "sceller" else services.ask_replacements
            tasks.compute_panels.enqueue(ask(**given, **asked).pk)
    elif act == "abandonner":
        services.cancel_draw(**given, reason=asked["reason"])
    elif act == "installer":
        services.seat_panel(**given, starts_on=asked["starts_on"], ends_on=asked["ends_on"])
    else:
        number, seed = asked.pop("number"), asked.pop("seed")
        if number is not None and seed:
            raise BadDraw(_("Donnez le numéro ou la graine, pas les deux."))
        if number is not None:
            services.draw_number(**given, **asked, number=number)
        else:
            services.draw_seed(**given, **asked, seed=seed)


def _forms(data: Any = None) -> dict[str, Any]:
    return {
        "sceller": SealForm(data),
        "tirer": NumberForm(
            data, initial={"reply_by": timezone.localdate() + timedelta(days=REPLY_DAYS)}
        ),
        "remplacer": ReplaceForm(data),
        "installer": SeatPanelForm(data),
        "abandonner": CancelForm(data),
    }


def _page(
    request: HttpRequest, draw: Draw, bound: dict[str, Any], report: Any = None
) -> HttpResponse:
    draw.refresh_from_db()
    forms = {**_forms(), "roll": PoolListForm(), **bound}
    content = {"office": office_page(draw), "draw": draw, "forms": forms, "report": report}
    return page(request, "draws/run", content)


def _answer(request: HttpRequest, draw: Draw, act: Any, sentence: str) -> HttpResponse:
    try:
        act()
    except BAD as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return redirect("governance:run_draw", draw.pk)


def _run(request: HttpRequest, draw_id: int) -> Draw:
    found = draw_by_id(draw_id)
    if found is None:
        raise Http404(_("Ce tirage au sort n'existe pas."))
    require(can_run_draw(request.user, found))
    return found
