"""The list of one's records: by what is to be done, several at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from faire_ensemble.apps.directory.permissions import can_enter_records, can_keep_all
from faire_ensemble.apps.directory.selectors.records.duplicates import duplicates_count
from faire_ensemble.apps.directory.selectors.records.listed import PER_PAGE, VIEWS, records_page
from faire_ensemble.apps.directory.services import answer_for, confirm_services
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.numbers import number


@guarded(can_enter_records)
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """The records that the person keeps, those to check first."""
    asked = _asked(request.GET.dict())
    everything = bool(can_keep_all(request.user))
    context = {
        "found": records_page(request.user, asked["q"], int(asked["page"] or 1), asked["vue"]),
        "text": asked["q"],
        "all": everything,
        "twins": duplicates_count() if everything else 0,
    }
    return render(request, "directory/help/records.html", context, using="jinja2")


@guarded(can_enter_records)
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """« All still true », or « I answer for them », of the records ticked."""
    ticked = [int(each) for each in request.POST.getlist("fiche") if _key(each)][:PER_PAGE]
    if not ticked:
        messages.error(request, _("Cochez au moins une fiche, puis recommencez."))
    elif request.POST.get("faire") == "verifier":
        count = confirm_services(actor=request.user, service_ids=ticked)
        words = ngettext("%(n)s fiche est vérifiée d'aujourd'hui.",
                         "%(n)s fiches sont vérifiées d'aujourd'hui.", count)  # fmt: skip
        messages.success(request, words % {"n": number(count)})
    elif request.POST.get("faire") == "repondre":
        count = answer_for(actor=request.user, service_ids=ticked)
        words = ngettext("Vous répondez de %(n)s fiche de plus.",
                         "Vous répondez de %(n)s fiches de plus.", count)  # fmt: skip
        messages.success(request, words % {"n": number(count)})
    back = urlencode({name: value for name, value in _asked(request.POST.dict()).items() if value})
    return redirect(reverse("directory:records") + (f"?{back}" if back else ""))


def _asked(given: dict[str, str]) -> dict[str, str]:
    """The view, the words and the page of the list; what makes no sense is left out."""
    page, view = given.get("page", ""), given.get("vue", "")
    return {
        "vue": view if view in VIEWS else "",
        "q": " ".join(given.get("q", "").replace("\0", "").split())[:100],
        "page": page if page.isdecimal() and len(page) < 9 else "",
    }


def _key(text: str) -> bool:
    return text.isdecimal() and len(text) < 19
