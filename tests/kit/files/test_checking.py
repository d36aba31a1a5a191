"""A file is what its content says; what is refused is refused in so many words."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.kit.files.conftest import EXE, JPEG, PDF, PNG, archive, docx, odt, upload, xlsx

from faire_ensemble.kit.files import FileRefused, check
from faire_ensemble.kit.files.kinds import Kind
from faire_ensemble.kit.models import Caution, Scan

WEBP = b"RIFF\x10\0\0\0WEBPVP8 " + bytes(20)
HEIC = b"\0\0\0\x18ftypheic" + bytes(20)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("devis.pdf", PDF, Kind.PDF),
        ("devis", PDF, Kind.PDF),
        ("devis.docx", PDF, Kind.PDF),
        ("blanc.pdf", b"\xef\xbb\xbf\r\n" + PDF, Kind.PDF),
        ("photo.JPG", JPEG, Kind.JPEG),
        ("plan.png", PNG, Kind.PNG),
        ("plan.webp", WEBP, Kind.WEBP),
        ("IMG_1.heic", HEIC, Kind.HEIC),
        ("projet.docx", docx(), Kind.DOCX),
        ("budget.xlsx", xlsx(), Kind.XLSX),
        ("projet.odt", odt(), Kind.ODT),
        ("budget.ods", odt(kind=b"spreadsheet"), Kind.ODS),
        ("liste.csv", "nom;âge\nZoé;12\n".encode(), Kind.CSV),
        ("liste.csv", "nom;âge\n".encode("cp1252"), Kind.CSV),
        ("notes.txt", b"MZ est un code\n", Kind.TEXT),
    ],
)
def test_accepted_by_content(name, content, kind):
    checked = check(upload(name, content))
    assert (checked.kind, checked.size, checked.scan) == (kind, len(content), Scan.UNSCANNED)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("devis.pdf", EXE, "n'est pas un PDF mais un programme : il n'est pas accepté. Envoyez"),
        ("devis.pdf", b"\x7fELF" + bytes(90), "mais un programme"),
        ("devis.txt", b"#!/bin/sh\nrm -rf /\n", "mais un programme"),
        ("devis.txt", b"@echo off\r\nformat c:\r\n", "mais un programme"),
        ("devis.txt", b"<?php system($_GET[0]);", "mais un programme"),
        ("facture.vbs", b'CreateObject("WScript.Shell")', "« facture.vbs » est du texte"),
        ("plan.png", b"<svg onload='alert(1)'></svg>", "mais une page web"),
        ("statuts.pdf", b"\xef\xbb\xbf <!doctype html>", "n'est pas un PDF mais une page web"),
        ("tout.zip", archive({"a.pdf": PDF}), "est une archive ZIP"),
        ("tout.docx", archive({"a.exe": EXE}), "n'est pas un document Word mais une archive ZIP"),
        ("tout.rar", b"Rar!\x1a\x07\x00" + bytes(30), "une archive"),
        ("vieux.doc", OLE, "ancienne version d'Office"),
        ("scan.tif", b"II*\0" + bytes(40), "format peu répandu"),
        ("film.mp4", b"\0\0\0\x18ftypisom" + bytes(20), "une vidéo"),
        ("mystere.pdf", b"\x01\x02\x03" * 50, "que nous ne reconnaissons pas"),
        ("vide.pdf", b"", "est vide"),
    ],
)
def test_refused_with_what_it_is_and_what_to_do(name, content, words):
    with pytest.raises(FileRefused) as refused:
        check(upload(name, content))
    assert words in str(refused.value) and f"« {name} »" in str(refused.value)


def test_a_large_scan_is_told_its_size_the_limit_and_what_to_do(settings):
    settings.FAIRE_FILE_MAX = 20 * 1024 * 1024
    big = SimpleUploadedFile("scan.pdf", PDF)
    big.size = 30 * 1024 * 1024 + 400_000
    with pytest.raises(FileRefused) as refused:
        check(big)
    assert "pèse 30,4 Mo ; la limite est de 20 Mo" in str(refused.value)
    assert "150 points" in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        docx({"word/vbaProject.bin": b"code"}),
        docx(types=b'<Default ContentType="application/vnd.ms-word.document.macroEnabled.main"/>'),
        odt({"Basic/Standard/Module1.xml": b"Sub Main"}),
        odt({"Scripts/python/run.py": b"import os"}),
    ],
)
def test_macros_are_refused_whatever_the_name(content):
    with pytest.raises(FileRefused, match="macros"):
        check(upload("projet.docx", content))


def test_an_archive_that_swells_is_refused():
    with pytest.raises(FileRefused, match="démesuré"):
        check(upload("projet.docx", docx({"word/media/zeros.bin": bytes(30 * 1024 * 1024)})))


def test_too_many_entries_are_refused():
    many = {f"word/media/{rank}": b"" for rank in range(10_001)}
    with pytest.raises(FileRefused, match="démesuré"):
        check(upload("projet.docx", docx(many)))


def test_an_archive_whose_sizes_lie_is_damaged():
    honest = docx({"word/media/a": bytes(40_000_000)})
    lying = honest.replace((40_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(FileRefused, match="abîmé"):
        check(upload("projet.docx", lying))


def test_a_cut_document_is_damaged():
    with pytest.raises(FileRefused, match="abîmé"):
        check(upload("budget.xlsx", xlsx()[:-300]))


def test_a_document_with_one_changed_byte_is_damaged():
    content = bytearray(docx({"word/media/photo.jpg": JPEG * 20}))
    content[content.index(b"photo.jpg") + 40] ^= 0xFF
    with pytest.raises(FileRefused, match="abîmé"):
        check(upload("projet.docx", bytes(content)))


def test_a_document_under_password_is_refused():
    sealed = odt({"META-INF/manifest.xml": b"<manifest:encryption-data/>"})
    with pytest.raises(FileRefused, match="mot de passe"):
        check(upload("projet.odt", sealed))
    flagged = bytearray(docx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := flagged.find(mark, start)) >= 0:
            flagged[start + place] |= 1
            start += 4
    with pytest.raises(FileRefused, match="mot de passe"):
        check(upload("projet.docx", bytes(flagged)))


@pytest.mark.parametrize("before", [0, 262_130, 262_140])
def test_a_pdf_says_that_it_is_protected_or_active_even_across_pieces(before):
    start = PDF[:9] + b"%" * before
    assert check(upload("a.pdf", start + b"\ntrailer<</Encrypt 5 0 R>>")).cautions == (
        Caution.PROTECTED,
    )
    action = b"\n<</S/JavaScript/JS(app.alert\\(1\\))>>"
    assert check(upload("a.pdf", start + action)).cautions == (Caution.ACTIVE,)
    assert check(upload("a.pdf", start)).cautions == ()


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(min_size=1, max_size=3000), name=st.text(max_size=30))
def test_any_bytes_are_recognised_or_refused_in_a_sentence(content, name):
    check_or_sentence(name, content)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_office_document_never_breaks_the_check(data):
    content = bytearray(docx({"word/media/a.jpg": JPEG}))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check_or_sentence("projet.docx", bytes(content))


def test_no_single_changed_byte_breaks_the_check():
    """Some give an offset before the beginning, which Python's reader meets with a ValueError."""
    whole = docx({"word/media/a.jpg": JPEG})
    for place in range(len(whole)):
        check_or_sentence("projet.docx", whole[:place] + b"\x01" + whole[place + 1 :])


def check_or_sentence(name: str, content: bytes) -> None:
    stream = SimpleUploadedFile("placeholder", content)
    stream._name = name
    try:
        assert check(stream).size == len(content)
    except FileRefused as refused:
        assert str(refused).startswith("« ")


def test_the_zip_writer_of_these_tests_makes_documents_that_open():
    assert zipfile.ZipFile(io.BytesIO(docx())).testzip() is None
