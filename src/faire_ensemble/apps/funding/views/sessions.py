"""A session: its page, agenda, attendance, files, closing, minutes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.funding.forms.committees import (
    CloseForm,
    Examination,
    SessionForm,
    read_attendance,
    read_filters,
    read_ids,
    read_ranks,
)
from faire_ensemble.apps.funding.lifecycle.sessions import SessionState
from faire_ensemble.apps.funding.models import Session
from faire_ensemble.apps.funding.permissions.committees import (
    can_open_committees,
    can_propose,
    can_read_committee,
)
from faire_ensemble.apps.funding.permissions.programmes import can_manage_committees
from faire_ensemble.apps.funding.selectors.agenda import candidates, matching
from faire_ensemble.apps.funding.selectors.minutes_document import minutes_pdf
from faire_ensemble.apps.funding.selectors.sessions import (
    file_lines,
    session_page,
    session_to_read,
)
from faire_ensemble.apps.funding.services import agenda, closing, holding, sessions
from faire_ensemble.apps.funding.services.committees import BadCommittee
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require

FORM = ["GET", "HEAD", "POST"]


@guarded(can_open_committees)
@require_safe
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Where the session stands, its agenda, what comes next."""
    found = _session(request, session_id)
    content = {"page": session_page(request.user, found), "close": CloseForm()}
    return _page(request, "session", content)


@guarded(can_open_committees)
@require_http_methods(FORM)
def change_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Move a session that is to come."""
    found = _managed(request, session_id)
    initial = {"starts_at": found.starts_at, "place": found.place, "quorum": found.quorum}
    form = SessionForm(_posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sessions.change_session(actor=request.user, session_id=found.pk, **form.cleaned_data)
        except BadCommittee as error:
            form.add_error(None, str(error))
        else:
            return redirect("funding:session", found.pk)
    content = {"form": form, "heading": _("Modifier la séance"), "back": found.committee}
    return _page(request, "form", content)


@guarded(can_open_committees)
@require_http_methods(FORM)
def session_files(request: HttpRequest, session_id: int) -> HttpResponse:
    """Choose files by filter; put those ticked, or all of the filter, on the agenda."""
    found = _managed(request, session_id)
    filters = read_filters(request.GET)
    if request.method == "POST":
        if "tous" in request.POST:
            ids = list(matching(request.user, found, filters).values_list("pk", flat=True))
        else:
            ids = read_ids(request.POST.getlist("dossier"))
        try:
            added = agenda.add_files(actor=request.user, session_id=found.pk, application_ids=ids)
        except BadCommittee as error:
            messages.error(request, str(error))
        else:
            _tell_added(request, added)
        return redirect("funding:session", found.pk)
    content = {
        "session": found,
        "found": candidates(request.user, found, filters),
        "filters": filters,
        "asked": request.GET,
    }
    return _page(request, "files", content)


def _tell_added(request: HttpRequest, added: agenda.Added) -> None:
    told = ngettext("%(n)s dossier inscrit.", "%(n)s dossiers inscrits.", added.count)
    messages.success(request, told % {"n": added.count})
    for title, reason in added.left:
        messages.warning(
            request, _("« %(title)s » n'est pas inscrit : %(why)s.") % {
                "title": title, "why": reason,
            },
        )  # fmt: skip


@guarded(can_open_committees)
@require_POST
def session_order(request: HttpRequest, session_id: int) -> HttpResponse:
    """Order the agenda (`rang-<item>`), or take a file off (`retirer`)."""
    _managed(request, session_id)

    def act() -> None:
        for item in read_ids(request.POST.getlist("retirer")):
            agenda.remove_file(actor=request.user, session_id=session_id, item_id=item)
        if "retirer" not in request.POST:
            agenda.order_files(
                actor=request.user, session_id=session_id, ranks=read_ranks(request.POST)
            )

    return _try(request, session_id, act)


@guarded(can_open_committees)
@require_POST
def session_state(request: HttpRequest, session_id: int) -> HttpResponse:
    """Open (`ouvrir`) or cancel (`annuler`) the session."""
    _managed(request, session_id)
    act = sessions.cancel_session if "annuler" in request.POST else sessions.open_session
    return _try(request, session_id, lambda: act(actor=request.user, session_id=session_id))


@guarded(can_open_committees)
@require_POST
def attendance(request: HttpRequest, session_id: int) -> HttpResponse:
    """Write who is there."""
    found = _managed(request, session_id)
    seats = found.attendances.values_list("seat_id", flat=True)
    return _try(
        request,
        session_id,
        lambda: holding.record_attendance(
            actor=request.user,
            session_id=session_id,
            seats=read_attendance(request.POST, seats),
        ),
    )


@guarded(can_open_committees)
@require_http_methods(FORM)
def examine(request: HttpRequest, session_id: int, item_id: int) -> HttpResponse:
    """A file before the committee: opinions beside, what is said, what is proposed."""
    found = _session(request, session_id)
    item = found.agenda.select_related("application__call", "session__committee").filter(
        pk=item_id
    ).first()  # fmt: skip
    if item is None:
        raise Http404(_("Ce dossier n'est pas à cet ordre du jour."))
    (file,) = file_lines(request.user, found, item.pk)
    writes = found.state == SessionState.HELD and bool(can_propose(request.user, item))
    exam = Examination(file, _posted(request)) if writes else None
    fault = ""
    if request.method == "POST" and exam is None:
        require(can_propose(request.user, item))
        messages.error(request, _("Cette séance n'est pas en cours."))
        return redirect("funding:session", found.pk)
    if request.method == "POST" and exam is not None and exam.is_valid():
        try:
            holding.examine(
                actor=request.user,
                item=item,
                discussion=exam.discussion.cleaned_data["discussion"],
                proposals=exam.proposals(),
            )
        except BadCommittee as error:
            fault = str(error)
        else:
            messages.success(request, _("« %(file)s » : enregistré.") % {"file": file.title})
            return redirect(_after(found, file.rank))
    content = {"session": found, "file": file, "exam": exam, "fault": fault}
    return _page(request, "examine", content)


def _after(session: Session, rank: int) -> str:
    """The next file of the agenda, or back to the session."""
    following = session.agenda.filter(rank__gt=rank).order_by("rank").first()
    if following is None:
        return reverse("funding:session", args=[session.pk])
    return reverse("funding:examine", args=[session.pk, following.pk])


@guarded(can_open_committees)
@require_http_methods(FORM)
def close_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Close the session and freeze its minutes; without quorum, propose to convene again."""
    found = _managed(request, session_id)
    form = CloseForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            closing.close_session(actor=request.user, session_id=found.pk, **form.cleaned_data)
        except closing.NoQuorum as error:
            messages.error(request, str(error))
            return redirect("funding:reconvene", found.pk)
        except BadCommittee as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Séance close : le procès-verbal est écrit."))
            return redirect("funding:minutes", found.pk)
    content = {"page": session_page(request.user, found), "close": form}
    return _page(request, "session", content)


@guarded(can_open_committees)
@require_http_methods(FORM)
def reconvene(request: HttpRequest, session_id: int) -> HttpResponse:
    """Lift a session without quorum: a new one takes its agenda over."""
    found = _managed(request, session_id)
    form = SessionForm(_posted(request), initial={"place": found.place})
    if request.method == "POST" and form.is_valid():
        try:
            following = closing.reconvene(
                actor=request.user, session_id=found.pk, **form.cleaned_data
            )
        except BadCommittee as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Nouvelle séance prévue, avec le même ordre du jour."))
            return redirect("funding:session", following.pk)
    content = {"form": form, "heading": _("Convoquer de nouveau"), "back": found.committee}
    return _page(request, "form", content)


@guarded(can_open_committees)
@require_safe
def minutes(request: HttpRequest, session_id: int) -> HttpResponse:
    """The minutes, each file by its own rule."""
    found = _minuted(request, session_id)
    return _page(request, "minutes", {"page": session_page(request.user, found)})


@guarded(can_open_committees)
@require_safe
def minutes_document(request: HttpRequest, session_id: int) -> HttpResponse:
    """The same as a PDF."""
    found = _minuted(request, session_id)
    content = minutes_pdf(session_page(request.user, found))
    name = f"proces-verbal-{found.pk}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _session(request: HttpRequest, session_id: int) -> Session:
    found = session_to_read(session_id)
    if found is None:
        raise Http404(_("Cette séance n'existe pas."))
    require(can_read_committee(request.user, found.committee.contract_id))
    return found


def _managed(request: HttpRequest, session_id: int) -> Session:
    found = _session(request, session_id)
    require(can_manage_committees(request.user, found.committee.contract_id))
    return found


def _minuted(request: HttpRequest, session_id: int) -> Session:
    found = _session(request, session_id)
    if not found.minutes:
        raise Http404(_("Cette séance n'a pas encore de procès-verbal."))
    return found


def _try(request: HttpRequest, session_id: int, act: Callable[[], Any]) -> HttpResponse:
    """Do a short act and come back; what went wrong is said on the page."""
    try:
        act()
    except BadCommittee as error:
        messages.error(request, str(error))
    return redirect("funding:session", session_id)


def _posted(request: HttpRequest) -> Any:
    """What a form is bound to; an empty form that is sent is bound all the same."""
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, name: str, content: dict[str, Any]) -> HttpResponse:
    return render(request, f"funding/committees/{name}.html", content, using="jinja2")
