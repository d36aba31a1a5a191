"""What the index of the search is built from: one row a record, numbered in order of change."""

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
