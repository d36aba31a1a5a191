"""Notes written together: every version kept, nobody's words in another's place; files; archive."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.apps.initiatives.words import SITE, Place

from faire_ensemble.apps.initiatives.models import GroupFile, Note, NoteVersion
from faire_ensemble.apps.initiatives.services import groups
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.groups.notes import SaveState
from faire_ensemble.kit.files import check, path_of
from faire_ensemble.kit.models import AuditEntry, Scan, StoredFile
from faire_ensemble.kit.verdicts import Refused

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


class Desk:
    """A group of two and a note."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.group = place.group()
        self.nadia, self.bruno = place.person("nadia"), place.member(self.group, "bruno")
        self.note = groups.write_note(
            actor=self.nadia, group_id=self.group.pk, title="Bacs", body="Trois bacs.", site=SITE
        )

    def save(self, who: Any, body: str, revision: int, title: str = "Bacs") -> groups.Saved:
        return groups.save_note(
            actor=who, note_id=self.note.pk, title=title, body=body, revision=revision, site=SITE
        )

    def now(self) -> Note:
        return Note.objects.get(pk=self.note.pk)

    def give(self, who: Any, name: str = "plan.pdf", content: bytes = PDF) -> GroupFile:
        checked = check(SimpleUploadedFile(name, content))
        return groups.add_file(actor=who, group_id=self.group.pk, checked=checked, site=SITE)


@pytest.fixture
def desk(place: Place) -> Desk:
    return Desk(place)


def test_two_who_start_from_the_same_text_keep_both(desk: Desk):
    assert desk.save(desk.nadia, "Quatre bacs.", 1).state is SaveState.SAVED
    met = desk.save(desk.bruno, "Deux bacs.", 1)
    assert met.state is SaveState.CONFLICT and met.waiting is not None
    assert desk.now().body == "Quatre bacs." and met.waiting.body == "Deux bacs."
    # Sent again (a lost answer), it waits once.
    assert desk.save(desk.bruno, "Deux bacs.", 1).waiting == met.waiting
    texts = set(NoteVersion.objects.values_list("body", "kept"))
    assert texts == {("Trois bacs.", True), ("Quatre bacs.", True), ("Deux bacs.", False)}


def test_settling_keeps_the_history_and_happens_once(desk: Desk):
    desk.save(desk.nadia, "Quatre bacs.", 1)
    waiting = desk.save(desk.bruno, "Deux bacs.", 1).waiting
    assert waiting is not None
    both = {"title": "Bacs", "body": "Trois bacs et demi."}
    stale = groups.settle_note(actor=desk.bruno, version_id=waiting.pk, revision=1, **both)
    assert stale.state is SaveState.CONFLICT and desk.now().body == "Quatre bacs."
    done = groups.settle_note(actor=desk.bruno, version_id=waiting.pk, revision=2, **both)
    assert done.state is SaveState.SAVED and desk.now().body == "Trois bacs et demi."
    again = groups.settle_note(
        actor=desk.nadia, version_id=waiting.pk, revision=3, title="Bacs", body="Zéro."
    )
    assert again.state is SaveState.SAME and desk.now().body == "Trois bacs et demi."
    assert NoteVersion.objects.count() == 4
    assert NoteVersion.objects.filter(kept=False, settled_at=None).count() == 0


def test_the_same_text_is_no_save(desk: Desk):
    assert desk.save(desk.bruno, "Trois bacs.\r\n", 0).state is SaveState.SAME
    assert desk.now().revision == 1 and NoteVersion.objects.count() == 1


def test_a_conflict_on_the_pages(desk: Desk):
    base = f"/initiatives/groupes/{desk.group.pk}"
    nadia, bruno = desk.place.client(desk.nadia), desk.place.client(desk.bruno)
    typed = {"title": "Bacs", "body": "Quatre bacs.", "revision": "1"}
    nadia.post(f"{base}/notes/{desk.note.pk}/modifier/", typed)
    answer = bruno.post(
        f"{base}/notes/{desk.note.pk}/modifier/", {**typed, "body": "Deux bacs."}, follow=True
    )
    page = answer.content.decode()
    assert "Deux textes pour une note" in page
    assert "Quatre bacs." in page and "Deux bacs." in page and "Nadia Exemple" in page
    assert "1 texte à départager" in nadia.get(f"{base}/").content.decode()
    waiting = NoteVersion.objects.get(kept=False)
    answer = bruno.post(
        f"{base}/desaccords/{waiting.pk}/",
        {"title": "Bacs", "body": "Trois et demi.", "revision": "2"},
        follow=True,
    )
    assert "Trois et demi." in answer.content.decode()
    assert bruno.get(f"{base}/desaccords/{waiting.pk}/").status_code == 302


@pytest.mark.parametrize(
    ("title", "body", "sentence"),
    [(" ", "x", "Donnez un titre"), ("x" * 151, "", "151"), ("x", "x" * 50_001, "faites-en deux")],
)
def test_bad_notes(desk: Desk, title: str, body: str, sentence: str):
    with pytest.raises(BadInput, match=sentence):
        desk.save(desk.nadia, body, 1, title)


def test_a_file_is_the_members_and_its_giver_or_a_facilitator_takes_it_away(desk: Desk):
    given = desk.give(desk.bruno)
    assert desk.give(desk.nadia).pk == given.pk  # the same content, once
    where = f"/initiatives/groupes/{desk.group.pk}/fichiers/{given.pk}/"
    answer = desk.place.client(desk.nadia).get(where)
    assert answer.status_code == 200 and answer["X-Content-Type-Options"] == "nosniff"
    assert answer.getvalue() == PDF
    assert desk.place.client(desk.place.officer).get(where).status_code == 403
    chloe = desk.place.member(desk.group, "chloe")
    with pytest.raises(Refused, match="celles qui animent"):
        groups.remove_file(actor=chloe, group_id=desk.group.pk, file_id=given.pk)
    groups.remove_file(actor=desk.nadia, group_id=desk.group.pk, file_id=given.pk)
    assert desk.place.client(desk.bruno).get(where).status_code == 404


def test_a_file_taken_away_leaves_its_trace_and_not_its_bytes(
    desk: Desk, django_capture_on_commit_callbacks: Any
):
    given = desk.give(desk.bruno, "budget.pdf")
    digest = given.stored.sha256
    other = desk.place.group("chloe", title="Autre groupe")
    theirs = groups.add_file(
        actor=desk.place.person("chloe"), group_id=other.pk, site=SITE,
        checked=check(SimpleUploadedFile("le-leur.pdf", PDF)),
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        groups.remove_file(actor=desk.nadia, group_id=desk.group.pk, file_id=given.pk)
    assert path_of(digest).is_file()  # the other group has the same
    with django_capture_on_commit_callbacks(execute=True):
        groups.remove_file(actor=desk.place.person("chloe"), group_id=other.pk, file_id=theirs.pk)
        assert path_of(digest).is_file()  # the act could still fail
    assert not path_of(digest).exists() and not StoredFile.objects.filter(sha256=digest).exists()
    given.refresh_from_db()
    assert given.stored is None and given.removed_at is not None and given.added_by == desk.bruno
    page = desk.place.client(desk.nadia).get(f"/initiatives/groupes/{desk.group.pk}/").text
    assert "1 fichier retiré" in page and "donné par Bruno Exemple" in page
    kept = AuditEntry.objects.filter(verb="fichier retiré du groupe").order_by("sequence")
    assert [entry.detail["sha256"] for entry in kept] == [digest, digest]
    groups.remove_file(actor=desk.nadia, group_id=desk.group.pk, file_id=given.pk)
    assert kept.count() == 2
    again = desk.give(desk.bruno, "budget.pdf")
    assert again.pk != given.pk and path_of(digest).is_file()


def test_the_database_refuses_a_removed_file_that_keeps_its_content(desk: Desk):
    given = desk.give(desk.bruno)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupFile.objects.filter(pk=given.pk).update(removed_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupFile.objects.filter(pk=given.pk).update(stored=None)


def test_a_file_that_is_not_what_it_says_is_refused_in_words(desk: Desk):
    client = desk.place.client(desk.bruno)
    bad = SimpleUploadedFile("plan.pdf", b"MZ\x90\x00 not a document")
    answer = client.post(
        f"/initiatives/groupes/{desk.group.pk}/fichiers/", {"document": bad}, follow=True
    )
    assert "plan.pdf" in answer.content.decode() and not GroupFile.objects.exists()


def test_the_archive_holds_everything_and_no_address(desk: Desk):
    desk.save(desk.nadia, "Quatre bacs.", 1)
    desk.save(desk.bruno, "Deux bacs.", 1)
    groups.add_task(actor=desk.nadia, group_id=desk.group.pk, title="=cmd()")
    desk.give(desk.bruno, "../../plan.pdf")
    virus = desk.give(desk.bruno, "virus.pdf", PDF + b"%x")
    StoredFile.objects.filter(pk=virus.stored_id).update(
        scan=Scan.INFECTED, scanned_at=timezone.now(), scan_note="Eicar"
    )
    answer = desk.place.client(desk.nadia).get(f"/initiatives/groupes/{desk.group.pk}/tout.zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        names = archive.namelist()
        texts = {name: archive.read(name) for name in names}
    [note] = [texts[name].decode() for name in names if name.startswith("notes/")]
    assert all(each in note for each in ("Trois bacs.", "Quatre bacs.", "Deux bacs."))
    [file] = [name for name in names if name.startswith("fichiers/")]
    assert texts[file] == PDF and ".." not in file and file.count("/") == 1
    assert "virus.pdf" in texts["LISEZ-MOI.txt"].decode()
    assert "'=cmd()" in texts["taches.csv"].decode()
    assert "Bruno Exemple" in texts["membres.csv"].decode()
    assert not any(b"@" in content for content in texts.values())
