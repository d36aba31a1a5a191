"""What the views of the governance share: rendering, what a form is bound to, acts that refuse."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.selectors import objectives_of, partner_choices
from faire_ensemble.apps.governance.models import Body, Meeting
from faire_ensemble.apps.governance.permissions.bodies import can_keep_body
from faire_ensemble.apps.governance.selectors.bodies import body_by_id
from faire_ensemble.apps.governance.selectors.links import UnknownReference
from faire_ensemble.apps.governance.selectors.meetings import meeting_by_id
from faire_ensemble.apps.governance.services import (
    BadBody,
    BadCouncil,
    BadDecision,
    BadMeeting,
    BadTerm,
)
from faire_ensemble.kit.verdicts import require

BAD = (BadBody, BadCouncil, BadDecision, BadMeeting, BadTerm, UnknownReference)
FORM = ["GET", "HEAD", "POST"]


def page(request: HttpRequest, name: str, content: dict[str, Any]) -> HttpResponse:
    return render(request, f"governance/{name}.html", content, using="jinja2")


def posted(request: HttpRequest, act: str = "") -> Any:
    """What a form is bound to: nothing unless it is the one that was sent (`acte`)."""
    sent = request.method == "POST" and (not act or request.POST.get("acte") == act)
    return request.POST if sent else None


def files(request: HttpRequest, act: str = "") -> Any:
    return request.FILES if posted(request, act) is not None else None


def tried(form: Form, act: Callable[[], Any]) -> Any:
    """The result of an act asked by a valid form; its refusal is written beside the field it is
    about, else at the top of the form."""
    try:
        return act()
    except BAD as error:
        field = getattr(error, "field", "")
        form.add_error(field if field in form.fields else None, str(error))
        return None


def done(request: HttpRequest, act: Callable[[], Any], sentence: str = "") -> bool:
    """Do an act asked by a button; say that it is done, or why it is not."""
    try:
        act()
    except BAD as error:
        messages.error(request, str(error))
        return False
    if sentence:
        messages.success(request, sentence)
    return True


def kept(request: HttpRequest, body_id: int) -> Body:
    """A body that this person keeps."""
    found = body_by_id(body_id)
    if found is None:
        raise Http404(_("Cette instance n'existe pas."))
    require(can_keep_body(request.user, found))
    return found


def kept_meeting(request: HttpRequest, meeting_id: int) -> Meeting:
    """A meeting of a body that this person keeps."""
    found = meeting_by_id(meeting_id)
    if found is None:
        raise Http404(_("Cette réunion n'existe pas."))
    require(can_keep_body(request.user, found.body))
    return found


def organisations(body: Body) -> list[tuple[int, str]]:
    return partner_choices(body.contract_id)


def objectives(body: Body) -> list[tuple[int, str]]:
    return [(pk, title) for pk, title, _pillar in objectives_of(body.contract_id)]
