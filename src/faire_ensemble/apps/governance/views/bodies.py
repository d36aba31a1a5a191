"""Who decides: every body, the page of one, the councils of residents."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.governance.models import Body, BodyKind, Meeting
from faire_ensemble.apps.governance.permissions.bodies import (
    can_keep_body,
    can_manage_bodies,
    can_read_restricted,
)
from faire_ensemble.apps.governance.selectors.bodies import (
    body_by_id,
    body_list,
    body_page,
    place_names,
)
from faire_ensemble.apps.governance.selectors.councils import (
    CouncilPage,
    council_page,
    councils,
    unanswered_wishes,
    wishes_of,
)
from faire_ensemble.apps.governance.selectors.decisions import late_decisions, latest_decisions
from faire_ensemble.apps.governance.selectors.draws.colleges import latest_draws
from faire_ensemble.apps.governance.selectors.meetings import (
    coming_meetings,
    meetings_of,
    rhythm_of,
)
from faire_ensemble.kit.access import public

COMING, LATEST = 3, 3


@public
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Next meetings, last decisions, then every body by kind; `lieu` keeps those of a place."""
    place = request.GET.get("lieu", "")[:20].replace("\x00", "")
    content = {
        "bodies": body_list(place=place),
        "places": place_names(place),
        "place": place,
        "coming": coming_meetings(COMING, place=place),
        "latest": latest_decisions(LATEST, place=place),
        "late": late_decisions(LATEST, place=place),
        "unanswered": list(unanswered_wishes(LATEST, place)),
        "today": timezone.localdate(),
        "labels": {kind.value: str(kind.label) for kind in BodyKind},
    }
    return render(request, "governance/bodies/list.html", content, using="jinja2")


@public
@require_safe
def body(request: HttpRequest, body_id: int) -> HttpResponse:
    """What it is for, when it meets, what it decided, who sits, what is missing."""
    found = body_by_id(body_id)
    if found is None:
        raise Http404(_("Cette instance n'existe pas."))
    keeps = bool(can_keep_body(request.user, found))
    sees_all = keeps or bool(can_read_restricted(request.user, found))
    meetings = meetings_of(found, keeps=keeps)
    now = timezone.now()
    content = {
        "page": body_page(found, sees_all=sees_all),
        "keeps": keeps,
        "manages": keeps and bool(can_manage_bodies(request.user, found.contract_id)),
        "sees_all": sees_all,
        "coming": [each for each in reversed(meetings) if _to_come(each, now)],
        "past": [each for each in meetings if not _to_come(each, now)],
        "latest": latest_decisions(LATEST, found),
        "rhythm": rhythm_of(found, timezone.localdate().year),
        "wishes": wishes_of(found),
        "today": timezone.localdate(),
        "council": _council(found),
        "draws": latest_draws(found),
    }
    return render(request, "governance/bodies/body.html", content, using="jinja2")


@public
@require_safe
def citizens(request: HttpRequest) -> HttpResponse:
    """Where each conseil citoyen stands."""
    return render(request, "governance/councils/list.html", {"found": councils()}, using="jinja2")


def _to_come(meeting: Meeting, now: datetime) -> bool:
    return meeting.starts_at >= now or (meeting.state == "held" and not meeting.being_recorded)


def _council(found: Body) -> CouncilPage | None:
    return council_page(found) if found.kind == BodyKind.CITIZENS else None
