"""Saving read lines: organisations found or created, grants created, updated or left alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import IntegrityError

from faire_ensemble.apps.directory.services import Party, register
from faire_ensemble.apps.funding.models import Grant
from faire_ensemble.kit.tabular import ImportReport, Unreadable

BATCH = 200


@dataclass(slots=True)
class Draft:
    """A published line ready to be saved. `fields` are those of `Grant`."""

    key: str
    funder: Party
    holder: Party
    source: str
    fields: dict[str, Any] = field(default_factory=dict)


def batches(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    """Lists of at most `BATCH`: memory does not grow with the file."""
    iterator = iter(drafts)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def save(dataset: str, batch: list[Draft], report: ImportReport, *, fixed: bool = False) -> None:
    """Create, update or leave each line, known by its key inside the dataset.

    `fixed`: the key is a digest of the content, so that a known key has nothing to update.
    Fields that a file does not hold (objective, neighbourhood) are never touched; the first
    file that published a line stays its source.
    """
    parties = [draft.funder for draft in batch] + [draft.holder for draft in batch]
    organisations = register(parties)
    ours = Grant.objects.filter(dataset=dataset, external_key__in=[draft.key for draft in batch])
    known: dict[str, Grant] = {}
    left: set[str] = set()
    if fixed:
        left = set(ours.values_list("external_key", flat=True))
    else:
        known = {grant.external_key: grant for grant in ours}
    created: list[Grant] = []
    updated: list[Grant] = []
    for rank, draft in enumerate(batch):
        values = {
            **draft.fields,
            "funder_id": organisations[rank],
            "holder_id": organisations[len(batch) + rank],
        }
        grant = known.get(draft.key)
        if draft.key in left:
            report.unchanged += 1
        elif grant is None:
            created.append(
                Grant(dataset=dataset, external_key=draft.key, source=draft.source, **values)
            )
        elif any(getattr(grant, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(grant, name, value)
            updated.append(grant)
        else:
            report.unchanged += 1
    try:
        Grant.objects.bulk_create(created)
    except IntegrityError as error:
        raise Unreadable(
            "Un autre import vient d'écrire les mêmes lignes : rien n'est gardé, recommencez."
        ) from error
    if updated:
        Grant.objects.bulk_update(updated, [*batch[0].fields, "funder", "holder"])
    report.created += len(created)
    report.updated += len(updated)
