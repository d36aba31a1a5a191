"""What the index of the search is built from: one row a record, numbered in order of change; and
that index prepared, so that a new process does not read every record."""

from django.db import models

from faire_ensemble.apps.directory.models.services import Service


class SearchHead(models.Model):
    """The last revision given. Its row is locked while records change, so that revisions become
    visible in their order: a process that read up to one has missed none."""

    revision = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.revision)


class SearchEntry(models.Model):
    """All that finding a record needs, never a person's name. `content`: see services/indexing."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, primary_key=True)
    revision = models.BigIntegerField(db_index=True)
    shown = models.BooleanField(default=True)
    content = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.service_id} @ {self.revision}"


class SearchSnapshot(models.Model):
    """The arrays of every record as of `revision`, kept beside the records themselves: a copy of
    the database put back brings its own. `form` is the digest of the code that made them; another
    code does not read them. There is one row, the first."""

    revision = models.BigIntegerField()
    form = models.CharField(max_length=64)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.form[:8]} @ {self.revision}"
