"""Two people at the same moment on records of help (PostgreSQL)."""

from typing import Any

import pytest
from django.utils import timezone
from tests.apps.directory.conftest import TOWN, perimeter, person
from tests.together import at_once

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.directory.models import Contact, Merge, SearchEntry, SearchHead, Service
from faire_ensemble.apps.directory.services import (
    BadRecord,
    RecordContent,
    confirm_service,
    merge_services,
    save_service,
    undo_merge,
    withdraw_contact,
)
from faire_ensemble.apps.territory.models import Territory, TerritoryKind

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
NO = (BadRecord,)


@pytest.fixture
def chef(transactional_db: Any) -> User:
    epci = Territory.objects.create(kind=TerritoryKind.EPCI, code="200000001", name="Métropole")
    town = Territory.objects.create(
        kind=TerritoryKind.COMMUNE, code="59001", name="Rivebourg", epci=epci
    )
    perimeter(town, TOWN)
    return person("chef", "officer", "Métropole")


def record(chef: User, name: str) -> Service:
    content = RecordContent(name=name, kinds=["food"], commune_name="Rivebourg")
    return save_service(actor=chef, content=content, organisation_id=None)


def test_merging_twice_and_each_way_is_one_merge(chef: User) -> None:
    one, two = record(chef, "Épicerie"), record(chef, "Epicerie")
    both = [(one.pk, two.pk), (two.pk, one.pk)] * 2
    merge = [
        lambda kept=kept, absorbed=absorbed: merge_services(
            actor=chef, kept_id=kept, absorbed_id=absorbed
        )
        for kept, absorbed in both
    ]
    assert at_once(*merge, refused=NO) == ["done"] + ["refused"] * 3
    made = Merge.objects.get()
    assert Service.objects.get(merged_into=made.kept) == made.absorbed


def test_a_chain_of_merges_has_no_ring(chef: User) -> None:
    rows = [record(chef, f"Fiche {rank}") for rank in range(3)]
    merge = [
        lambda kept=kept, absorbed=absorbed: merge_services(
            actor=chef, kept_id=rows[kept].pk, absorbed_id=rows[absorbed].pk
        )
        for kept, absorbed in ((0, 1), (1, 2), (2, 0))
    ]
    outcomes = at_once(*merge, refused=NO)
    assert outcomes.count("done") in (1, 2)
    assert Service.objects.filter(merged_into=None).count() == 3 - outcomes.count("done")
    for row in Service.objects.all():
        seen = {row.pk}
        while row.merged_into is not None:
            row = row.merged_into
            assert row.pk not in seen
            seen.add(row.pk)


def test_undoing_twice_is_undone_once_and_gives_back_its_contact(chef: User) -> None:
    one, two = record(chef, "Épicerie"), record(chef, "Epicerie")
    contact = Contact.objects.create(
        service=two, name="Zoé", consent="écrit", consented_on=timezone.localdate()
    )
    merge = merge_services(actor=chef, kept_id=one.pk, absorbed_id=two.pk)
    undo = [lambda: undo_merge(actor=chef, merge_id=merge.pk)]
    assert at_once(*undo * 3, lambda: withdraw_contact(actor=chef, contact_id=contact.pk),
                   refused=NO) == ["done"] * 2 + ["refused"] * 2  # fmt: skip
    contact.refresh_from_db()
    assert contact.service == two and contact.name == "" and contact.withdrawn_at is not None


def test_records_saved_at_once_have_each_their_revision(chef: User) -> None:
    rows = [record(chef, f"Fiche {rank}") for rank in range(4)]
    acts = [
        lambda pk=row.pk: save_service(
            actor=chef,
            content=RecordContent(name=f"Autre {pk}", kinds=["food"], commune_name="Rivebourg"),
            organisation_id=None,
            service_id=pk,
        )
        for row in rows
    ]
    acts += [lambda pk=rows[0].pk: confirm_service(actor=chef, service_id=pk)]
    assert at_once(*acts, refused=NO) == ["done"] * 5
    revisions = list(SearchEntry.objects.values_list("revision", flat=True))
    assert len(set(revisions)) == 4 and max(revisions) == SearchHead.objects.get().revision
