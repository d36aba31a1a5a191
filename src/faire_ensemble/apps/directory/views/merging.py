"""Duplicates: pairs that look alike, merging them, taking them apart."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from faire_ensemble.apps.directory.permissions import can_merge_services
from faire_ensemble.apps.directory.selectors.records.duplicates import (
    apart_pairs,
    duplicate_pairs,
    merges,
)
from faire_ensemble.apps.directory.services import (
    BadRecord,
    compare_again,
    keep_apart,
    merge_services,
    undo_merge,
)
from faire_ensemble.kit.access import guarded


@guarded(can_merge_services)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs of records that may be one, and what was merged before."""
    context = {"pairs": duplicate_pairs(), "merges": merges(), "apart": apart_pairs()}
    return render(request, "directory/help/duplicates.html", context, using="jinja2")


@guarded(can_merge_services)
@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """Keep one of two."""
    kept, absorbed = request.POST.get("kept", ""), request.POST.get("absorbed", "")
    if not all(each.isdecimal() and len(each) < 19 for each in (kept, absorbed)):
        messages.error(request, _("Choisissez la fiche à garder."))
        return redirect("directory:duplicates")
    return _answer(
        request,
        lambda: merge_services(actor=request.user, kept_id=int(kept), absorbed_id=int(absorbed)),
        _("Les deux fiches n'en font plus qu'une."),
    )


@guarded(can_merge_services)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take two records apart again."""
    return _answer(
        request,
        lambda: undo_merge(actor=request.user, merge_id=pk),
        _("Les deux fiches sont de nouveau séparées."),
    )


@guarded(can_merge_services)
@require_POST
def apart(request: HttpRequest) -> HttpResponse:
    """« They are two »."""
    one, other = request.POST.get("one", ""), request.POST.get("other", "")
    if not all(each.isdecimal() and len(each) < 19 for each in (one, other)):
        messages.error(request, _("Choisissez la fiche à garder."))
        return redirect("directory:duplicates")
    return _answer(
        request,
        lambda: keep_apart(actor=request.user, service_ids=(int(one), int(other))),
        _("Ces deux fiches ne seront plus montrées comme des doublons."),
    )


@guarded(can_merge_services)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare two records again."""
    compare_again(actor=request.user, apart_id=pk)
    messages.info(request, _("Ces deux fiches sont de nouveau comparées."))
    return redirect("directory:duplicates")


def _answer(request: HttpRequest, act: Callable[[], Any], done: str) -> HttpResponse:
    """Do it, and say on the page of duplicates that it is done, or why not."""
    try:
        act()
    except BadRecord as bad:
        messages.error(request, str(bad))
    else:
        messages.info(request, done)
    return redirect("directory:duplicates")
