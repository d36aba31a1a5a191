"""Each field for itself: missing, or not readable as what it should be."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.services import check_rna, check_siret
from faire_ensemble.apps.funding.selectors.form import Field, Form, Kind
from faire_ensemble.apps.funding.selectors.remarks import Remark
from faire_ensemble.apps.funding.selectors.wording import fault_words
from faire_ensemble.core.budget import AmountRefused, parse_amount

BLANKS = re.compile(r"[\s\u00a0\u202f]")
WHOLE_MAX = 10_000_000
FRENCH_DATE = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


def field_remarks(form: Form, texts: Mapping[str, str]) -> Iterator[Remark]:
    """In the order of the form."""
    for section in form.sections:
        for field in section.fields:
            text = texts.get(field.key, "").strip()
            if text:
                fault = fault_of(field, text)
                if fault:
                    yield Remark(section.key, fault, field.key, field.why)
                elif field.longest and len(text) > field.longest:
                    yield Remark(section.key, _too_long(field, text), field.key, field.why)
            elif field.required:
                yield Remark(section.key, _missing(field), field.key, field.why)


def fault_of(field: Field, text: str) -> str:
    """Why a text cannot be read as its field asks; empty when it can."""
    if field.kind is Kind.AMOUNT:
        return _amount_fault(text)
    if field.kind is Kind.NUMBER:
        return "" if whole(text) is not None else _("Écrivez un nombre entier, en chiffres.")
    if field.kind is Kind.DECIMAL:
        return "" if decimal(text) is not None else _("Écrivez un nombre, par exemple 0,5.")
    if field.kind is Kind.DATE:
        return "" if day(text) else _("Écrivez une date comme 15/09/2026.")
    if field.kind is Kind.CHOICE and text not in dict(field.choices):
        return _("Cette réponse n'est plus proposée : choisissez-en une autre.")
    if field.kind is Kind.SIRET:
        return check_siret(text).reason
    if field.kind is Kind.RNA:
        return check_rna(text).reason
    if field.kind is Kind.EMAIL and not _is_email(text):
        return _("Écrivez une adresse e-mail complète, comme contact@exemple.org.")
    return ""


def whole(text: str) -> int | None:
    """A whole number below ten millions as people type it, thousands apart or not."""
    digits = BLANKS.sub("", text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 8:
        return None
    return int(digits) if int(digits) < WHOLE_MAX else None


def decimal(text: str) -> Decimal | None:
    """A number of zero or more: 0,5 or 0.5."""
    plain = BLANKS.sub("", text).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,8}(\.[0-9]{0,6})?|\.[0-9]{1,6}", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def day(text: str) -> date | None:
    """A date as browsers send it (2026-09-15) or as people type it (15/09/2026)."""
    found = FRENCH_DATE.match(text.strip())
    iso = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text.strip()
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _amount_fault(text: str) -> str:
    try:
        parse_amount(text)
    except AmountRefused as refused:
        return fault_words(refused.fault)
    return ""


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _missing(field: Field) -> str:
    if field.kind is Kind.BOX:
        return _("À cocher : « %(label)s »") % {"label": field.label}
    if field.kind is Kind.CHOICE:
        return _("À choisir : « %(label)s »") % {"label": field.label}
    return _("À remplir : « %(label)s »") % {"label": field.label}


def _too_long(field: Field, text: str) -> str:
    words = {"label": field.label, "typed": len(text), "longest": field.longest}
    return (
        _("« %(label)s » a %(typed)s signes, il en faut %(longest)s au plus : raccourcissez.")
        % words
    )
