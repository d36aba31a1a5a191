"""What the search of the site reads of contracts: as many queries whatever their number."""

from collections.abc import Iterator

from faire_ensemble.apps.contract.models import (
    AnnexedPlan,
    Commitment,
    Contract,
    Objective,
    OperationalObjective,
    Pillar,
)
from faire_ensemble.core.finding import Titled


def titled_objectives() -> Iterator[Titled]:
    """Objectives that contracts still have, the latest contract first; what is done for them is
    read with them. Three queries of bare values, put in order here: there may be thousands, which
    databases join and sort three times slower."""
    pillars = Pillar.objects.order_by("-contract__starts_on", "contract", "rank")
    places = {
        pk: (place, f"{title}, {contract}")
        for place, (pk, title, contract) in enumerate(
            pillars.values_list("pk", "title", "contract__name")
        )
    }
    work: dict[int, list[str]] = {}
    done = OperationalObjective.objects.order_by("rank", "pk")
    for objective, title in done.values_list("objective_id", "title"):
        work.setdefault(objective, []).append(title)
    rows = Objective.objects.filter(retired=False).order_by()
    found = [
        (places[pillar], rank, pk, title)
        for pk, title, pillar, rank in rows.values_list("pk", "title", "pillar_id", "rank")
    ]
    for (_place, detail), _rank, pk, title in sorted(found):
        yield Titled((pk,), title, detail, " ".join(work.get(pk, ())))


def titled_commitments() -> Iterator[Titled]:
    """What partners promise, with who: two queries, like objectives."""
    contracts = {
        pk: (place, name)
        for place, (pk, name) in enumerate(
            Contract.objects.order_by("-starts_on", "pk").values_list("pk", "name")
        )
    }
    rows = Commitment.objects.filter(retired=False).order_by()
    found = [
        (contracts[contract], pk, contract, title, organisation)
        for contract, pk, title, organisation in rows.values_list(
            "contract_id", "pk", "title", "organisation__name"
        )
    ]
    for (_place, name), pk, contract, title, organisation in sorted(found):
        yield Titled((contract, pk), title, f"{organisation}, {name}")


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
