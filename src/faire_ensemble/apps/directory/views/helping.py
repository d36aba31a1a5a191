"""Finding help: the question and its answers, one record, what is taken away (CSV, GeoJSON)."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.directory.models import AUDIENCES, LANGUAGES
from faire_ensemble.apps.directory.permissions import (
    can_edit_service,
    can_enter_records,
    can_entrust_service,
)
from faire_ensemble.apps.directory.selectors.finding import find
from faire_ensemble.apps.directory.selectors.records.booklet import booklets
from faire_ensemble.apps.directory.selectors.records.export import (
    export_columns,
    export_rows,
    feature_collection,
)
from faire_ensemble.apps.directory.selectors.records.listed import owner_of
from faire_ensemble.apps.directory.selectors.records.page import service_page, service_with
from faire_ensemble.apps.directory.selectors.records.reading import MOMENTS, read_question
from faire_ensemble.apps.directory.selectors.records.searched import kinds_offered, search_page
from faire_ensemble.kit.access import public
from faire_ensemble.kit.tabular.writers import Form, streaming_response


@public
@require_safe
def help_search(request: HttpRequest) -> HttpResponse:
    """« Que cherchez-vous ? », « Où ? », and the answers."""
    question = read_question(request.GET.dict())
    page = request.GET.get("page", "1")
    address = f"?{question.address()}" if question.values else ""
    asked = None
    if not question.empty:
        asked = search_page(question, int(page) if page.isdecimal() else 1, address)
    context = {
        "question": question,
        "found": asked,
        "kinds": kinds_offered(),
        "audiences": [(code, str(word.label)) for code, word in AUDIENCES.items()],
        "languages": [(code, str(word.label)) for code, word in LANGUAGES.items()],
        "moments": [(code, str(label)) for code, label in MOMENTS.items()],
        "booklets": booklets() if question.empty else (),
        "keeps": request.user.is_authenticated and bool(can_enter_records(request.user)),
    }
    return render(request, "directory/help/search.html", context, using="jinja2")


@public
@require_safe
def help_service(request: HttpRequest, pk: int) -> HttpResponse:
    """One record; that of one merged into another leads there."""
    service = service_with(pk)
    if service is None:
        raise Http404(_("Cette fiche n'existe pas."))
    if service.merged_into_id is not None:
        return redirect("directory:service", service.merged_into_id, permanent=False)
    shown = service_page(service)
    edits = request.user.is_authenticated and bool(can_edit_service(request.user, service))
    context = {
        "shown": shown,
        "card": shown.card,
        "edits": edits,
        "owner": owner_of(service) if edits else "",
        "entrusts": edits and bool(can_entrust_service(request.user, service)),
    }
    return render(request, "directory/help/service.html", context, using="jinja2")


@public
@require_safe
def help_csv(request: HttpRequest) -> HttpResponseBase:
    """The answers of a search, as a table; all records when nothing is asked."""
    hits = find(read_question(request.GET.dict()).asked).hits
    form = Form.EXCEL_CSV if request.GET.get("forme") == "excel" else Form.CSV
    return streaming_response(export_columns(), export_rows(hits), _("trouver de l'aide"), form)


@public
@require_safe
def help_geojson(request: HttpRequest) -> HttpResponse:
    """The same as points."""
    hits = find(read_question(request.GET.dict()).asked).hits
    address = request.build_absolute_uri(reverse("directory:service", args=[0]))
    return JsonResponse(
        feature_collection(hits, address),
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False},
    )
