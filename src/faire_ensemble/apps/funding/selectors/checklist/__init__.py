"""What is missing or wrong before submitting, why it is asked, and where to put it right.

`CHECKS` is the list of rules, each in the module of what it is about.
"""

from collections.abc import Callable, Iterator, Mapping

from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.selectors.checklist.duties import duty_remarks
from faire_ensemble.apps.funding.selectors.checklist.money import budget_remarks, request_remarks
from faire_ensemble.apps.funding.selectors.checklist.project import (
    date_remarks,
    holder_remarks,
    means_remarks,
    place_remarks,
)
from faire_ensemble.apps.funding.selectors.checklist.texts import field_remarks
from faire_ensemble.apps.funding.selectors.documents import document_remarks
from faire_ensemble.apps.funding.selectors.form import Form
from faire_ensemble.apps.funding.selectors.remarks import Remark

__all__ = ["CHECKS", "Remark", "blocking", "checklist_of"]

Check = Callable[[Application, Form, Mapping[str, str]], Iterator[Remark]]


def _fields(application: Application, form: Form, texts: Mapping[str, str]) -> Iterator[Remark]:
    return field_remarks(form, texts)


def _budget(application: Application, form: Form, texts: Mapping[str, str]) -> Iterator[Remark]:
    return budget_remarks(form, texts)


def _requests(application: Application, form: Form, texts: Mapping[str, str]) -> Iterator[Remark]:
    return request_remarks(form, texts)


CHECKS: list[Check] = [
    _fields,
    holder_remarks,
    date_remarks,
    place_remarks,
    means_remarks,
    _requests,
    _budget,
    document_remarks,
    duty_remarks,
]


def checklist_of(
    application: Application, form: Form, texts: Mapping[str, str]
) -> tuple[Remark, ...]:
    """Every remark, in the order of the sections; blocking ones first in each."""
    order = [section.key for section in form.sections]
    found = [remark for check in CHECKS for remark in check(application, form, texts)]
    rank = {key: place for place, key in enumerate(order)}
    found.sort(key=lambda each: (rank.get(each.section, len(order)), not each.blocking))
    return tuple(found)


def blocking(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Those that must be put right before submitting."""
    return tuple(remark for remark in remarks if remark.blocking)
