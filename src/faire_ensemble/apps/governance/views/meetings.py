"""The public page of a meeting, its minutes as a PDF, its papers."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.governance.models import Meeting, Paper
from faire_ensemble.apps.governance.permissions.bodies import can_keep_body, can_read_restricted
from faire_ensemble.apps.governance.permissions.decisions import can_read_papers
from faire_ensemble.apps.governance.selectors.meetings import (
    meeting_by_id,
    meeting_page,
    told_meetings,
)
from faire_ensemble.apps.governance.selectors.minutes_document import minutes_document
from faire_ensemble.apps.governance.views.pages import page
from faire_ensemble.kit.access import public, refusal
from faire_ensemble.kit.files import respond
from faire_ensemble.kit.verdicts import Refused


@public
@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """When, where, the agenda; once published, what was said and decided."""
    found, sees_all = _readable(request, meeting_id)
    content = {
        "page": meeting_page(found, sees_all=sees_all),
        "keeps": bool(can_keep_body(request.user, found.body)),
    }
    return page(request, "meetings/meeting", content)


@public
@require_safe
def minutes_pdf(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The minutes with the lines that this reader may read; nothing before they are closed."""
    found, sees_all = _readable(request, meeting_id)
    if found.closed_at is None or not (sees_all or found.published_at):
        raise Http404(_("Ce compte rendu n'est pas encore publié."))
    content = minutes_document(meeting_page(found, sees_all=sees_all))
    response = HttpResponse(content, content_type="application/pdf")
    kind = "complet" if sees_all else "public"
    response["Content-Disposition"] = f'inline; filename="compte-rendu-{found.pk}-{kind}.pdf"'
    if sees_all:
        response["Cache-Control"] = "private, no-store"
    return response


@public
@require_safe
def paper(request: HttpRequest, paper_id: int) -> FileResponse | HttpResponse:
    """A document of a meeting, to those who may read it."""
    found = get_object_or_404(
        Paper.objects.select_related("stored", "meeting__body", "item"), pk=paper_id
    )
    closed = found.restricted or (found.item is not None and found.item.restricted)
    verdict = can_read_papers(request.user, found.meeting, closed)
    if not verdict:
        return refusal(request, verdict.reason)
    try:
        return respond(found.stored, found.name)
    except Refused as error:
        return refusal(request, str(error))


def _readable(request: HttpRequest, meeting_id: int) -> tuple[Meeting, bool]:
    """The meeting, and whether this reader sees restricted lines; 404 for what is not told."""
    found = meeting_by_id(meeting_id)
    if found is not None:
        sees_all = bool(can_read_restricted(request.user, found.body))
        if sees_all or told_meetings().filter(pk=found.pk).exists():
            return found, sees_all
    raise Http404(_("Cette réunion n'existe pas, ou n'est pas encore annoncée."))
