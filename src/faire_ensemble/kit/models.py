"""What is kept for every app: the audit trail, the report of every import, the shared cache,
the files given by people."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act. Append-only: database triggers refuse any change or deletion.

    `digest` is SHA-256 over the entry's content and `previous`, the digest of the entry
    before it: changing one entry breaks every later one (`faire audit verify`).
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=254)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("acte")
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject}"


class AuditHead(models.Model):
    """The single row whose lock orders the writers of the audit trail."""

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.sequence}"


class ImportRun(models.Model):
    """The report of one import, kept: `report` is what `ImportReport.as_data()` gives."""

    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    actor = models.CharField(max_length=254)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    report = models.JSONField()

    class Meta:
        verbose_name = _("import")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name} {self.started_at:%Y-%m-%d %H:%M}"


class CacheRow(models.Model):
    """The table of Django's database cache (see CACHES), so that `migrate` creates it.

    Never read through this model. It holds counters of sign-in attempts.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "kit_cache"

    def __str__(self) -> str:
        return self.cache_key


class Scan(models.TextChoices):
    """What the antivirus said of a file."""

    UNSCANNED = "unscanned", _("non analysé")
    CLEAN = "clean", _("aucun virus trouvé")
    INFECTED = "infected", _("virus trouvé")


class Caution(models.TextChoices):
    """What somebody who opens a PDF should know of it."""

    PROTECTED = "protected", _("ce PDF est protégé : il peut demander un mot de passe")
    ACTIVE = "active", _("ce PDF contient des actions automatiques")


class StoredFile(models.Model):
    """A content given by somebody, kept once under its SHA-256 (`kit/files/store.py`).

    `size` is in bytes; `media_type` comes from the content, never from the name. The person's
    name for it belongs to whoever refers to this row. `scan_note` holds the antivirus and its
    version, followed by the virus, or why there is no verdict.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    cautions = models.JSONField(default=list)
    stored_at = models.DateTimeField(default=timezone.now)
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.UNSCANNED)
    scanned_at = models.DateTimeField(null=True)
    scan_note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("fichier")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(scan=Scan.UNSCANNED, scanned_at=None)
                | models.Q(scan__in=[Scan.CLEAN, Scan.INFECTED], scanned_at__isnull=False),
                name="kit_file_scanned_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.media_type} {self.sha256[:12]}"
