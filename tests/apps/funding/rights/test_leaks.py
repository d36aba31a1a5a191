"""Every address of the app, as every role: what a person may not see is in no answer.

The walk follows the URL resolver, so an address added tomorrow is walked too. Each secret is a
word found nowhere else; `SEEN_BY` says by hand who may find it somewhere.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from tests.apps.funding.rights.cast import Cast

from faire_ensemble.apps.funding.models import (
    AgendaItem,
    ApplicationVersion,
    Attachment,
    Committee,
    Correction,
    DraftField,
    Envelope,
    Programme,
    ProgrammeLine,
    Score,
    Session,
)
from faire_ensemble.apps.funding.selectors.rules import Rules
from faire_ensemble.apps.funding.services.scenarios import make_scenario
from faire_ensemble.kit.files import check, keep

pytestmark = pytest.mark.django_db

SIDE = {"owner", "editor", "reader", "holder_of_lead", "holder_of_partner", "judge_and_writer"}
JUDGES = {"officer", "instructor"}
ROUND = JUDGES | {"service_asked", "council", "elected"}
MONEY = JUDGES | {
    "instructor_not_asked", "service_asked", "elected", "recused_instructor", "recused_officer",
    "judge_and_writer",
}  # fmt: skip
SEEN_BY = {
    "Zdrafttitle": SIDE,
    "Zdrafttext": SIDE,
    "Zfiletitle": SIDE | ROUND,
    "Zfiletext": SIDE | ROUND,
    "Zmail": SIDE | JUDGES,
    "Zpiece": SIDE | JUDGES,
    "Zsharedopinion": ROUND,
    "Zinternalstate": {"instructor"},
    "Zinternalmetropolis": {"officer"},
    "Zscore": JUDGES | {"elected"},
    "Zcorrection": SIDE | (ROUND - {"council"}),
    "Zdiscussion": ROUND,
    "Zlinereason": JUDGES,
    "Zscenario": MONEY,
    "Zprogramme": MONEY,
    "Zenvelope": MONEY,
    "Zhiddencall": {"officer", "recused_officer"},
}
WALKED_BY = [
    "visitor", "stranger", "owner", "reader", "holder_of_partner", "officer", "officer_elsewhere",
    "instructor", "instructor_not_asked", "service_asked", "council", "elected", "steward",
    "superuser", "recused_instructor", "recused_officer", "judge_and_writer", "mandate_ended",
]  # fmt: skip
SITTING = {"instructor_not_asked", "recused_instructor", "recused_officer"}
MOST = 40
# Committees sit with an agenda that names its files; what is in a closed one stays closed.
ON_THE_AGENDA = ("/comites/seances/", "Zfiletitle")


class Secrets:
    """A draft and a submitted file with a secret in each of their parts."""

    def __init__(self, cast: Cast) -> None:
        self.cast, year, now = cast, cast.year, timezone.now()
        people = cast.people
        self.draft = cast.file("draft", title="Potager Zdrafttitle")
        for key, text in (("project.summary", "Zdrafttext"), ("project.title", "Zdrafttitle")):
            DraftField.objects.create(
                application=self.draft, key=key, value=text, saved_at=now, saved_by=people["owner"]
            )
        self.file = file = cast.file("submitted", title="Potager Zfiletitle")
        self._attach(now)
        ApplicationVersion.objects.create(
            application=file, number=2, digest="1" * 64, submitted_at=now, content=self._content(),
        )  # fmt: skip
        cast.opinion(file, cast.state, "instructor", text="Zsharedopinion")
        cast.opinion(file, cast.state, "instructor", text="Zinternalstate", internal=True)
        cast.opinion(file, cast.metropolis, "officer", text="Zinternalmetropolis", internal=True)
        Score.objects.create(
            application=file, criterion=year.call.criteria.all()[0], points=2, comment="Zscore",
            person=people["instructor"], organisation=cast.state, given_at=now,
        )  # fmt: skip
        self.correction = Correction.objects.create(
            application=file, section="projet", message="Zcorrection", asked_at=now,
            on_version=file.versions.all()[0], asked_by=people["instructor"],
        )  # fmt: skip
        self._arbitrate(now)
        self.calls = [year.call, year.make_call("draft", title="Zhiddencall")]

    def _attach(self, now: Any) -> None:
        pages, writer = io.BytesIO(), pypdf.PdfWriter()
        writer.add_blank_page(200, 200)
        writer.write(pages)
        stored = keep(check(SimpleUploadedFile("Zpiece.pdf", pages.getvalue())))
        self.attachment = Attachment.objects.create(
            application=self.file, stored=stored, name="Zpiece.pdf", added_at=now,
            added_by=self.cast.people["owner"],
        )  # fmt: skip

    def _content(self) -> dict[str, Any]:
        joined = {"id": self.attachment.pk, "name": "Zpiece.pdf", "sha256": "a" * 64}
        return {
            "fields": {
                "project.title": "Potager Zfiletitle", "project.summary": "Zfiletext",
                "holder.email": "zmail@exemple.org",
            },
            "questions": {}, "documents": [joined], "lead": {"name": self.cast.lead.name},
            "partners": [], "call": self.cast.year.call.code,
        }  # fmt: skip

    def _arbitrate(self, now: Any) -> None:
        year, request = self.cast.year, self.file.requests.get(funder=self.cast.state)
        self.request = request
        self.committee = Committee.objects.create(contract=year.contract, name="Comité")
        self.session = Session.objects.create(committee=self.committee, starts_at=now, quorum=1)
        self.item = AgendaItem.objects.create(
            session=self.session, application=self.file, rank=1, discussion="Zdiscussion"
        )
        self.programme = Programme.objects.create(
            call=year.call, year=2026, title="Zprogramme", created_at=now
        )
        self.line = ProgrammeLine.objects.create(
            programme=self.programme, request=request, outcome="refuse", reason="Zlinereason"
        )
        self.envelope = Envelope.objects.create(
            contract=year.contract, funder=self.cast.state, year=2026, name="Zenvelope",
            amount=Decimal(1000),
        )  # fmt: skip
        self.scenario = make_scenario(
            actor=self.cast.people["officer"], call=year.call, year=2026, title="Zscenario",
            rules=Rules(),
        )  # fmt: skip

    def values(self, name: str) -> list[Any]:
        """What an address may hold under a name; a new name must be told here."""
        files = [self.draft.pk, self.file.pk]
        return {
            "application_id": files,
            "pk": [*files, self.programme.pk, self.scenario.pk, self.envelope.pk],
            "attachment_id": [self.attachment.pk],
            "committee_id": [self.committee.pk],
            "correction_id": [self.correction.pk],
            "session_id": [self.session.pk],
            "item_id": [self.item.pk],
            "line_id": [self.line.pk],
            "request_id": [self.request.pk],
            "organisation_id": [self.cast.lead.pk, self.cast.service.pk],
            "edit_id": [1],
            "seat_id": [1],
            "year": [2026],
            "code": [call.code for call in self.calls],
            "section": ["presentation", "questions"],
            "slug": ["projet", "porteur", "pieces"],
        }[name]


def addresses(secrets: Secrets) -> Iterator[str]:
    """Every address of the app, and its lists with a search that finds both files."""
    funding = dict(get_resolver().namespace_dict)["funding"][1]
    names = [name for name in funding.reverse_dict if isinstance(name, str)]
    assert len(names) > 60
    for name in sorted(names):
        _route, _pattern, _defaults, converters = funding.reverse_dict.getlist(name)[0]
        keys = [key for key in converters]
        some = product(*(dict.fromkeys(secrets.values(key)) for key in keys))
        for values in islice(some, MOST):
            yield reverse(f"funding:{name}", kwargs=dict(zip(keys, values, strict=True)))
        if not keys:
            yield reverse(f"funding:{name}") + "?q=potager"
    yield "/"


def text_of(answer: Any) -> str:
    """All the words of an answer, whatever its kind."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    if content[:5] == b"%PDF-":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return " ".join(page.extract_text() for page in pages)
    return content.decode("utf-8", "ignore")


def told(client: Client, address: str, method: str) -> set[str]:
    """Secrets in the answer; whatever a POST wrote is undone."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        text = text_of(answer) + " ".join(answer.headers.values())
        transaction.set_rollback(True)
    assert answer.status_code < 500, f"{method} {address}"
    return {word for word in SEEN_BY if re.search(word, text, re.IGNORECASE)}


@pytest.fixture
def secrets(year: Any) -> Secrets:
    return Secrets(Cast(year))


@pytest.mark.parametrize("role", WALKED_BY)
def test_no_answer_tells_what_the_role_may_not_see(secrets: Secrets, role: str) -> None:
    client = Client()
    person = secrets.cast.people[role]
    if person.is_authenticated:
        client.force_login(person)
    hidden = {word for word, seen in SEEN_BY.items() if role not in seen}
    leaks, found = [], set()
    for address in addresses(secrets):
        for method in ("get", "post"):
            words = told(client, address, method)
            found |= words
            if role in SITTING and address.startswith(ON_THE_AGENDA[0]):
                words = words - {ON_THE_AGENDA[1]}
            leaks += [f"{method} {address}: {word}" for word in sorted(words & hidden)]
    assert not leaks, "\n".join(leaks)
    if role in ("officer", "instructor", "owner", "council"):
        assert found == SEEN_BY.keys() - hidden, "what the walk never meets, it proves nothing of"
