"""Codes handed out on paper: made in batches, shown once, typed by people, never kept."""

import secrets
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.participation.models import (
    AccessCode,
    CodeTry,
    Contributor,
    Entry,
    Process,
)
from faire_ensemble.apps.participation.permissions.contributions import can_enter_with
from faire_ensemble.apps.participation.permissions.processes import can_run_process
from faire_ensemble.apps.participation.services.contributions.identity import (
    HERE,
    SITE_MAX,
    Visit,
    keyed,
)
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L, O, 0, 1, which paper confuses
GROUPS, GROUP = 3, 4  # about 59 bits
MOST_AT_ONCE = 5000
WRONG_IN_ALL = 1000
"""In an hour, from everywhere (`FAIRE_WRONG_CODES` from one place): a whole town can mistype, a
guesser cannot."""
EVERYWHERE = "*"


def make_codes(*, actor: Any, process_id: int, batch: str, count: int) -> list[str]:
    """New codes, given this once. Raises `Refused`, `BadInput`."""
    with transaction.atomic():
        process = Process.objects.select_for_update().get(pk=process_id)
        require(can_run_process(actor, process))
        require(can_enter_with(process, Entry.CODE))
        label = " ".join(batch.split())[:80]
        if not label:
            raise BadInput(_("Donnez un nom au lot, comme « Boîtes aux lettres, rue X »."), "batch")
        if not 1 <= count <= MOST_AT_ONCE:
            raise BadInput(
                _("Demandez de 1 à %(max)s codes à la fois.") % {"max": MOST_AT_ONCE}, "count"
            )
        codes = list({_code(): None for _rank in range(count)})
        made_at = timezone.now()
        AccessCode.objects.bulk_create(
            (
                AccessCode(
                    process=process, digest=_digest(process, code), batch=label, made_at=made_at
                )
                for code in codes
            ),
            batch_size=500,
        )
        audit.record(
            actor=actor,
            verb="codes faits",
            subject=f"démarche:{process.pk}",
            detail={"lot": label, "codes": len(codes)},
        )
    return codes


def void_batch(*, actor: Any, process_id: int, batch: str) -> int:
    """A batch lost or stolen: its codes that nobody used no longer let anybody in."""
    with transaction.atomic():
        process = Process.objects.select_for_update().get(pk=process_id)
        require(can_run_process(actor, process))
        free = AccessCode.objects.filter(process=process, batch=batch, contributor=None, void=False)
        count = AccessCode.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(
            void=True
        )
        audit.record(
            actor=actor,
            verb="codes annulés",
            subject=f"démarche:{process.pk}",
            detail={"lot": batch, "codes": count},
        )
    return count


def enter_with_code(
    *, process: Process, typed: str, origin: str, visit: Visit = HERE
) -> Contributor:
    """The person of a code, made at its first use. `origin` (an IP address) limits wrong codes.

    Raises `Refused` when the process has no codes, `BadInput` for a wrong one or too many.
    """
    require(can_enter_with(process, Entry.CODE))
    digest = _digest(process, typed)
    _check_tries(process, origin)
    code = AccessCode.objects.filter(process=process, digest=digest, void=False).first()
    if code is None:
        _count_wrong(process, origin)
        raise BadInput(
            _("Ce code n'est pas connu : recopiez les %(n)s lettres et chiffres du papier.")
            % {"n": GROUPS * GROUP},
            "code",
        )
    found, _new = Contributor.objects.get_or_create(
        code=code,
        defaults={
            "process": process,
            "language": visit.language,
            "site": visit.site[:SITE_MAX],
            "confirmed_at": timezone.now(),
            "created_at": timezone.now(),
        },
    )
    return found


def _code() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _g in range(GROUPS))
    return "-".join(groups)


def _digest(process: Process, code: str) -> str:
    plain = "".join(char for char in code.upper() if char.isalnum())
    return keyed(process, "code:" + plain)


def _hour() -> Any:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _limits(process: Process, origin: str) -> dict[str, int]:
    return {
        keyed(process, "origine:" + origin): settings.FAIRE_WRONG_CODES,
        EVERYWHERE: WRONG_IN_ALL,
    }


def _check_tries(process: Process, origin: str) -> None:
    limits = _limits(process, origin)
    tries = CodeTry.objects.filter(process=process, hour=_hour(), origin__in=limits)
    if any(each.count >= limits[each.origin] for each in tries):
        raise BadInput(
            _("Trop de codes faux ont été essayés : attendez une heure, ou demandez de l'aide à "
              "l'équipe de la démarche."),
            "code",
        )  # fmt: skip


def _count_wrong(process: Process, origin: str) -> None:
    """Counted by the database itself, so that tries at once all count."""
    for each in _limits(process, origin):
        row = {"process": process, "origin": each, "hour": _hour()}
        if not CodeTry.objects.filter(**row).update(count=F("count") + 1):
            try:
                with transaction.atomic():
                    CodeTry.objects.create(**row, count=1)
            except IntegrityError:
                CodeTry.objects.filter(**row).update(count=F("count") + 1)
    CodeTry.objects.filter(process=process, hour__lt=_hour()).delete()
