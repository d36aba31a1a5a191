"""What the project is, from the last version submitted: never from what is being typed again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import (
    Age,
    Application,
    ApplicationPlace,
    ApplicationVersion,
    Audience,
    Sex,
)
from faire_ensemble.core.budget import (
    SUBSIDIES,
    Budget,
    Part,
    Side,
    details_of,
    read_budget,
    top_lines,
)
from faire_ensemble.kit.numbers import long_date

Text = tuple[str, str]
NEIGHBOURHOODS = ("priority", "monitored", "lived")


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A line with an amount; `top` ones add up to the total of their side."""

    code: str
    label: str
    amount: Decimal
    top: bool


@dataclass(frozen=True, slots=True)
class BudgetTable:
    charges: tuple[BudgetLine, ...]
    income: tuple[BudgetLine, ...]
    charges_total: Decimal
    income_total: Decimal
    in_kind: Decimal
    note: str

    @property
    def balanced(self) -> bool:
        return self.charges_total == self.income_total


@dataclass(frozen=True, slots=True)
class Place:
    """`quarter`: the code of a neighbourhood, which has a page; empty for a commune."""

    name: str
    quarter: str


@dataclass(frozen=True, slots=True)
class AudienceLine:
    """People expected of an age, by sex."""

    age: str
    women: int
    men: int


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """The project as submitted. `texts` and `answers` are label and text, only those filled."""

    version: int
    summary: str
    texts: tuple[Text, ...]
    answers: tuple[Text, ...]
    dates: str
    means: tuple[Text, ...]
    partners: tuple[Text, ...]
    places: tuple[Place, ...]
    audiences: tuple[AudienceLine, ...]
    budget: BudgetTable

    @property
    def people(self) -> int:
        return sum(line.women + line.men for line in self.audiences)


def last_version(application: Application) -> ApplicationVersion | None:
    return ApplicationVersion.objects.filter(application=application).order_by("-number").first()


def project_card(application: Application, version: ApplicationVersion | None) -> ProjectCard:
    """Two queries: places, audiences; everything else is in the version."""
    content: dict[str, Any] = version.content if version else {}
    fields: dict[str, str] = content.get("fields", {})
    return ProjectCard(
        version=version.number if version else 0,
        summary=fields.get("project.summary", ""),
        texts=_filled(fields, {
            "project.needs": _("À quels besoins il répond"),
            "project.description": _("Ce qui sera fait"),
            "project.method": _("Comment"),
        }),
        answers=_answers(fields, content.get("questions", {})),
        dates=_dates(fields),
        means=_filled(fields, {
            "means.volunteers.count": _("Bénévoles"),
            "means.employees.count": _("Salariés"),
            "means.civic_service.count": _("Services civiques"),
        }),
        partners=_partners(content.get("partners", [])),
        places=_places(application),
        audiences=_audiences(application),
        budget=_budget(fields),
    )  # fmt: skip


def _filled(fields: Mapping[str, str], labels: Mapping[str, str]) -> tuple[Text, ...]:
    return tuple(
        (label, fields[key].strip()) for key, label in labels.items() if fields.get(key, "").strip()
    )


def _answers(fields: Mapping[str, str], questions: Mapping[str, Any]) -> tuple[Text, ...]:
    """Answers with the wording that was shown when they were given."""
    return _filled(
        fields,
        {f"question.{key}": str(each.get("label", key)) for key, each in questions.items()},
    )


def _partners(partners: list[dict[str, Any]]) -> tuple[Text, ...]:
    return tuple(
        (str(each.get("name", "")), str(each.get("does", ""))) for each in partners
        if each.get("name")
    )  # fmt: skip


def _dates(fields: Mapping[str, str]) -> str:
    """From the first day to the last, when both can be read; else as typed."""
    typed = [fields.get(f"project.{name}_day", "").strip() for name in ("first", "last")]
    try:
        first, last = (long_date(date.fromisoformat(text)) for text in typed)
    except ValueError:
        return " – ".join(text for text in typed if text)
    return _("du %(first)s au %(last)s") % {"first": first, "last": last}


def _places(application: Application) -> tuple[Place, ...]:
    rows = (
        ApplicationPlace.objects.filter(application=application)
        .order_by("territory__kind", "territory__name")
        .values_list("territory__name", "territory__kind", "territory__code")
    )
    return tuple(Place(name, code if kind in NEIGHBOURHOODS else "") for name, kind, code in rows)


def _audiences(application: Application) -> tuple[AudienceLine, ...]:
    numbers: dict[tuple[str, str], int] = {}
    rows = Audience.objects.filter(application=application).values_list("age", "sex", "number")
    for age, sex, number in rows:
        numbers[age, sex] = numbers.get((age, sex), 0) + number
    return tuple(
        AudienceLine(str(label), women, men)
        for age, label in Age.choices
        if (women := numbers.get((age, Sex.WOMEN.value), 0))
        + (men := numbers.get((age, Sex.MEN.value), 0))
    )


def _budget(fields: Mapping[str, str]) -> BudgetTable:
    budget = read_budget(fields).budget
    return BudgetTable(
        charges=_lines(budget, Side.CHARGES),
        income=_lines(budget, Side.INCOME),
        charges_total=budget.charges,
        income_total=budget.income,
        in_kind=budget.charges_in_kind,
        note=fields.get("budget.note", ""),
    )


def _lines(budget: Budget, side: Side) -> tuple[BudgetLine, ...]:
    """Lines with money in them; requests to the funders are told apart, in account 74."""
    lines: list[BudgetLine] = []
    for top in top_lines(side):
        amount = budget.line(top.code)
        if not amount or top.part is Part.IN_KIND:
            continue
        lines.append(BudgetLine(top.code, _(top.label), amount, True))
        for detail in details_of(top.code):
            if detail.code in budget.amounts:
                lines.append(
                    BudgetLine(detail.code, _(detail.label), budget.amounts[detail.code], False)
                )
        if top.code == SUBSIDIES:
            lines.extend(
                BudgetLine("74", other.name, other.amount, False)
                for other in budget.others.values()
            )
    return tuple(lines)
