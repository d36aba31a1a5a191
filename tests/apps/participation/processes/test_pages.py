"""The pages of processes, and the office of those who run them."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.year_of_a_call import Year

from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Contribution,
    Contributor,
    Process,
)


@pytest.fixture
def office(year: Year) -> Client:
    client = Client()
    client.force_login(year.mandated("chef", "officer"))
    return client


def words(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def fields(**more: Any) -> dict[str, Any]:
    typed = {"kind": "consultation", "title": "Le parc", "entries": ["email"], "answer_days": 30}
    return typed | more


def phase_rows(*rows: tuple[str, str, str]) -> dict[str, str]:
    data = {"phase-TOTAL_FORMS": str(len(rows)), "phase-INITIAL_FORMS": "0"}
    for rank, (kind, start, end) in enumerate(rows):
        data |= {
            f"phase-{rank}-kind": kind,
            f"phase-{rank}-opens_at": start,
            f"phase-{rank}-closes_at": end,
        }
    return data


def test_an_officer_opens_a_process_from_their_pages(year: Year, office: Client):
    answer = office.post(
        "/gestion/participation/nouvelle/", fields(categories="Jeux\n\n Arbres \n")
    )
    made = Process.objects.get()
    assert answer.url == "/gestion/participation/le-parc/phases/"
    assert made.categories == ["Jeux", "Arbres"] and made.minimum_age == 0
    assert "n'est pas encore publiée" in words(Client().get("/participer/le-parc/"))
    now = timezone.localtime()
    start, end = (f"{now + timedelta(days=each):%Y-%m-%dT%H:%M}" for each in (-1, 8))
    office.post(answer.url, phase_rows(("propose", start, end), ("", "", "")))
    office.post("/gestion/participation/le-parc/acte/", {"do": "publish"})
    page = words(Client().get("/participer/le-parc/"))
    assert "en ce moment" in page and "Le parc" in words(Client().get("/participer/"))


def test_boxes_are_drawn_as_large_as_other_boxes(year: Year, office: Client):
    page = words(office.get("/gestion/participation/nouvelle/"))
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', page)
    assert len([each for each in boxes if 'name="entries"' in each]) > 1
    assert [each for each in boxes if 'class="form-check-input"' not in each] == []


def test_a_phase_without_start_and_one_that_ends_first_are_said(year: Year, office: Client):
    office.post("/gestion/participation/nouvelle/", fields())
    address = "/gestion/participation/le-parc/phases/"
    page = words(office.post(address, phase_rows(("vote", "", ""))))
    assert "où la phase commence" in page
    rows = phase_rows(("vote", "2026-03-02T08:00", "2026-03-01T08:00"))
    page = words(office.post(address, rows))
    assert "se termine avant de commencer" in page and 'value="2026-03-01T08:00"' in page


def test_an_amount_in_words_is_explained(year: Year, office: Client):
    page = words(office.post("/gestion/participation/nouvelle/", fields(envelope="dix mille")))
    assert "n'est pas un montant" in page and not Process.objects.exists()


def test_the_list_costs_the_same_whatever_its_length(
    year: Year, django_assert_max_num_queries: Any
):
    for rank in range(12):
        made = Process.objects.create(
            contract=year.contract,
            code=f"d{rank}",
            kind="consultation",
            title=f"D{rank}",
            state="published",
            salt="0" * 64,
            created_at=timezone.now(),
        )
        made.phases.create(kind="propose", opens_at=timezone.now())
    with django_assert_max_num_queries(4):
        assert Client().get("/participer/").status_code == 200


def test_the_home_page_invites_to_what_is_open_and_to_nothing_else(year: Year):
    now = timezone.now()
    for code, state, start, end in (
        ("endless", "published", -2, None),
        ("soon-over", "published", -2, 1),
        ("past", "published", -9, -8),
        ("hidden", "draft", -2, 1),
    ):
        made = Process.objects.create(
            contract=year.contract,
            code=code,
            kind="budget",
            title=f"Titre {code}",
            state=state,
            salt="0" * 64,
            created_at=now,
        )
        ends = now + timedelta(days=end) if end is not None else None
        made.phases.create(kind="vote", opens_at=now + timedelta(days=start), closes_at=ends)
    page = words(Client().get("/"))
    assert page.index("Titre soon-over") < page.index("Titre endless") and "On vote" in page
    assert "Titre past" not in page and "Titre hidden" not in page


def test_a_partner_opens_from_the_office_what_is_theirs_and_nothing_else(year: Year):
    city, other = year.funders[0], year.funders[1]
    client = Client()
    client.force_login(year.mandated("agente", "partner", city))
    empty = words(client.get("/gestion/participation/"))
    assert "Aucune démarche n'attend" in empty and "Nouvelle démarche" not in empty
    mine = a_budget(year, "a-moi", owner=city)
    a_budget(year, "aux-autres", owner=other)
    carried = a_budget(year, "portee", owner=other)
    BudgetProject.objects.create(process=carried, number=1, title="Un verger", carrier=city)
    page = words(client.get("/gestion/participation/"))
    links = set(re.findall(r'href="(/gestion/participation/[^"]+)"', page))
    assert links == {
        f"/gestion/participation/{mine.code}/repondre/",
        f"/gestion/participation/{mine.code}/projets/",
        f"/gestion/participation/{carried.code}/projets/",
    }
    assert "Étudier les projets (1)" in page
    assert [client.get(link).status_code for link in links] == [200, 200, 200]


def test_an_officer_reads_what_waits_in_every_process(year: Year, office: Client):
    asked = []
    for rank in range(6):
        process = a_budget(year, f"d{rank}", owner=year.funders[0])
        author = Contributor.objects.create(process=process, created_at=timezone.now())
        for number, state in ((1, "waiting"), (2, "published")):
            Contribution.objects.create(
                process=process, number=number, contributor=author, title="Un banc", state=state,
                sent_at=timezone.now(), answer_due_on=timezone.localdate(),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            page = words(office.get("/gestion/participation/"))
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked
    assert page.count("Lire et publier (1)") == page.count("Répondre (1)") == 6


def a_budget(year: Year, code: str, **fields: Any) -> Process:
    return Process.objects.create(
        contract=year.contract, code=code, kind="budget", title=code, state="published", salt="s",
        created_at=timezone.now(), **fields,
    )  # fmt: skip
