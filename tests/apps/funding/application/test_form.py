"""The form: sections in order, fields that depend on the call, a constant number of queries."""

from typing import Any

import pytest
from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.models import (
    ApplicationPartner,
    ExpectedSolution,
    Question,
    QuestionVersion,
)
from faire_ensemble.apps.funding.selectors.form import form_of, section_titles

pytestmark = pytest.mark.django_db


def ask(call: Any, key: str, label: str, **fields: Any) -> None:
    question = Question.objects.create(call=call, key=key, rank=1)
    values = {"kind": "short", "number": 1, "written_at": timezone.now()}
    QuestionVersion.objects.create(question=question, label=label, **(values | fields))


def test_sections_in_order_without_those_that_ask_nothing(year: Year):
    form = form_of(year.draft(), {})
    assert [section.key for section in form.sections] == [
        "holder", "project", "places", "audience", "means", "requests", "budget", "indicators",
        "declarations",
    ]  # fmt: skip
    assert {"questions", "solutions", "documents"} < set(section_titles())


def test_every_field_says_why_it_asks_and_is_found_by_its_key(year: Year):
    ask(year.call, "acces", "Comment viennent les gens ?", why="Pour l'accessibilité.")
    form = form_of(year.draft(), {f"place.{year.quarter.code}": "1"})
    silent = {"places", "audience", "solutions"}  # the section says it once
    for section in form.sections:
        assert section.why
        for field in section.fields:
            assert field.why or section.key in silent, field.key
            assert form.field(field.key) is field and form.section_of(field.key) is section
    assert len({field.id for section in form.sections for field in section.fields}) == len(
        form.by_key
    )
    assert form.field("project.owner") is None


def test_one_request_per_funder_with_later_years_only_in_a_multi_year_call(year: Year):
    keys = form_of(year.draft(), {}).by_key
    pk = year.funders[0].pk
    assert f"request.{pk}.asked" in keys and f"request.{pk}.2027" not in keys
    year.call = year.make_call(kind="multi_year", last_year=2028)
    form = form_of(year.draft(), {})
    assert [key for key in form.by_key if key.startswith(f"request.{pk}.20")] == [
        f"request.{pk}.2027",
        f"request.{pk}.2028",
    ]
    assert "project.years" in form.by_key


def test_audience_has_a_row_for_each_chosen_place_and_for_elsewhere(year: Year):
    section = form_of(year.draft(), {f"place.{year.quarter.code}": "1"}).section("publics")
    assert section is not None
    assert {field.group for field in section.fields} == {"Trois Ponts", "Venus d'ailleurs"}
    assert len(section.fields) == 2 * 5 * 2
    assert section.fields[0].key == "audience.QP059074.0-5.f"


def test_places_are_those_of_the_geography_in_force(year: Year):
    old = year.place("priority", "QP059001", "Ancien")
    new = year.place("priority", "QN05901M", "Nouveau")
    type(old).objects.filter(pk__in=[old.pk, year.quarter.pk]).update(generation=2014)
    type(old).objects.filter(pk=new.pk).update(generation=2024)
    assert "place.QN05901M" in form_of(year.draft(), {}).by_key
    assert "place.QP059001" not in form_of(year.draft(), {}).by_key
    before = form_of(year.draft(year=2016), {}).by_key
    assert "place.QP059001" in before and "place.QN05901M" not in before


def test_residents_expectations_are_asked_in_a_solution_call(year: Year):
    year.call = year.make_call(kind="solution")
    solution = ExpectedSolution.objects.create(
        call=year.call, text="Un lieu pour les jeunes", state="kept", territory=year.quarter,
        author=year.person("habitante"), written_at=timezone.now(),
    )  # fmt: skip
    field = form_of(year.draft(), {}).field(f"solution.{solution.pk}")
    assert field is not None and field.label == "Un lieu pour les jeunes (Trois Ponts)"


def test_an_association_alone_signs_the_republican_contract(year: Year):
    town = year.organisation("Ville de Roubaix", "commune")
    assert "declaration.republican" in form_of(year.draft(), {}).by_key
    assert "declaration.republican" not in form_of(year.draft(lead=town), {}).by_key


def test_queries_do_not_grow(year: Year, django_assert_max_num_queries: Any):
    draft = year.draft()
    for rank in range(4):
        ask(year.call, f"q{rank}", f"Question {rank}")
        year.place("commune", f"5960{rank}", f"Commune {rank}")
        partner = year.organisation(f"Partenaire {rank}")
        ApplicationPartner.objects.create(application=draft, organisation=partner)
    draft = type(draft).objects.select_related("call__contract", "lead").get(pk=draft.pk)
    with django_assert_max_num_queries(9):
        form_of(draft, {})
