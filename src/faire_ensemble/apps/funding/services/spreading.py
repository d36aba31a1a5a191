"""From what was typed to the rows that instruction reads: requests, places, audiences."""

from collections.abc import Mapping
from decimal import Decimal

from faire_ensemble.apps.funding.lifecycle.requests import OPEN, REQUEST, RequestState
from faire_ensemble.apps.funding.models import (
    Age,
    Application,
    ApplicationPlace,
    Audience,
    FundingRequest,
    RequestedYear,
    Sex,
)
from faire_ensemble.apps.funding.selectors.checklist.money import amount
from faire_ensemble.apps.funding.selectors.checklist.texts import whole
from faire_ensemble.apps.funding.selectors.form import ELSEWHERE, Form
from faire_ensemble.apps.territory.selectors import territories_with_codes
from faire_ensemble.core.budget import read_budget


def spread(application: Application, form: Form, texts: Mapping[str, str]) -> None:
    """Write the rows anew; what funders already decided is left as it is. Sets the fields of
    `application` without saving it."""
    objective = texts.get("objective", "")
    known = {str(pk) for pk, _title in form.basis.objectives}
    application.objective_id = int(objective) if objective in known else None
    application.total_budget = read_budget(texts).budget.charges
    kept = [each.id for each in form.basis.solutions if texts.get(f"solution.{each.id}")]
    application.solutions.set(kept)
    for partner in application.partners.all():
        partner.does = texts.get(f"partner.{partner.organisation_id}.does", "")[:300]
        partner.save(update_fields=["does"])
    _places(application, form, texts)
    _requests(application, form, texts)


def _places(application: Application, form: Form, texts: Mapping[str, str]) -> None:
    application.places.all().delete()
    application.audiences.all().delete()
    pks = territories_with_codes(application.call.contract.epci_id, form.basis.chosen)
    ApplicationPlace.objects.bulk_create(
        ApplicationPlace(application=application, territory_id=pk) for pk in pks.values()
    )
    Audience.objects.bulk_create(
        Audience(application=application, territory_id=pk, age=age, sex=sex, number=number)
        for code, pk in [*pks.items(), (ELSEWHERE, None)]
        for age in Age.values
        for sex in Sex.values
        if (number := whole(texts.get(f"audience.{code}.{age}.{sex}", "")))
    )


def _requests(application: Application, form: Form, texts: Mapping[str, str]) -> None:
    """One row per funder that is asked; those still open follow the draft."""
    rows = {row.funder_id: row for row in application.requests.select_for_update()}
    for funder in form.basis.funders:
        base = f"request.{funder.id}"
        asked = amount(texts, f"{base}.asked") or Decimal(0)
        minimum = amount(texts, f"{base}.minimum") or Decimal(0)
        row = rows.get(funder.id)
        if row is None and asked:
            row = FundingRequest.objects.create(
                application=application, funder_id=funder.id, nature=funder.nature,
                asked=asked, minimum=minimum,
            )  # fmt: skip
        elif row is None or row.state not in OPEN | {RequestState.WITHDRAWN}:
            continue
        else:
            _change(row, asked, minimum)
        if asked:
            _years(row, form, texts, base)


def _change(row: FundingRequest, asked: Decimal, minimum: Decimal) -> None:
    """A changed amount is read again; a request no longer made is withdrawn."""
    if not asked:
        if row.state in OPEN:
            row.state = REQUEST.after("withdraw", row.state)
            row.save(update_fields=["state"])
        return
    same = (row.asked, row.minimum) == (asked, minimum)
    if not same or row.state == RequestState.WITHDRAWN:
        row.asked, row.minimum = asked, minimum
        row.state = REQUEST.after("receive_again", row.state)
        row.save(update_fields=["asked", "minimum", "state"])


def _years(row: FundingRequest, form: Form, texts: Mapping[str, str], base: str) -> None:
    row.years.all().delete()
    RequestedYear.objects.bulk_create(
        RequestedYear(request=row, year=year, asked=asked)
        for year in form.basis.later_years
        if (asked := amount(texts, f"{base}.{year}"))
    )
