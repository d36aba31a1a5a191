"""The contract of an address, and a form saved against what its reader had read."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from faire_ensemble.apps.contract.models import Contract
from faire_ensemble.apps.contract.services import BadInput
from faire_ensemble.apps.contract.services.reading import (
    STALE,
    mark_of,
    row_as_written,
    still_as_read,
)
from faire_ensemble.kit.files import FileRefused
from faire_ensemble.kit.numbers import long_date


def contract_at(contract_id: int) -> Contract:
    """The contract, or 404."""
    found = Contract.objects.select_related("epci").filter(pk=contract_id).first()
    if found is None:
        raise Http404(_("Ce contrat n'existe pas."))
    return found


def key_in(request: HttpRequest, name: str) -> int | None:
    """A key that an address names, or nothing."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def saved(
    request: HttpRequest,
    form: Any,
    write: Callable[..., Any],
    *,
    contract_id: int,
    kind: str,
    pk: int | None,
) -> bool:
    """Write what a valid form holds; False, with the reason on the form, when it is refused."""
    try:
        with transaction.atomic():
            still_as_read(
                contract_id=contract_id, kind=kind, pk=pk, read=request.POST.get("read", "")
            )
            write(actor=request.user, contract_id=contract_id, **form.cleaned_data)
    except BadInput as error:
        form.stale = error.field == STALE
        form.add_error(error.field if error.field in form.fields else None, str(error))
    except FileRefused as refused:
        form.add_error("document", str(refused))
    else:
        return True
    return False


def reading(form: Any, contract_id: int, kind: str, pk: int | None) -> dict[str, Any]:
    """What a form shows of the line as it is now: its mark, and a colleague's words if they
    differ from those just typed."""
    row = row_as_written(contract_id, kind, pk)
    theirs: list[tuple[str, str]] = []
    if row is not None and getattr(form, "stale", False):
        for bound in form.visible_fields():
            value = getattr(row, bound.name, None)
            if bound.name != "document" and value != form.cleaned_data.get(bound.name):
                shown = dict(_flat(getattr(bound.field, "choices", ()))).get(value, value)
                shown = bound.field.prepare_value(shown)
                shown = long_date(shown) if isinstance(shown, date) else shown
                theirs.append((str(bound.label), "—" if shown in (None, "") else str(shown)))
    return {"read": mark_of(row), "theirs": theirs}


def _flat(choices: Any) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = []
    for value, label in choices:
        found += label if isinstance(label, (list, tuple)) else [(value, label)]
    return found
