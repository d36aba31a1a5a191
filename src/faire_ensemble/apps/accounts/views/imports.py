"""The reports kept of each import: what was read, refused, repaired, and why."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from faire_ensemble.apps.accounts import selectors
from faire_ensemble.apps.accounts.permissions import can_read_imports
from faire_ensemble.kit.access import guarded

PER_PAGE = 50
REMARKS_PER_PAGE = 100
COUNTS = ("read", "created", "updated", "unchanged", "out_of_scope", "refused")


@guarded(can_read_imports)
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """Every import, the latest first."""
    page = Paginator(selectors.import_runs(), PER_PAGE).get_page(request.GET.get("page"))
    runs = list(page.object_list)
    rows = [{"run": run, "counts": [run.report.get(name, 0) for name in COUNTS]} for run in runs]
    labels = selectors.actor_labels(run.actor for run in runs)
    return render(request, "accounts/imports.html", {"page": page, "rows": rows, "labels": labels})


@guarded(can_read_imports)
@require_GET
def import_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: counts, then every remark by pages."""
    run = get_object_or_404(selectors.import_runs(), pk=pk)
    remarks = Paginator(run.report.get("remarks", []), REMARKS_PER_PAGE)
    severities = {"refused": _("refusé"), "repaired": _("réparé"), "noted": _("à savoir")}
    return render(
        request,
        "accounts/import_report.html",
        {
            "run": run,
            "actor": selectors.actor_labels([run.actor])[run.actor],
            "counts": {name: run.report.get(name, 0) for name in COUNTS},
            "values": run.report.get("values", {}),
            "page": remarks.get_page(request.GET.get("page")),
            "severities": severities,
        },
    )
