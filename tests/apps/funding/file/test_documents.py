"""Documents: asked for, joined, read by those who may, taken away."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from faire_ensemble.apps.funding.models import Attachment, RequiredDocument
from faire_ensemble.apps.funding.selectors.documents import document_remarks, slots_of
from faire_ensemble.apps.funding.services.attachments import attach_document, remove_document
from faire_ensemble.kit.files import check
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def writer(year):
    return year.person("ecrivaine")


@pytest.fixture
def asked(year):
    return RequiredDocument.objects.create(
        call=year.call, key="rib", rank=1, label="RIB", why="Pour verser la subvention."
    )


def upload(content=PDF, name="rib.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_missing_document_is_said_until_it_is_joined(year, writer, asked):
    draft = year.draft(writer=writer)
    remark = next(iter(document_remarks(draft, None, {})))
    assert (remark.section, remark.text, remark.why) == (
        "documents",
        "Il manque : RIB.",
        "Pour verser la subvention.",
    )
    for _twice in range(2):
        attach_document(
            actor=writer, application_id=draft.pk, checked=check(upload()), document_id=asked.pk
        )
    assert Attachment.objects.count() == 1
    assert not list(document_remarks(draft, None, {}))


def test_a_removed_document_leaves_its_row(year, writer, asked):
    draft = year.draft(writer=writer)
    made = attach_document(actor=writer, application_id=draft.pk, checked=check(upload()))
    remove_document(actor=writer, application_id=draft.pk, attachment_id=made.pk)
    made.refresh_from_db()
    assert made.removed_at is not None
    assert not any(slot.joined for slot in slots_of(draft))


def test_a_document_of_another_call_is_refused(year, writer):
    draft = year.draft(writer=writer)
    foreign = RequiredDocument.objects.create(call=year.make_call(), key="x", rank=1, label="Autre")
    with pytest.raises(Refused, match="n'est pas demandée"):
        attach_document(
            actor=writer, application_id=draft.pk, checked=check(upload()), document_id=foreign.pk
        )


def test_a_program_under_the_name_of_a_pdf_gets_a_sentence(year, writer, client):
    draft = year.draft(writer=writer)
    client.force_login(writer)
    bad = io.BytesIO(b"MZ\x90\x00" + b"\x00" * 200)
    bad.name = "devis.pdf"
    answer = client.post(f"/dossiers/{draft.pk}/pieces/", {"file": bad})
    assert answer.status_code == 422
    assert "un programme" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_scan_too_heavy_says_the_limit(year, writer, client, settings):
    settings.FAIRE_FILE_MAX = 20 * 1024 * 1024
    draft = year.draft(writer=writer)
    client.force_login(writer)
    heavy = io.BytesIO(PDF + b"0" * (30 * 1024 * 1024))
    heavy.name = "scan.pdf"
    answer = client.post(f"/dossiers/{draft.pk}/pieces/", {"file": heavy})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "20" in page and "150 points par pouce" in page


@pytest.mark.parametrize(
    ("role", "organisation", "status"),
    [("partner", 0, 200), ("officer", 1, 200), ("council", "Conseil", 403), ("elected", 1, 403)],
)
def test_who_reads_a_bank_detail(year, writer, client, role, organisation, status):
    named = organisation if isinstance(organisation, str) else year.funders[organisation]
    application = year.submitted(writer=writer)
    type(application).objects.filter(pk=application.pk).update(state="draft")
    made = attach_document(actor=writer, application_id=application.pk, checked=check(upload()))
    type(application).objects.filter(pk=application.pk).update(state="submitted")
    client.force_login(year.mandated("lectrice", role, named))
    address = f"/dossiers/{application.pk}/pieces/{made.pk}/"
    answer = client.get(address)
    answer.close()
    assert answer.status_code == status
