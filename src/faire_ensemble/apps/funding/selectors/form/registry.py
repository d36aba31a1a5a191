"""The order of the sections."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.selectors.form.basis import basis_of
from faire_ensemble.apps.funding.selectors.form.declarations import declarations_section
from faire_ensemble.apps.funding.selectors.form.fields import Basis, Form
from faire_ensemble.apps.funding.selectors.form.money import budget_section, requests_section
from faire_ensemble.apps.funding.selectors.form.places import audience_section, places_section
from faire_ensemble.apps.funding.selectors.form.sections import (
    holder_section,
    indicators_section,
    means_section,
    project_section,
    questions_section,
    solutions_section,
)

ORDER = (
    holder_section,
    project_section,
    places_section,
    audience_section,
    means_section,
    requests_section,
    budget_section,
    indicators_section,
    questions_section,
    solutions_section,
    declarations_section,
)


def build(basis: Basis) -> Form:
    """The form that a basis gives; a section without any field is left out."""
    made = (section(basis) for section in ORDER)
    return Form(basis, tuple(section for section in made if section.fields))


def form_of(application: Application, typed: Mapping[str, str]) -> Form:
    """The form of an application, for what was typed so far: nine queries at most."""
    return build(basis_of(application, typed))


def section_titles() -> dict[str, str]:
    """Every section by key, in words, whatever the call asks: no query."""
    basis = Basis(year=0, last_year=0, lead_kind="")
    titles = {made.key: made.title for made in (section(basis) for section in ORDER)}
    return titles | {"documents": _("Documents")}
