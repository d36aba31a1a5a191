"""The same queries and rows as our pages, written as a Django tutorial would.

`neighbourhood` takes what our view would show and only writes it; `neighbourhood_bare` goes
further than any real page could: the queries are run, the rows are already in words.
"""

from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, Sum
from django.shortcuts import render
from django.test.utils import CaptureQueriesContext

from faire_ensemble.apps.contract.models import Objective
from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.funding.models import Grant
from faire_ensemble.apps.portal import views as portal


def grants(request, pk=None):
    """Five queries: sums, the fifty rows, funders, objectives, territories."""
    sums = list(
        Grant.objects.order_by()
        .values("funder_id", "year", "scheme", "source")
        .annotate(count=Count("pk"), amount=Sum("amount_awarded"))
    )
    rows = Grant.objects.select_related("holder", "funder", "objective", "territory").order_by(
        "-year", "-amount_awarded", "pk"
    )[:50]
    context = {
        "rows": rows,
        "count": sum(each["count"] for each in sums),
        "total": sum(each["amount"] for each in sums),
        "years": sorted({each["year"] for each in sums}, reverse=True),
        "schemes": sorted({each["scheme"] for each in sums}),
        "funders": Organisation.objects.filter(pk__in={each["funder_id"] for each in sums}),
        "objectives": Objective.objects.order_by("pillar__contract", "pillar__rank", "rank"),
        "places": Grant.objects.filter(territory__isnull=False)
        .order_by("territory__name", "territory__code")
        .values("territory__code", "territory__name")
        .distinct(),
    }
    return render(request, "grants.html", context)


def _content(request, name: str, **content: Any) -> dict[str, Any]:
    return content


# In this process our view gives what it would show instead of showing it.
portal._page = _content


def neighbourhood(request, code):
    """Our read model, our queries; Django's template engine."""
    return render(request, "neighbourhood.html", portal.neighbourhood(request, code))


@lru_cache
def _ready(code: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    with CaptureQueriesContext(connection) as queries:
        content = portal.neighbourhood(None, code)
    return tuple(query["sql"] for query in queries.captured_queries), content


def neighbourhood_bare(request, code):
    """The same queries, read and left aside; rows that cost nothing to compute."""
    statements, content = _ready(code)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()
    return render(request, "neighbourhood.html", content)
