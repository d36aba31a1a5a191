"""A new call, from nothing or from last year's."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.lifecycle.calls import CallState
from faire_ensemble.apps.funding.models import Call
from faire_ensemble.apps.funding.permissions.calls import can_manage_calls
from faire_ensemble.apps.funding.services.calls.content import Content, content_of
from faire_ensemble.apps.funding.services.calls.editing import keep_revision
from faire_ensemble.apps.funding.services.calls.faults import BadCall
from faire_ensemble.apps.funding.services.calls.limits import check
from faire_ensemble.apps.funding.services.calls.writing import write
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

CODE_LENGTH = 60
COPIED = ("holders", "objectives", "funders", "criteria", "documents", "questions")


def create_call(
    *,
    actor: Any,
    contract_id: int,
    kind: str,
    title: str,
    first_year: int,
    last_year: int,
    code: str = "",
) -> Call:
    """A draft with its title and years. Raises `Refused`, `BadCall`."""
    require(can_manage_calls(actor, contract_id))
    about = {
        "kind": kind,
        "title": title,
        "summary": "",
        "first_year": first_year,
        "last_year": last_year,
        "opens_at": "",
        "closes_at": "",
    }
    check("about", about)
    with transaction.atomic():
        call = Call(contract_id=contract_id)
        write(call, "about", about)
        _save_new(call, code)
        keep_revision(call, actor)
        audit.record(
            actor=actor, verb="appel créé", subject=f"appel:{call.pk}", detail={"code": call.code}
        )
    return call


def copy_call(*, actor: Any, call_id: int, title: str = "", code: str = "") -> Call:
    """Next year's draft: everything but the applications and the expectations of residents.

    Dates move by a year on the clock of the site. Questions and documents keep their keys, so
    that a renewed application finds its answers. Raises `Refused`, `BadCall`.
    """
    with transaction.atomic():
        source = Call.objects.select_related("contract").get(pk=call_id)
        require(can_manage_calls(actor, source.contract_id))
        content = content_of(source)
        call = Call(
            contract=source.contract,
            kind=source.kind,
            title=title.strip() or next_title(source),
            summary=source.summary,
            first_year=source.first_year + 1,
            last_year=source.last_year + 1,
            opens_at=a_year_later(source.opens_at),
            closes_at=a_year_later(source.closes_at),
            copied_from=source,
        )
        _save_new(call, code)
        for section in COPIED:
            write(call, section, _without_rows_of(source, section, content[section]))
        call.save()
        keep_revision(call, actor)
        audit.record(
            actor=actor,
            verb="appel copié",
            subject=f"appel:{call.pk}",
            detail={"code": call.code, "depuis": f"appel:{source.pk}"},
        )
    return call


def next_title(source: Call) -> str:
    """The title with its years moved by one: Appel à projets 2026 → 2027."""
    years = {source.first_year, source.last_year}
    title = source.title
    for year in sorted(years, reverse=True):
        title = title.replace(str(year), str(year + 1))
    return title


def a_year_later(value: datetime | None) -> datetime | None:
    """The same day and hour on the clock of the site; 29 February becomes the 28th."""
    if value is None:
        return None
    local = timezone.localtime(value).replace(tzinfo=None)
    try:
        moved = local.replace(year=local.year + 1)
    except ValueError:
        moved = local.replace(year=local.year + 1, day=28)
    return timezone.make_aware(moved)


def _without_rows_of(source: Call, section: str, content: Content) -> Content:
    """Criteria are rows of their call: the copy makes its own."""
    if section != "criteria":
        return content
    return {"rows": [row | {"id": ""} for row in content["rows"]]}


def _save_new(call: Call, code: str) -> None:
    """Give the call its address, that never changes afterwards."""
    call.state = CallState.DRAFT
    wanted = slugify(code)[:CODE_LENGTH].strip("-")
    call.code = wanted or _free_code(call.title)
    try:
        with transaction.atomic():
            call.save()
    except IntegrityError:
        if not Call.objects.filter(code=call.code).exists():
            raise
        raise BadCall(
            _("L'adresse « %(code)s » est déjà celle d'un autre appel : choisissez-en une autre.")
            % {"code": call.code}
        ) from None


def _free_code(title: str) -> str:
    base = slugify(title)[:CODE_LENGTH].strip("-") or "appel"
    taken = set(Call.objects.filter(code__startswith=base[:50]).values_list("code", flat=True))
    code, rank = base, 1
    while code in taken:
        rank += 1
        code = f"{base[: CODE_LENGTH - len(str(rank)) - 1]}-{rank}"
    return code
