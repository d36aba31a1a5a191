"""The board as a file: one row a request, read as it is sent, never all at once.

Identifiers stay the same every year: the project's number, the organisations' SIRET or RNA.
Internal opinions are never in it, not even one's own: a file travels.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import (
    Advice,
    ApplicationPlace,
    ApplicationStateChoice,
    FundingNature,
    FundingRequest,
    RequestStateChoice,
)
from faire_ensemble.apps.funding.selectors.board.filters import BoardFilters, matching, ordered
from faire_ensemble.apps.funding.selectors.board.scope import Scope
from faire_ensemble.apps.funding.selectors.opinions import of_funders
from faire_ensemble.kit.tabular.writers import Cell, Column

CHUNK = 500


def export_columns() -> tuple[Column, ...]:
    """The headings, in the order of the cells of `export_rows`."""
    euros = {_("budget"), _("demandé"), _("minimum"), _("proposé"), _("accordé")}
    wide = {_("titre"), _("porteur"), _("objectif"), _("lieux"), _("financeur")}
    titles = (
        _("projet"), _("dossier"), _("demande"), _("appel"), _("année"), _("titre"),
        _("porteur"), _("SIRET du porteur"), _("RNA du porteur"), _("objectif"),
        _("codes des lieux"), _("lieux"), _("état du dossier"), _("déposé le"), _("budget"),
        _("note sur 100"), _("financeur"), _("SIRET du financeur"), _("nature"),
        _("état de la demande"), _("demandé"), _("minimum"), _("proposé"), _("avis"),
        _("accordé"),
    )  # fmt: skip
    return tuple(
        Column(title, euros=title in euros, width=40 if title in wide else 16) for title in titles
    )


def export_rows(scope: Scope, filters: BoardFilters) -> Iterator[list[Cell]]:
    """Three queries a chunk of files, after one that reads the files' keys in their order."""
    keys = list(ordered(matching(scope, filters), filters).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        places, advices = _places(chunk), _advices(chunk)
        files = _files(scope, chunk)
        requests: dict[int, list[Any]] = defaultdict(list)
        for row in _requests(chunk):
            requests[row[0]].append(row[1:])
        for key in chunk:
            if key not in files:
                continue
            for request in requests[key]:
                yield [*_file_cells(files[key], request[0], places.get(key, ("", ""))),
                       *_request_cells(request, advices.get(request[0], (None, "")))]  # fmt: skip


def _files(scope: Scope, chunk: list[int]) -> dict[int, Any]:
    rows = scope.files.filter(pk__in=chunk).values_list(
        "pk", "project__number", "call__code", "year", "title", "lead__name", "lead__siret",
        "lead__rna", "objective__title", "state", "submitted_at", "total_budget", "shown_score",
    )  # fmt: skip
    return {row[0]: row for row in rows}


def _file_cells(row: Any, request: int, places: tuple[str, str]) -> list[Cell]:
    (pk, number, call, year, title, lead, siret, rna, objective, state, submitted, budget,
     score) = row  # fmt: skip
    states = dict(ApplicationStateChoice.choices)
    return [
        number, pk, request, call, year, title, lead, siret or "", rna or "", objective or "",
        *places, str(states[state]), localtime(submitted).date(), budget, score,
    ]  # fmt: skip


def _request_cells(row: Any, advice: tuple[Decimal | None, str]) -> list[Cell]:
    _pk, funder, siret, nature, state, asked, minimum, awarded = row
    proposed, words = advice
    return [
        funder, siret or "", str(dict(FundingNature.choices)[nature]),
        str(dict(RequestStateChoice.choices)[state]), asked, minimum, proposed, words, awarded,
    ]  # fmt: skip


def _requests(chunk: list[int]) -> Any:
    return (
        FundingRequest.objects.filter(application__in=chunk)
        .order_by("pk")
        .values_list(
            "application_id", "pk", "funder__name", "funder__siret", "nature", "state", "asked",
            "minimum", "awarded",
        )
    )  # fmt: skip


def _places(chunk: list[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = ApplicationPlace.objects.filter(application__in=chunk).order_by("pk")
    for pk, code, name in rows.values_list("application_id", "territory__code", "territory__name"):
        found[pk].append((code, name))
    return {
        pk: (", ".join(code for code, _n in each), ", ".join(name for _c, name in each))
        for pk, each in found.items()
    }


def _advices(chunk: list[int]) -> dict[int, tuple[Decimal | None, str]]:
    """The latest shared opinion of each request's funder."""
    labels = dict(Advice.choices)
    rows = of_funders().filter(application__in=chunk).order_by("written_at", "pk")
    return {
        request or 0: (amount, str(labels[advice]))
        for request, advice, amount in rows.values_list("request_id", "advice", "amount")
    }
