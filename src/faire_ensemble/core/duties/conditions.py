"""When a rule applies: one function for each key of the table."""

import calendar
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from faire_ensemble.core.duties.rules import Duty, Facts, HolderKind, Rule

Condition = Callable[[Facts, Rule], Iterator[Duty]]


def add_months(day: date, months: int) -> date:
    """The same day some months later; the last day of a shorter month (31/12 + 6 = 30/06)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _republican_contract(facts: Facts, rule: Rule) -> Iterator[Duty]:
    bound = facts.holder in (HolderKind.ASSOCIATION, HolderKind.FOUNDATION)
    if bound and facts.funders and not facts.signed_republican_contract:
        yield Duty(rule)


def _aid_declaration(facts: Facts, rule: Rule) -> Iterator[Duty]:
    told = facts.aid_declared or facts.aid_three_years is not None
    if facts.private_law and facts.funders and not told:
        yield Duty(rule)


def _report_before_renewal(facts: Facts, rule: Rule) -> Iterator[Duty]:
    if facts.private_law and facts.renewal and not facts.last_report_given:
        yield Duty(rule, unknown=facts.last_report_given is None)


def _documents_public(facts: Facts, rule: Rule) -> Iterator[Duty]:
    if facts.private_law and facts.funders:
        yield Duty(rule)


def _above_in_the_year(facts: Facts, rule: Rule) -> Iterator[Duty]:
    """All public bodies together, associations and foundations."""
    bound = facts.holder in (HolderKind.ASSOCIATION, HolderKind.FOUNDATION)
    if bound and facts.total > rule.limit:
        yield Duty(rule, amount=facts.total)


def _de_minimis(facts: Facts, rule: Rule) -> Iterator[Duty]:
    if not facts.public_service:
        yield from _three_years(facts, rule)


def _de_minimis_sgei(facts: Facts, rule: Rule) -> Iterator[Duty]:
    if facts.public_service:
        yield from _three_years(facts, rule)


def _three_years(facts: Facts, rule: Rule) -> Iterator[Duty]:
    """Only an economic activity is concerned; without a word on it, excess is still said."""
    if facts.economic_activity is False or not facts.funders:
        return
    known = (
        facts.total
        if facts.aid_three_years is None
        else (sum(facts.amounts.values(), facts.aid_three_years))
    )
    if known > rule.limit:
        yield Duty(rule, amount=known)
    elif facts.aid_three_years is None and facts.economic_activity:
        yield Duty(rule, unknown=True)


def _de_minimis_register(facts: Facts, rule: Rule) -> Iterator[Duty]:
    if facts.economic_activity and facts.funders:
        yield Duty(rule)


def _above_by_funder(facts: Facts, rule: Rule) -> Iterator[Duty]:
    """By funder, bodies of private law, but grants for social housing."""
    if facts.private_law and not facts.social_housing:
        for funder, amount in facts.amounts.items():
            if amount > rule.limit:
                yield Duty(rule, funder, amount)


def _convention(facts: Facts, rule: Rule) -> Iterator[Duty]:
    """Until it is signed."""
    return (duty for duty in _above_by_funder(facts, rule) if duty.funder not in facts.signed_on)


def _essential_data(facts: Facts, rule: Rule) -> Iterator[Duty]:
    """Conventions signed from the first day of the rule, by bodies that are not too small."""
    for duty in _above_by_funder(facts, rule):
        signed = facts.signed_on.get(duty.funder)
        if duty.funder in facts.small_funders or (signed and signed < rule.valid_from):
            continue
        due = add_months(signed, rule.months) if signed else None
        yield Duty(rule, duty.funder, duty.amount, due, unknown=signed is None)


def _multi_year_target(facts: Facts, rule: Rule) -> Iterator[Duty]:
    if facts.conventions and facts.multi_year_conventions is not None:
        share = Decimal(facts.multi_year_conventions) / facts.conventions
        if share < rule.limit:
            yield Duty(rule, amount=share)


def _payment(facts: Facts, rule: Rule) -> Iterator[Duty]:
    """Grants notified since the rule, unless the decision or the convention set other dates."""
    for funder, notified in facts.notified_on.items():
        if facts.private_law and funder not in facts.other_payment_dates:
            if notified >= rule.valid_from and facts.amounts.get(funder, Decimal(0)) > 0:
                yield Duty(rule, funder, due=notified + timedelta(rule.days))


def _financial_report(facts: Facts, rule: Rule) -> Iterator[Duty]:
    if facts.private_law and facts.earmarked and facts.funders:
        due = add_months(facts.year_end, rule.months) if facts.year_end else None
        yield Duty(rule, due=due, unknown=due is None)


CONDITIONS: Mapping[str, Condition] = {
    "republican_contract": _republican_contract,
    "aid_declaration": _aid_declaration,
    "report_before_renewal": _report_before_renewal,
    "documents_public": _documents_public,
    "accounts_audited": _above_in_the_year,
    "accounts_published": _above_in_the_year,
    "de_minimis": _de_minimis,
    "de_minimis_sgei": _de_minimis_sgei,
    "de_minimis_register": _de_minimis_register,
    "convention": _convention,
    "convention_content": _above_by_funder,
    "essential_data": _essential_data,
    "multi_year_target": _multi_year_target,
    "payment": _payment,
    "financial_report": _financial_report,
}
