"""Budget and requests: what must balance, what must agree."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.selectors.form import Form
from faire_ensemble.apps.funding.selectors.remarks import Remark
from faire_ensemble.apps.funding.selectors.wording import fault_words
from faire_ensemble.core.budget import (
    AmountRefused,
    FaultCode,
    check_budget,
    parse_amount,
    read_budget,
    request_field,
)
from faire_ensemble.kit.numbers import euros

FIRST_LINE = "budget.charges.60"
REQUEST_FAULTS = frozenset({FaultCode.NOTHING_ASKED})


def budget_remarks(form: Form, texts: Mapping[str, str]) -> Iterator[Remark]:
    """Faults of the budget as a whole; amounts that cannot be read are said field by field."""
    reading = read_budget(texts)
    for fault in reading.faults:
        if fault.key not in form.by_key:
            yield Remark("budget", fault_words(fault), FIRST_LINE)
    for fault in check_budget(reading.budget):
        if fault.code in REQUEST_FAULTS:
            key = request_field(str(form.basis.funders[0].id)) if form.basis.funders else ""
            yield Remark("requests", fault_words(fault), key)
        else:
            key = fault.key if fault.key in form.by_key else FIRST_LINE
            yield Remark("budget", fault_words(fault), key, _why(fault.code))


def request_remarks(form: Form, texts: Mapping[str, str]) -> Iterator[Remark]:
    """Each request: a minimum there, not above what is asked; its reason."""
    for funder in form.basis.funders:
        base = f"request.{funder.id}"
        asked, minimum = amount(texts, f"{base}.asked"), amount(texts, f"{base}.minimum")
        name = {"name": funder.name}
        if not asked:
            yield from _without_amount(form, texts, base, name)
            continue
        minimum_field = form.field(f"{base}.minimum")
        why = minimum_field.why if minimum_field else ""
        if minimum is None and not texts.get(f"{base}.minimum", "").strip():
            text = _("%(name)s : dites le montant minimal pour que le projet ait lieu.") % name
            yield Remark("requests", text, f"{base}.minimum", why)
        elif minimum is not None and minimum > asked:
            words = name | {"minimum": euros(minimum, 2), "asked": euros(asked, 2)}
            text = _("%(name)s : le minimum (%(minimum)s) dépasse la demande (%(asked)s).") % words
            yield Remark("requests", text, f"{base}.minimum", why)
        if not texts.get(f"{base}.why", "").strip():
            text = _("%(name)s : dites à quoi servira cet argent.") % name
            yield Remark("requests", text, f"{base}.why", blocking=False)


def _without_amount(
    form: Form, texts: Mapping[str, str], base: str, name: dict[str, str]
) -> Iterator[Remark]:
    """A request that was begun, with no amount for the first year: nobody would receive it."""
    tails = ("minimum", "why", *map(str, form.basis.later_years))
    begun = any(texts.get(f"{base}.{tail}", "").strip() for tail in tails)
    typed = texts.get(f"{base}.asked", "").strip()
    if begun and (not typed or amount(texts, f"{base}.asked") == 0):
        text = _("%(name)s : écrivez le montant demandé, ou videz le reste de la demande.") % name
        yield Remark("requests", text, f"{base}.asked")


def amount(texts: Mapping[str, str], key: str) -> Decimal | None:
    """The amount of a field; None when it is empty or cannot be read."""
    try:
        return parse_amount(texts.get(key, ""))
    except AmountRefused:
        return None


def _why(code: FaultCode) -> str:
    if code in (FaultCode.INCOME_SHORT, FaultCode.CHARGES_SHORT):
        return _("Un budget prévisionnel est équilibré : c'est ainsi que l'on voit ce qui manque.")
    if code is FaultCode.IN_KIND_DIFFERS:
        return _("Ce que l'on reçoit sans le payer s'écrit des deux côtés, pour le même montant.")
    return ""
