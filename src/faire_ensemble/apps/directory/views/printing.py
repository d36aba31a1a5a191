"""What is printed: the booklet of a neighbourhood, or of the answers of a search."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from faire_ensemble.apps.directory.selectors.records.booklet import (
    place_booklet,
    search_booklet,
)
from faire_ensemble.apps.directory.selectors.records.reading import PLACES, read_question
from faire_ensemble.apps.territory.selectors import territory_with_code
from faire_ensemble.kit.access import public


@public
@require_safe
def booklet(request: HttpRequest, code: str) -> HttpResponse:
    """The booklet of a neighbourhood or commune."""
    place = territory_with_code(code, *PLACES)
    if place is None:
        raise Http404(_("Ce quartier n'existe pas."))
    address = request.build_absolute_uri(reverse("directory:help")) + f"?territoire={code}"
    return _pdf(place_booklet(place, address), f"livret-{code}")


@public
@require_safe
def printed_search(request: HttpRequest) -> HttpResponse:
    """The answers of a search, to take away."""
    question = read_question(request.GET.dict())
    address = request.build_absolute_uri(reverse("directory:help"))
    return _pdf(search_booklet(question, f"{address}?{question.address()}"), "aide")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
