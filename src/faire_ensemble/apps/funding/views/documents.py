"""The documents of an application: joining, reading, taking away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from faire_ensemble.apps.funding.forms.documents import AttachmentForm
from faire_ensemble.apps.funding.models import Application, Attachment
from faire_ensemble.apps.funding.permissions.applications import (
    can_open_applications,
    can_write_application,
)
from faire_ensemble.apps.funding.permissions.instruction import can_read_documents
from faire_ensemble.apps.funding.selectors.documents import slots_of
from faire_ensemble.apps.funding.selectors.draft import application_with
from faire_ensemble.apps.funding.services.attachments import attach_document, remove_document
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.files import ACCEPT, respond
from faire_ensemble.kit.verdicts import require


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, application_id: int) -> HttpResponse:
    """What is asked and what is joined; writers send files, one at a time."""
    application = _application(application_id)
    require(can_read_documents(request.user, application))
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(can_write_application(request.user, application))
        if form.is_valid():
            made = attach_document(
                actor=request.user,
                application_id=application.pk,
                checked=form.cleaned_data["file"],
                document_id=form.cleaned_data["document"],
            )
            messages.success(request, _("« %(name)s » est joint au dossier.") % {"name": made.name})
            return redirect("funding:documents", application.pk)
    return render(
        request,
        "funding/documents/list.html",
        {
            "application": application,
            "slots": slots_of(application),
            "writes": bool(can_write_application(request.user, application)),
            "accept": ACCEPT,
            "faults": form.errors.get("file", []) if form.is_bound else [],
            "faulty": form.data.get("document", "") if form.is_bound else None,
        },
        status=422 if form.is_bound else 200,
        using="jinja2",
    )


@guarded(can_open_applications)
@require_GET
def document(request: HttpRequest, application_id: int, attachment_id: int) -> HttpResponseBase:
    """The file itself; one that was removed is still read by those who read the versions."""
    application = _application(application_id)
    require(can_read_documents(request.user, application))
    found = (
        Attachment.objects.select_related("stored")
        .filter(application=application, pk=attachment_id)
        .first()
    )
    if found is None:
        raise Http404(_("Cette pièce n'existe pas."))
    return respond(found.stored, found.name, own=found.added_by_id == request.user.pk)


@guarded(can_open_applications)
@require_POST
def remove(request: HttpRequest, application_id: int, attachment_id: int) -> HttpResponse:
    """Take a document away from the draft."""
    application = _application(application_id)
    remove_document(actor=request.user, application_id=application.pk, attachment_id=attachment_id)
    messages.info(request, _("La pièce est retirée du dossier."))
    return redirect("funding:documents", application_id)


def _application(application_id: int) -> Application:
    found = application_with(application_id)
    if found is None:
        raise Http404(_("Ce dossier n'existe pas."))
    return found
