"""An application to print: the PDF of its last version, or of its draft."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from faire_ensemble.apps.funding.permissions.applications import (
    can_open_applications,
    can_read_whole_application,
    can_write_application,
)
from faire_ensemble.apps.funding.selectors.draft import application_with, texts_of
from faire_ensemble.apps.funding.selectors.printed import TEMPLATE, printed
from faire_ensemble.apps.funding.views.asked import whole_number
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.documents import pdf
from faire_ensemble.kit.verdicts import require


@guarded(can_open_applications)
@require_GET
def application_pdf(request: HttpRequest, application_id: int) -> HttpResponse:
    """`?version=2` for a version, `?brouillon=1` for what is being written; the last version
    by default, or the draft when none was submitted."""
    application = application_with(application_id)
    if application is None:
        raise Http404(_("Ce dossier n'existe pas."))
    require(can_read_whole_application(request.user, application))
    versions = application.versions.order_by("-number")
    asked = whole_number(request, "version")
    version = versions.filter(number=asked).first() if asked else versions.first()
    if version is None or request.GET.get("brouillon"):
        require(can_write_application(request.user, application))
        version, texts = None, texts_of(application)
    else:
        texts = version.content.get("fields", {})
    made = pdf(
        TEMPLATE.read_text(encoding="utf-8"),
        printed(application, texts, version).as_data(),
        title=str(application),
        author=application.lead.name,
        created_at=version.submitted_at if version else timezone.now(),
        language=(get_language() or "fr")[:2],
    )
    response = HttpResponse(made, content_type="application/pdf")
    name = f"{application.project.number}-{application.year}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
