"""Kept once, whole or not at all; handed out with the right headers only."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.kit.files.conftest import JPEG, PDF, VIRUS, docx, upload

from faire_ensemble.kit.files import (
    FileRefused,
    can_read_file,
    caution_sentences,
    check,
    keep,
    path_of,
    respond,
    scan_label,
)
from faire_ensemble.kit.models import Scan, StoredFile
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db


def test_the_same_content_is_stored_once_whatever_its_names(media):
    first, second = keep(check(upload("a.pdf", PDF))), keep(check(upload("b.pdf", PDF)))
    assert first == second and StoredFile.objects.count() == 1
    assert path_of(first.sha256).read_bytes() == PDF
    assert [path for path in media.rglob("*") if path.is_file()] == [path_of(first.sha256)]
    assert first.media_type == "application/pdf" and first.size == len(PDF)


def test_a_file_cut_short_by_an_old_fault_is_written_again():
    stored = keep(check(upload("a.pdf", PDF)))
    path_of(stored.sha256).write_bytes(PDF[:10])
    keep(check(upload("a.pdf", PDF)))
    assert path_of(stored.sha256).read_bytes() == PDF


def test_a_content_that_changes_after_its_check_is_not_kept(media):
    checked = check(upload("a.pdf", PDF))
    checked.file.file.getbuffer()[-3:] = b"abc"
    with pytest.raises(OSError, match="changed"):
        keep(checked)
    assert not StoredFile.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


KILLED = """
import os, sys, signal
from pathlib import Path
import django
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[1], FAIRE_FILE_MAX=10**9, FAIRE_CLAMD="",
    INSTALLED_APPS=["faire_ensemble.kit"], USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from faire_ensemble.kit.files import check, store
checked = check(SimpleUploadedFile("a.pdf", b"%PDF-1.4" + bytes(2_000_000)))
seen = 0
real = store.chunks
def pieces(file):
    for rank, piece in enumerate(real(file)):
        yield piece
        if rank == 3:
            os.kill(os.getpid(), signal.SIGKILL)
store.chunks = pieces
store.keep(checked)
"""


def test_a_kill_while_writing_leaves_no_file_at_its_place(tmp_path: Path):
    source = Path(__file__).parents[3] / "src"
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(source)},
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    left = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert len(left) == 1 and left[0].startswith(".coming-")


def test_headers_of_a_pdf():
    response = respond(keep(check(upload("a.pdf", PDF))), "Compte rendu été.pdf")
    assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Length"] == str(len(PDF))
    assert response["Content-Disposition"] == (
        "inline; filename*=utf-8''Compte%20rendu%20%C3%A9t%C3%A9.pdf"
    )
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    response.close()


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [("p.jpg", JPEG, True), ("d.docx", docx(), False), ("t.csv", b"a;b\n", False)],
)
def test_images_are_shown_and_the_rest_downloaded_in_a_sandbox(name, content, shown):
    response = respond(keep(check(upload(name, content))), name)
    assert response["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert response["Content-Security-Policy"].startswith("sandbox")
    response.close()


def test_without_an_antivirus_a_file_says_that_it_is_not_scanned():
    stored = keep(check(upload("a.pdf", PDF + b"<</S/JavaScript>>")))
    assert (stored.scan, scan_label(stored)) == (Scan.UNSCANNED, "non analysé")
    assert can_read_file(stored)
    assert caution_sentences(stored) == ["ce PDF contient des actions automatiques"]


def test_scanned_clean_on_arrival(clamd):
    stored = keep(check(upload("a.pdf", PDF)))
    assert (stored.scan, stored.scan_note) == (Scan.CLEAN, "ClamAV 1.4.2/27500")
    assert stored.scanned_at and can_read_file(stored)
    assert clamd.streams == 1


def test_a_virus_is_refused_with_its_name_and_who_found_it(clamd):
    with pytest.raises(FileRefused) as refused:
        check(upload("devis.pdf", PDF + VIRUS))
    assert "(Fake.Test.Virus, trouvé par ClamAV 1.4.2/27500)" in str(refused.value)


@pytest.mark.parametrize("fault", ["down", "mute", "limit"])
def test_without_a_verdict_a_file_is_kept_aside(clamd, nobody_listens, fault):
    clamd.mute, clamd.limit = fault == "mute", 10 if fault == "limit" else 10**9
    if fault == "down":
        nobody_listens()
    stored = keep(check(upload("a.pdf", PDF)))
    assert stored.scan == Scan.UNSCANNED and "clamd" in stored.scan_note
    with pytest.raises(Refused, match="attend son analyse"):
        respond(stored, "a.pdf")
    respond(stored, "a.pdf", own=True).close()


def test_a_content_known_to_be_infected_never_leaves_and_never_comes_back():
    stored = keep(check(upload("a.pdf", PDF)))
    StoredFile.objects.filter(pk=stored.pk).update(
        scan=Scan.INFECTED, scanned_at=stored.stored_at, scan_note="ClamAV 1.4.2 : Evil"
    )
    stored.refresh_from_db()
    with pytest.raises(Refused, match="Evil"):
        respond(stored, "a.pdf", own=True)
    with pytest.raises(FileRefused, match=r"Evil, trouvé par ClamAV 1\.4\.2"):
        keep(check(upload("a.pdf", PDF)))


def test_a_later_clean_scan_frees_the_content(clamd, settings):
    address, settings.FAIRE_CLAMD = settings.FAIRE_CLAMD, ""
    assert keep(check(upload("a.pdf", PDF))).scan == Scan.UNSCANNED
    settings.FAIRE_CLAMD = address
    assert keep(check(upload("a.pdf", PDF))).scan == Scan.CLEAN


def test_a_verdict_has_its_time():
    stored = keep(check(upload("a.pdf", PDF)))
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(scan=Scan.CLEAN)
