"""What the search of the site reads of contracts: one query a kind, whatever their number."""

from collections.abc import Iterator

from faire_ensemble.apps.contract.models import AnnexedPlan, Commitment, Objective
from faire_ensemble.core.finding import Titled


def titled_objectives() -> Iterator[Titled]:
    """Objectives that contracts still have, the latest contract first; what is done for them is
    read with them."""
    rows = (
        Objective.objects.filter(retired=False)
        .select_related("pillar__contract")
        .prefetch_related("operational")
        .order_by("-pillar__contract__starts_on", "pillar__contract", "pillar__rank", "rank")
    )
    for row in rows:
        detail = f"{row.pillar.title}, {row.pillar.contract.name}"
        work = " ".join(each.title for each in row.operational.all())
        yield Titled((row.pk,), row.title, detail, work)


def titled_commitments() -> Iterator[Titled]:
    """What partners promise, with who."""
    rows = (
        Commitment.objects.filter(retired=False)
        .select_related("organisation", "contract")
        .order_by("-contract__starts_on", "contract", "pk")
    )
    for row in rows:
        detail = f"{row.organisation.name}, {row.contract.name}"
        yield Titled((row.contract_id, row.pk), row.title, detail)


def titled_plans() -> Iterator[Titled]:
    """Annexed plans; their lines are read with them."""
    rows = (
        AnnexedPlan.objects.select_related("contract")
        .prefetch_related("lines")
        .order_by("-contract__starts_on", "contract", "kind", "title")
    )
    for row in rows:
        detail = f"{row.get_kind_display()}, {row.contract.name}"
        lines = " ".join(each.title for each in row.lines.all())
        yield Titled((row.contract_id, row.pk), row.title, detail, f"{row.summary} {lines}")
