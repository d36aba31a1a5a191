"""What is missing or wrong, one fault at a time."""

from typing import Any

import pytest
from tests.apps.funding.application.filling import complete
from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.selectors.checklist import blocking, checklist_of
from faire_ensemble.apps.funding.selectors.form import form_of

pytestmark = pytest.mark.django_db


def remarks(year: Year, draft: Any = None, **changes: str) -> Any:
    draft = draft or year.draft()
    texts = complete(year)
    texts |= {key.replace("__", "."): text for key, text in changes.items()}
    texts = {key: text for key, text in texts.items() if text}
    return checklist_of(draft, form_of(draft, texts), texts)


def test_nothing_blocks_a_complete_file(year: Year):
    assert blocking(remarks(year)) == ()


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("holder.siret", "732 829 320 00075", "clé de contrôle"),
        ("holder.email", "awa", "adresse e-mail"),
        ("project.title", "", "Titre du projet"),
        ("project.last_day", "2026-02-01", "avant le premier"),
        ("project.first_day", "demain", "date"),
        ("budget.charges.606", "cinq mille", "5"),
        ("budget.income.own", "400", "100,00"),
        ("budget.charges.864", "300", "86"),
        ("means.volunteers.count", "beaucoup", "nombre entier"),
        ("declaration.republican", "", "engagement républicain"),
        ("project.summary", "x" * 700, "700"),
        ("objective", "9999", "plus proposée"),
    ],
)
def test_each_fault_blocks_and_is_said(year: Year, key: str, text: str, said: str):
    found = blocking(remarks(year, **{key.replace(".", "__"): text}))
    assert any(said in each.text for each in found), [each.text for each in found]


def test_requests_have_a_minimum_below_what_is_asked(year: Year):
    base = f"request__{year.funders[0].pk}"
    (found,) = blocking(remarks(year, **{f"{base}__minimum": "1 200"}))
    assert "dépasse" in found.text and found.key.endswith(".minimum") and found.why
    (found,) = blocking(remarks(year, **{f"{base}__minimum": ""}))
    assert found.key.endswith(".minimum")
    other = f"request__{year.funders[1].pk}__why"
    (found,) = blocking(remarks(year, **{other: "Des livres"}))
    assert found.key.endswith(".asked")


def test_a_file_without_place_is_refused(year: Year):
    found = blocking(remarks(year, **{f"place__{year.quarter.code}": ""}))
    assert [each.section for each in found] == ["places"]


def test_holders_that_the_call_is_not_for(year: Year):
    year.call.eligible_kinds = ["association"]
    year.call.save()
    town = year.draft(lead=year.organisation("Ville", "commune"))
    unknown = year.draft(lead=year.organisation("Groupe", "other"))
    assert any("Ville" in each.text for each in blocking(remarks(year, town)))
    advice = [each for each in remarks(year, unknown) if each.section == "holder"]
    assert any(not each.blocking for each in advice)


def test_people_and_places_follow_the_order_of_the_form(year: Year):
    draft = year.draft()
    found = checklist_of(draft, form_of(draft, {}), {})
    order = [section.key for section in form_of(draft, {}).sections]
    ranks = [order.index(each.section) for each in found]
    assert ranks == sorted(ranks) and len(found) > 10


def test_the_law_is_said_with_its_basis_and_blocks_nothing(year: Year):
    base = f"request__{year.funders[0].pk}"
    changes = {f"{base}__asked": "30 000", "budget__charges__606": "30 500"}
    found = [each for each in remarks(year, **changes) if "23" in each.text]
    assert found and all(each.why and not each.blocking for each in found)
    assert blocking(remarks(year, **changes)) == ()
