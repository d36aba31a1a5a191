"""The delivery: steps, spending, photos without a place, the end, who is told."""

import io
import struct
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from tests.apps.participation.projects.budget import Budget

from faire_ensemble.apps.participation.models import BudgetProject, Spending, Telling
from faire_ensemble.apps.participation.selectors.projects.page import delivery_of
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.projects.delivery import (
    add_milestone,
    add_spending,
    advance,
    finish_milestone,
)
from faire_ensemble.apps.participation.services.projects.jury import decide_by_jury
from faire_ensemble.apps.participation.services.projects.photos import add_photo, remove_photo
from faire_ensemble.kit.files import FileRefused, check, path_of
from faire_ensemble.kit.models import StoredFile
from faire_ensemble.kit.verdicts import Refused

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
SCAN = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\xd2\xcf\xff\0\xff\xd0\x20\xff\xd9"


def phone_photo(name: str = "IMG_1.jpg", orientation: int = 6) -> SimpleUploadedFile:
    """As a phone writes it: EXIF (little-endian) with the orientation and a mark of place."""
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    exif = b"Exif\0\0" + tiff + b"GPS 50.6372N 3.0633E"
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return SimpleUploadedFile(name, JPEG + segment + SCAN)


@pytest.fixture
def won(budget: Budget) -> BudgetProject:
    source = budget.contribution("Des bancs")
    project = budget.admitted("Des bancs", origins=[source.pk], carrier_id=budget.carrier.pk)
    decide_by_jury(actor=budget.officer, project_id=project.pk, keeps=True, reason="Utile.")
    project.refresh_from_db()
    return project


def spend(budget: Budget, project: BudgetProject, amount: str, **fields) -> Spending:
    values = {"actor": budget.agent, "what": "Bancs", "spent_on": project_day()} | fields
    return add_spending(project_id=project.pk, amount=Decimal(amount), **values)


def project_day():
    from django.utils import timezone  # noqa: PLC0415

    return timezone.localdate()


def test_progress_says_what_is_spent_late_and_above(budget: Budget, won: BudgetProject, today):
    add_milestone(actor=budget.agent, project_id=won.pk, title="Choix",
                  due_on=today - timedelta(days=9))  # fmt: skip
    late = add_milestone(actor=budget.agent, project_id=won.pk, title="Pose",
                         due_on=today - timedelta(days=1))  # fmt: skip
    add_milestone(actor=budget.agent, project_id=won.pk, title="Fête", due_on=today)
    finish_milestone(actor=budget.agent, milestone_id=won.milestones.first().pk, done_on=today)
    spend(budget, won, "300.50")
    spend(budget, won, "-100.50", what="Avoir")
    found = delivery_of(BudgetProject.objects.get(pk=won.pk))
    assert [row.title for row in found.milestones if row.late] == [late.title]
    assert (found.share, found.over, found.late) == (50, False, 1)
    spend(budget, won, "200.01")
    assert delivery_of(BudgetProject.objects.get(pk=won.pk)).over


def test_a_refund_never_exceeds_what_was_spent_and_rows_are_kept(budget: Budget, won):
    spend(budget, won, "100")
    with pytest.raises(BadInput, match="dépasse ce qui a été dépensé"):
        spend(budget, won, "-100.01")
    with pytest.raises(BadInput, match="zéro"):
        spend(budget, won, "0")
    with pytest.raises(BadInput, match="à venir"):
        spend(budget, won, "5", spent_on=project_day() + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Spending.objects.update(amount=1)


def test_only_a_project_that_won_spends(budget: Budget):
    project = budget.admitted()
    with pytest.raises(BadInput, match="lauréat"):
        add_spending(actor=budget.officer, project_id=project.pk, spent_on=project_day(),
                     what="Bancs", amount=Decimal(5))  # fmt: skip


def test_its_end_is_told_and_an_abandon_has_its_reason(budget: Budget, won: BudgetProject):
    advance(actor=budget.agent, project_id=won.pk, act="start")
    with pytest.raises(BadInput, match="pourquoi"):
        advance(actor=budget.agent, project_id=won.pk, act="abandon")
    advance(actor=budget.agent, project_id=won.pk, act="abandon", words="Sol pollué.")
    texts = list(Telling.objects.values_list("text", flat=True))
    assert sum("Sol pollué." in text for text in texts) == 1
    assert sum("en réalisation" in text for text in texts) == 1
    with pytest.raises(BadInput, match="cela ne se peut pas"):
        advance(actor=budget.agent, project_id=won.pk, act="deliver")


def test_a_step_is_done_once_and_told_once(budget: Budget, won: BudgetProject, today):
    step = add_milestone(actor=budget.agent, project_id=won.pk, title="Pose", due_on=today)
    with pytest.raises(BadInput, match="à venir"):
        finish_milestone(actor=budget.agent, milestone_id=step.pk,
                         done_on=today + timedelta(days=1))  # fmt: skip
    finish_milestone(actor=budget.agent, milestone_id=step.pk, done_on=today)
    with pytest.raises(BadInput, match="déjà faite"):
        finish_milestone(actor=budget.agent, milestone_id=step.pk, done_on=today)
    assert Telling.objects.filter(key=f"milestone:{step.pk}").count() == 1


def test_other_partners_do_not_tell_the_delivery(budget: Budget, won: BudgetProject):
    stranger = budget.year.mandated("caf", "partner", budget.year.funders[2])
    with pytest.raises(Refused):
        spend(budget, won, "5", actor=stranger)


def photo(budget: Budget, project: BudgetProject, upload, words: str = "Un banc en bois."):
    return add_photo(actor=budget.agent, project_id=project.pk, checked=check(upload), words=words)


def test_a_photo_loses_its_place_keeps_its_orientation_and_every_pixel(
    budget: Budget, won: BudgetProject, kept_files
):
    made = photo(budget, won, phone_photo())
    content = path_of(made.stored.sha256).read_bytes()
    assert b"GPS" not in content and b"50.6372N" not in content
    assert content.endswith(SCAN) and struct.pack("<HHIH", 0x0112, 3, 1, 6) in content
    assert photo(budget, won, phone_photo("autre-nom.jpg")).pk == made.pk
    remove_photo(actor=budget.agent, photo_id=made.pk)
    assert not won.photos.exists()


def test_a_removed_photo_leaves_the_disk_once_committed_unless_another_shows_it(
    budget: Budget, won: BudgetProject, kept_files: Path, django_capture_on_commit_callbacks: Any
):
    other = budget.admitted("Le même banc", "100", carrier_id=budget.carrier.pk)
    mine, theirs = photo(budget, won, phone_photo()), photo(budget, other, phone_photo(), "Ici.")
    path = path_of(mine.stored.sha256)
    assert mine.stored == theirs.stored and path.is_file()
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(actor=budget.agent, photo_id=mine.pk)
    assert path.is_file() and other.photos.get().stored == mine.stored
    with django_capture_on_commit_callbacks(execute=True) as waiting:
        remove_photo(actor=budget.officer, photo_id=theirs.pk)
        assert path.is_file()  # the act could still fail
    assert waiting and not path.exists()
    assert not StoredFile.objects.filter(sha256=mine.stored.sha256).exists()


def test_a_photo_sent_again_before_the_bytes_go_keeps_them(
    budget: Budget, won: BudgetProject, kept_files: Path, django_capture_on_commit_callbacks: Any
):
    made = photo(budget, won, phone_photo())
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(actor=budget.agent, photo_id=made.pk)
        photo(budget, won, phone_photo())
    assert path_of(made.stored.sha256).is_file() and won.photos.count() == 1


def test_a_photo_needs_words_and_a_kind_that_browsers_show(
    budget: Budget, won: BudgetProject, kept_files
):
    with pytest.raises(FileRefused, match="Décrivez"):
        photo(budget, won, phone_photo(), words="  ")
    with pytest.raises(FileRefused, match="JPEG, PNG ou WebP"):
        photo(budget, won, SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n%%EOF"))
    with pytest.raises(FileRefused, match="abîmée"):
        photo(budget, won, SimpleUploadedFile("coupee.jpg", phone_photo().read()[:60]))
    with pytest.raises(FileRefused):
        photo(budget, won, SimpleUploadedFile("photo.jpg", b"MZ\0\0program"))
    assert not won.photos.exists()


def test_the_photo_is_served_as_public_as_its_project(
    budget: Budget, won: BudgetProject, kept_files, client
):
    made = photo(budget, won, phone_photo())
    address = f"/participer/{budget.process.code}/projets/{won.number}/photos/{made.pk}/"
    answer = client.get(address)
    assert answer["Content-Type"] == "image/jpeg" and answer["X-Content-Type-Options"] == "nosniff"
    assert io.BytesIO(b"".join(answer.streaming_content)).read(2) == b"\xff\xd8"
    budget.process.state = "draft"
    budget.process.save()
    assert client.get(address).status_code == 403
