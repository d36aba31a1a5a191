"""What anybody reads of a draw, and where people enter the pool or answer a letter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from faire_ensemble.apps.governance.forms.draws import ReplyForm, VolunteerForm
from faire_ensemble.apps.governance.lifecycle.draws import DRAW, DrawState, Reply
from faire_ensemble.apps.governance.models import BodyKind, Draw, DrawRound, PoolPerson
from faire_ensemble.apps.governance.permissions.draws import can_run_draw, can_volunteer
from faire_ensemble.apps.governance.selectors.bodies import body_by_id
from faire_ensemble.apps.governance.selectors.draws.colleges import body_draws
from faire_ensemble.apps.governance.selectors.draws.reading import (
    draw_by_id,
    draw_page,
    draws,
    person_by_key,
)
from faire_ensemble.apps.governance.services import draws as services
from faire_ensemble.apps.governance.services.draws import BadDraw
from faire_ensemble.apps.governance.views.pages import FORM, page, posted
from faire_ensemble.kit.access import public, refusal
from faire_ensemble.kit.origin import origin

TABLES = {
    "personnes": "people_table",
    "quotas": "quotas_table",
    "panels": "panels_table",
}


@public
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every draw, those that anybody may join first."""
    rows = draws(public=True)
    return page(request, "draws/list", {"rows": sorted(rows, key=lambda row: not row.open)})


@public
@require_safe
def draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    """How a draw is made: steps, quotas, chances, files to make it again."""
    found = shown(request, draw_id)
    content = {
        "page": draw_page(found),
        "runs": bool(can_run_draw(request.user, found)),
        "joins": bool(can_volunteer(found)),
    }
    return page(request, "draws/draw", content)


@public
@require_safe
def colleges(request: HttpRequest, body_id: int) -> HttpResponse:
    """The draws of a body, its colleges side by side."""
    body = body_by_id(body_id)
    if body is None:
        raise Http404(_("Cette instance n'existe pas."))
    found = body_draws(body)
    if not any(each.college.drawn or each.draw or each.earlier for each in found.colleges):
        if body.kind != BodyKind.CITIZENS:
            raise Http404(_("Personne n'est tiré au sort dans cette instance."))
    return page(request, "draws/colleges", {"found": found})


@public
@never_cache
@require_http_methods(FORM)
def join(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Enter the pool."""
    found = shown(request, draw_id)
    verdict = can_volunteer(found)
    if not verdict:
        return refusal(request, verdict.reason)
    form = VolunteerForm(posted(request), quotas=list(found.quotas.all()))
    if form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("governance:joined_draw", found.pk)
        try:
            services.count_volunteer(found.pk, origin(request))
            made = services.volunteer(draw_id=found.pk, who=form.volunteer, agreed=True)
        except BadDraw as error:
            form.add_error(None, str(error))
        else:
            if made is not None:
                request.session["tirage"] = made.key
            return redirect("governance:joined_draw", found.pk)
    return page(request, "draws/join", {"draw": found, "form": form})


@public
@never_cache
@require_safe
def joined(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Thanks, with the personal link to leave; the same words for who was there already."""
    found = shown(request, draw_id)
    key = request.session.pop("tirage", "")
    link = request.build_absolute_uri(reverse("governance:my_draw", args=[key])) if key else ""
    return page(request, "draws/joined", {"draw": found, "link": link})


@public
@never_cache
@require_http_methods(FORM)
def mine(request: HttpRequest, key: str) -> HttpResponse:
    """The page that a personal link opens: leave the pool, or answer."""
    person = person_by_key(key)
    if person is None:
        raise Http404(_("Ce lien n'ouvre plus rien : l'inscription a été retirée ou effacée."))
    form, fault = ReplyForm(posted(request)), ""
    if request.method == "POST":
        try:
            if _acted(request, person, form):
                return redirect("governance:draw", person.draw_id)
            messages.success(request, _("Votre réponse est notée."))
            return redirect("governance:my_draw", key)
        except BadDraw as error:
            fault = str(error)
    return page(request, "draws/mine", _mine(person, form, fault))


@public
@require_safe
def table(request: HttpRequest, round_id: int, table: str) -> HttpResponse:
    """A published table: pseudonymised people, quotas, panels."""
    if table not in TABLES:
        raise Http404(_("Ce tableau n'existe pas."))
    found = get_object_or_404(DrawRound.objects.select_related("draw"), pk=round_id)
    answer = HttpResponse(getattr(found, TABLES[table]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = (
        f'attachment; filename="tirage-{found.draw_id}-tour-{found.rank}-{table}.csv"'
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def shown(request: HttpRequest, draw_id: int) -> Draw:
    """The draw, if it is public or run by this person."""
    found = draw_by_id(draw_id)
    hidden = found is not None and found.state == DrawState.PREPARING
    if found is None or (hidden and not can_run_draw(request.user, found)):
        raise Http404(_("Ce tirage au sort n'existe pas."))
    return found


def _acted(request: HttpRequest, person: PoolPerson, form: ReplyForm) -> bool:
    """Do what was asked; whether the person has left."""
    act = request.POST.get("acte", "")
    if act == "retirer":
        services.withdraw(key=person.key)
        return True
    form.is_valid()
    answer = {"accepter": Reply.ACCEPTED, "refuser": Reply.DECLINED}.get(act, "")
    services.reply(
        key=person.key, answer=answer,
        named_in_public=bool(form.cleaned_data.get("named_in_public")),
    )  # fmt: skip
    return False


def _mine(person: PoolPerson, form: ReplyForm, fault: str) -> dict[str, Any]:
    drawn = getattr(person, "drawn", None)
    first = None if drawn else person.draw.rounds.filter(rank=0).only("announced", "number").first()
    late = bool(drawn and drawn.round.reply_by and drawn.round.reply_by < timezone.localdate())
    return {
        "person": person,
        "draw": person.draw,
        "drawn": drawn,
        "form": form,
        "fault": fault,
        "may_leave": drawn is None and DRAW.may("register", person.draw.state),
        "may_reply": drawn is not None and not late and DRAW.may("reply", person.draw.state),
        "late": late,
        "first": first,
    }
