"""What the pages of an application show: its steps, and one section at a time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.selectors.checklist import Remark, checklist_of
from faire_ensemble.apps.funding.selectors.checklist.texts import fault_of
from faire_ensemble.apps.funding.selectors.draft import (
    Disagreement,
    Typed,
    disagreements,
    last_saved,
    typed_in,
)
from faire_ensemble.apps.funding.selectors.form import Field, Form, Section, form_of
from faire_ensemble.core.budget import request_field


@dataclass(frozen=True, slots=True)
class Line:
    """A field with its text; `fault` is empty when it is right or not looked at yet."""

    field: Field
    value: str
    revision: int
    fault: str
    waiting: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A section in the list: `filled` fields, `missing` things that block submission."""

    section: Section
    filled: int
    missing: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything typed in an application, and what is to be said about it: fourteen queries."""

    application: Application
    form: Form
    typed: Mapping[str, Typed]
    texts: Mapping[str, str]
    remarks: tuple[Remark, ...]
    waiting: tuple[Disagreement, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        filled: dict[str, int] = {}
        for key in self.texts:
            section = self.form.section_of(key)
            if section:
                filled[section.key] = filled.get(section.key, 0) + 1
        missing: dict[str, int] = {}
        for remark in self.remarks:
            if remark.blocking:
                missing[remark.section] = missing.get(remark.section, 0) + 1
        return tuple(
            Step(section, filled.get(section.key, 0), missing.get(section.key, 0))
            for section in self.form.sections
        )

    def label(self, key: str) -> str:
        """A field in words: its heading and its name."""
        field = self.form.field(key)
        if field is None:
            return key
        return f"{field.group} : {field.label}" if field.group else field.label

    def slug(self, section_key: str) -> str:
        """The address of a section; empty for one that this form has not."""
        return next((each.slug for each in self.form.sections if each.key == section_key), "")

    def anchor(self, key: str) -> str:
        """Where a field is on its page."""
        field = self.form.field(key)
        return f"#{field.id}" if field else ""


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One page of the form. `faults` are shown at its top when the person asked to go on."""

    draft: Draft
    section: Section
    number: int
    before: Section | None
    after: Section | None
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    faults: tuple[Remark, ...]
    waiting: tuple[Disagreement, ...]
    bases: Mapping[str, tuple[int, str]]
    saved_at: object

    @property
    def lines(self) -> dict[str, Line]:
        """Lines by key."""
        return {line.field.key: line for _group, lines in self.groups for line in lines}


def draft_of(application: Application) -> Draft:
    """An application while it is written."""
    typed = typed_in(application)
    texts = {key: each.value for key, each in typed.items() if each.value}
    form = form_of(application, texts)
    remarks = checklist_of(application, form, texts)
    return Draft(application, form, typed, texts, remarks, tuple(disagreements(application)))


def section_page(draft: Draft, section: Section, checked: bool) -> SectionPage:
    """`checked`: what is missing is said too, not only what is wrong."""
    fields = shown_fields(draft.form, section)
    keys = {field.key for field in fields}
    remarks = [each for each in draft.remarks if each.section == section.key and each.blocking]
    missing = {each.key: each.text for each in remarks if each.key} if checked else {}
    lines = [_line(draft, field, missing) for field in fields]
    before, after = draft.form.around(section)
    return SectionPage(
        draft=draft,
        section=section,
        number=draft.form.sections.index(section) + 1,
        before=before,
        after=after,
        groups=tuple(
            (group, tuple(found)) for group, found in groupby(lines, lambda line: line.field.group)
        ),
        faults=tuple(remarks) if checked else (),
        waiting=tuple(each for each in draft.waiting if each.key in keys),
        bases={line.field.key: (line.revision, digest(line.value)) for line in lines},
        saved_at=last_saved(draft.application),
    )


def shown_fields(form: Form, section: Section) -> tuple[Field, ...]:
    """The fields of a page: the budget also shows what is asked of each funder (account 74)."""
    if section.key != "budget":
        return section.fields
    asked = [form.field(request_field(str(funder.id))) for funder in form.basis.funders]
    return (*section.fields, *(field for field in asked if field))


def digest(text: str) -> str:
    """Tells, when a page comes back, which of its fields were touched."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _line(draft: Draft, field: Field, missing: Mapping[str, str]) -> Line:
    typed = draft.typed.get(field.key, Typed())
    text = typed.value.strip()
    fault = missing.get(field.key, "") or (fault_of(field, text) if text else "")
    waiting = tuple(each for each in draft.waiting if each.key == field.key)
    return Line(field, typed.value, typed.revision, fault, waiting)
