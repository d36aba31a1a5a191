"""The board as a Django tutorial would write it, over the same rule of who reads what."""

from django.db.models import Count, Q, Sum
from django.shortcuts import render

from faire_ensemble.apps.accounts.models import Mandate
from faire_ensemble.apps.contract.models import Objective
from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.funding.models import (
    Application,
    Call,
    CallFunder,
    FundingRequest,
    SavedView,
    Session,
)
from faire_ensemble.apps.funding.selectors.visible import to_instruct
from faire_ensemble.apps.territory.models import Territory


def board(request):
    """The same counts, choices and fifty rows."""
    calls = list(Call.objects.select_related("contract").order_by("-first_year"))
    contract = calls[0].contract
    files = to_instruct(request.user, contract.pk)
    for word in fold(request.GET.get("q", "")).split():
        files = files.filter(
            Q(title_key__contains=word)
            | Q(lead__name_key__contains=word)
            | Q(project__number__icontains=word)
        )
    states = list(files.order_by().values("state").annotate(n=Count("pk")))
    context = {
        "contract": contract,
        "calls": calls,
        "states": states,
        "sums": FundingRequest.objects.filter(application__in=files.order_by().values("pk"))
        .order_by()
        .values("funder__name", "state")
        .annotate(n=Count("pk"), asked=Sum("asked"), awarded=Sum("awarded")),
        "funders": CallFunder.objects.filter(call__contract=contract).select_related("funder"),
        "objectives": Objective.objects.order_by("pillar__rank", "rank"),
        "places": Territory.objects.filter(epci=contract.epci_id),
        "views": SavedView.objects.filter(Q(person=request.user) | Q(shared=True)),
        "people": Mandate.objects.filter(role__in=["officer", "partner"]).select_related("person"),
        "sessions": Session.objects.filter(committee__contract=contract, state="planned"),
        "rows": Application.objects.filter(pk__in=_page(files))
        .select_related("project", "lead", "objective")
        .prefetch_related(
            "places__territory", "requests__funder", "requests__instructor", "requests__opinions"
        )
        .order_by("-submitted_at", "-pk"),
    }
    return render(request, "board.html", context)


def _page(files):
    return list(files.order_by("-submitted_at", "-pk").values_list("pk", flat=True)[:50])
