"""Built twice, the demonstration is the same, to the cent and to the byte."""

from collections.abc import Callable
from typing import Any

import pytest

from faire_ensemble.apps.contract.models import Partner
from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Application,
    Decision,
    Grant,
    Notice,
    Opinion,
)
from faire_ensemble.apps.observatory.models import Value
from faire_ensemble.apps.territory.models import Perimeter, Territory
from faire_ensemble.config.demonstration.build import build


@pytest.mark.postgresql
@pytest.mark.django_db
def test_built_twice_it_is_the_same(what_it_holds: Callable[..., Any]) -> None:
    """On SQLite, test_demo_command.py compares what the command builds with what it rebuilds."""
    build()
    assert content() == what_it_holds(content)


def content() -> dict[str, list[Any]]:
    """Everything that pages can show, without primary keys or times."""
    return {
        "territories": sorted(
            Territory.objects.values_list("kind", "code", "name", "population", "communes__code"),
            key=repr,
        ),
        "perimeters": sorted(
            (item.territory.code, str(item.valid_from), bytes(item.shape), item.source)
            for item in Perimeter.objects.select_related("territory")
        ),
        "values": sorted(
            Value.objects.values_list(
                "indicator__code",
                "territory__code",
                "vintage__source__code",
                "vintage__year",
                "value",
                "status",
                "note",
            ),
            key=repr,
        ),
        "partners": sorted(Partner.objects.values_list("organisation__name", "role")),
        "grants": sorted(
            Grant.objects.values_list(
                "external_key",
                "holder__name",
                "funder__name",
                "objective__title",
                "territory__code",
                "purpose",
                "amount_asked",
                "amount_awarded",
                "amount_paid",
                "agreed_on",
            )
        ),
        "files": sorted(
            Application.objects.values_list(
                "project__number", "year", "title", "state", "total_budget", "score", "submitted_at"
            )
        ),
        "opinions": sorted(
            Opinion.objects.values_list(
                "application__project__number",
                "application__year",
                "kind",
                "advice",
                "amount",
                "text",
                "internal",
                "author__email",
            ),
            key=repr,
        ),
        "sessions": sorted(
            AgendaItem.objects.values_list(
                "session__committee__name",
                "session__starts_at",
                "rank",
                "application__project__number",
                "minutes",
            )
        ),
        "decisions": sorted(
            Decision.objects.values_list(
                "request__application__project__number",
                "request__funder__name",
                "amount",
                "reason",
                "departure",
                "decided_at",
            )
        ),
        "answers": sorted(Notice.objects.values_list("application__project__number", "text")),
    }
