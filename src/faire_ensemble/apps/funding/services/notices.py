"""Telling holders what was decided: written once, then sent by mail."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.accounts.selectors import addresses_in_role
from faire_ensemble.apps.contract.selectors import codes_of
from faire_ensemble.apps.directory.selectors import organisations_known_as
from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationMember,
    Decision,
    Notice,
)
from faire_ensemble.apps.funding.selectors.answer_letter import letter, subject
from faire_ensemble.apps.funding.selectors.answers import answers_of
from faire_ensemble.kit import audit, mail
from faire_ensemble.kit.joining import listed

NOTICE_LANGUAGE = "fr"
PREFIX = "decision:"
TRIED_FOR = timedelta(days=7)


def tell_decisions(decisions: Iterable[Decision]) -> list[Notice]:
    """Write the answer to each file these decisions are about; called in the act's transaction,
    once all its decisions are written.

    One notice a file and a programme (or a decision taken outside of one), whatever the number
    of calls. Mails leave later, from the worker (`send_waiting`). Gives the notices new or kept.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("tell_decisions() belongs inside the transaction of the act")
    keys: dict[int, str] = {}
    actor = None
    for decision in decisions:
        keys[decision.request.application_id] = _key(decision)
        actor = decision.decided_by
    if not keys:
        return []
    now = timezone.now()
    answers = answers_of(keys)
    with override(NOTICE_LANGUAGE):
        rows = [
            Notice(
                application_id=pk,
                key=keys[pk],
                subject=subject(answer),
                text=letter(answer, timezone.localdate(now)),
                written_at=now,
            )
            for pk, answer in answers.items()
        ]
    before = Notice.objects.filter(application__in=keys, key__in=set(keys.values())).count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    kept = [
        notice
        for notice in Notice.objects.filter(application__in=keys, key__in=set(keys.values()))
        if keys[notice.application_id] == notice.key
    ]
    if len(kept) > before:
        audit.record(
            actor=actor, verb="porteurs prévenus", subject=listed(sorted(set(keys.values()))),
            detail={"dossiers": len(kept) - before},
        )  # fmt: skip
    return kept


def send_waiting() -> int:
    """Queue the mails of the answers that were not sent yet: how many notices left.

    Each is locked and dated in the transaction that queues its mails, so that two workers, or a
    kill, send nothing twice. Nobody to write to: it waits some days for somebody to join.
    """
    since = timezone.now() - TRIED_FOR
    waiting = Notice.objects.filter(
        sent_at__isnull=True, key__startswith=PREFIX, written_at__gte=since
    )
    files = dict(waiting.order_by("pk").values_list("pk", "application_id"))
    people = recipients(set(files.values())) if files else {}
    sent = 0
    for pk, application_id in files.items():
        if people.get(application_id):
            sent += _send(pk, people[application_id])
    return sent


def recipients(application_ids: Iterable[int]) -> dict[int, set[str]]:
    """Proved addresses of those who write a file, themselves or for the association that leads it.

    Invitations that nobody took up are left out: an answer is not sent to an unknown.
    """
    ids = list(application_ids)
    people: dict[int, set[str]] = defaultdict(set)
    members = ApplicationMember.objects.filter(
        application__in=ids, person__is_active=True
    ).values_list("application_id", "person__email")
    for file, email in members:
        people[file].add(email)
    leads = {
        file: (lead, {text for text in names if text})
        for file, lead, *names in Application.objects.filter(pk__in=ids).values_list(
            "pk", "lead_id", "lead__siret", "lead__rna", "lead__name"
        )
    }
    names = {name for _lead, known in leads.values() for name in known}
    known_as = organisations_known_as(names)
    contracts = dict(Application.objects.filter(pk__in=ids).values_list("pk", "call__contract_id"))
    codes = {contract: codes_of(contract) | {""} for contract in set(contracts.values())}
    holding = addresses_in_role("holder", known_as)
    for file, (lead, references) in leads.items():
        for reference, contract, email in holding:
            mine = reference in references and known_as[reference] == lead
            if mine and contract in codes[contracts[file]]:
                people[file].add(email)
    return people


def _send(notice_id: int, addresses: set[str]) -> int:
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
        if notice is None or notice.sent_at is not None:
            return 0
        with override(NOTICE_LANGUAGE):
            end = _("Cette réponse est aussi dans votre dossier, sur le site.")
        mail.send(sorted(addresses), notice.subject, f"{notice.text}\n\n{end}")
        notice.sent_at = timezone.now()
        notice.save(update_fields=["sent_at"])
    return 1


def _key(decision: Decision) -> str:
    if decision.programme_id is not None:
        return f"{PREFIX}{decision.programme_id}"
    return f"{PREFIX}{decision.request_id}.{decision.number}"
