"""The form of an application: its sections in order, its fields by key, why each is asked.

Section keys: holder, project, places, audience, means, budget, requests, indicators, questions,
solutions, declarations. Sections that have nothing to ask (no question, no solution) are left out.
"""

from faire_ensemble.apps.funding.selectors.form.basis import basis_of
from faire_ensemble.apps.funding.selectors.form.fields import (
    Basis,
    Field,
    Form,
    Kind,
    Partner,
    Place,
    Section,
)
from faire_ensemble.apps.funding.selectors.form.places import ELSEWHERE
from faire_ensemble.apps.funding.selectors.form.registry import build, form_of, section_titles

__all__ = [
    "ELSEWHERE",
    "Basis",
    "Field",
    "Form",
    "Kind",
    "Partner",
    "Place",
    "Section",
    "basis_of",
    "build",
    "form_of",
    "section_titles",
]
