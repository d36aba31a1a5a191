"""The arrays prepared for every process: the same answers, never an old one, never another code's.

A process is what it keeps: `processes` gives two, each with its own.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from faire_ensemble.apps.directory.models import SearchEntry, SearchSnapshot, Service
from faire_ensemble.apps.directory.selectors.finding import Asked, Where, find, keeping
from faire_ensemble.apps.directory.selectors.finding.catalogue import Catalogue
from faire_ensemble.apps.directory.selectors.finding.packing import pack, unpack
from faire_ensemble.apps.directory.services import (
    RecordContent,
    close_service,
    merge_services,
    prepare_search,
    preparing,
    save_service,
)

PARIS = ZoneInfo("Europe/Paris")
ASKED = (
    Asked(),
    Asked(text="cours d'esperanto"),
    Asked(text="épicerrie solidere"),
    Asked(kind="food"),
    Asked(language="ar"),
    Asked(audience="women", free=True),
    Asked(commune_code="59001"),
    Asked(where=Where(3.02, 50.02, "ici", exact=True)),
    Asked(open_at=datetime(2026, 11, 27, 20, 30, tzinfo=PARIS)),
    Asked(open_at=datetime(2026, 11, 28, 11, 0, tzinfo=PARIS)),
)


@pytest.fixture
def shelf(write) -> list[Service]:
    return [
        write("Cours d'espéranto", audiences=["women"], languages=["fr", "ar"], free=True),
        write("Épicerie solidaire", kinds=["food"], hours="samedi : 10h-12h",
              changes="28/11/2026 : fermé"),
        write("Écoute parents", kinds=["childcare"], commune_name="", address="", postcode="",
              lon=None, lat=None, coming=["phone"], hours="vendredi : 20h-1h"),
    ]  # fmt: skip


@pytest.fixture
def processes(monkeypatch) -> tuple[Callable[[str], list[str]], ...]:
    """Two ways to ask, each in a process of its own."""

    def process() -> Callable[[str], list[str]]:
        kept: dict[str, Any] = {}

        def ask(text: str) -> list[str]:
            monkeypatch.setattr(keeping, "_kept", kept)
            known = dict(Service.objects.values_list("pk", "name"))
            return [known[hit.service_id] for hit in find(Asked(text=text)).hits]

        return ask

    return process(), process()


def never_read_again(monkeypatch) -> None:
    monkeypatch.setattr(keeping, "built", lambda head: pytest.fail("every record read again"))


def renamed(officer, service: Service, name: str) -> None:
    content = RecordContent(
        name=name, kinds=["reading"], commune_name="Rivebourg", address="3 rue des Lilas",
        postcode="59999", lon=3.02, lat=50.02,
    )  # fmt: skip
    save_service(actor=officer, content=content, organisation_id=None, service_id=service.pk)


def same(one: Catalogue, other: Catalogue) -> None:
    for name in ("lon", "lat", "kinds", "audiences", "languages", "free", "spans", "order"):
        first, second = getattr(one, name), getattr(other, name)
        assert first.dtype == second.dtype
        assert np.array_equal(first, second, equal_nan=first.dtype.kind == "f")
    for name in ("communes", "territories"):
        first, second = getattr(one, name), getattr(other, name)
        assert list(first) == list(second)
        assert all(np.array_equal(first[key], second[key]) for key in first)
    assert one.changed == other.changed
    assert one.index.vocabulary.words == other.index.vocabulary.words
    assert one.index.vocabulary.table.slots == other.index.vocabulary.table.slots


def test_what_is_packed_is_read_back_whole(shelf) -> None:
    made = keeping.built(keeping.head_revision()).base
    assert made.changed and len(made.spans)
    same(made, unpack(pack(made)))


def test_nothing_is_packed_too(db) -> None:
    made = keeping.built(0).base
    same(made, unpack(pack(made)))


def test_the_answers_are_the_same_without_reading_every_record(
    shelf, monkeypatch, django_assert_num_queries
) -> None:
    read = [find(each) for each in ASKED]
    assert prepare_search()
    keeping.forget()
    never_read_again(monkeypatch)
    with django_assert_num_queries(2):
        assert find(ASKED[0]).hits == read[0].hits
    for asked, before in zip(ASKED, read, strict=True):
        after = find(asked)
        assert after.hits == before.hits
        assert (after.readings, after.without) == (before.readings, before.without)


def test_two_processes_never_answer_with_what_was(
    shelf, officer, write, processes, monkeypatch
) -> None:
    prepare_search()
    never_read_again(monkeypatch)
    first, second = processes
    assert first("francais") == ["Cours d'espéranto"]
    renamed(officer, shelf[0], "Atelier de couture")
    made = write("Réparer son vélo")
    for ask in (first, second):
        assert ask("couture") == ["Atelier de couture"]
        assert ask("velo") == ["Réparer son vélo"] and ask("esperanto") == []
    close_service(actor=officer, service_id=made.pk)
    merge_services(actor=officer, kept_id=shelf[1].pk, absorbed_id=shelf[0].pk)
    for ask in (second, first):
        assert ask("velo") == ask("couture") == []
        assert ask("epicerie") == ["Épicerie solidaire"]


def test_far_behind_the_arrays_are_made_again_and_taken_up(
    shelf, write, processes, monkeypatch
) -> None:
    assert prepare_search() and not prepare_search()
    first, second = processes
    assert len(first("")) == 3
    monkeypatch.setattr(preparing, "OFTEN", 3)
    monkeypatch.setattr(keeping, "SMALL", 4)
    write("Atelier 1")
    assert not prepare_search()
    for rank in range(2, 6):
        write(f"Atelier {rank}")
    assert prepare_search() and SearchSnapshot.objects.count() == 1
    never_read_again(monkeypatch)
    assert len(first("")) == len(second("")) == 8
    assert SearchEntry.objects.count() == 8


def test_far_behind_and_not_made_again_everything_is_read(shelf, write, monkeypatch) -> None:
    prepare_search()
    keeping.forget()
    monkeypatch.setattr(keeping, "SMALL", 2)
    for rank in range(4):
        write(f"Atelier {rank}")
    assert keeping.current().count == 7


def test_arrays_of_another_code_or_of_a_later_base_are_not_taken(shelf, write) -> None:
    prepare_search()
    write("Repas partagé")
    SearchSnapshot.objects.update(form="another", content=b"not arrays")
    keeping.forget()
    assert keeping.current().count == 4
    assert prepare_search()
    SearchSnapshot.objects.update(revision=10_000, content=b"not arrays")
    keeping.forget()
    assert keeping.current().count == 4
    assert prepare_search() and SearchSnapshot.objects.get().revision < 10_000
