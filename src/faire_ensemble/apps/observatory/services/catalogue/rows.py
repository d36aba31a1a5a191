"""The rows of the database that a file needs: its indicators, its sources, its vintages."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from faire_ensemble.apps.observatory.models import Indicator, Source, Vintage
from faire_ensemble.apps.observatory.services.catalogue.entries import (
    indicator_entries,
    source_entries,
)

DESCRIBED = (
    "official_code",
    "dataset",
    "label",
    "theme",
    "unit",
    "direction",
    "headline",
    "method",
)


def ensure_indicators(codes: Iterable[str]) -> Mapping[str, int]:
    """The id of each indicator, created or brought up to date with the catalogue.

    One query when nothing is new. The catalogue is the reference: what was changed elsewhere in
    the description of one of its indicators is written again.
    """
    wanted = {code: indicator_entries()[code] for code in codes}
    held = {row.code: row for row in Indicator.objects.filter(code__in=list(wanted))}
    new = [Indicator(**asdict(entry)) for code, entry in wanted.items() if code not in held]
    changed = []
    for code, row in held.items():
        entry = asdict(wanted[code])
        if any(getattr(row, field) != entry[field] for field in DESCRIBED):
            for field in DESCRIBED:
                setattr(row, field, entry[field])
            changed.append(row)
    if new:
        Indicator.objects.bulk_create(new)
    if changed:
        Indicator.objects.bulk_update(changed, DESCRIBED)
    return {row.code: row.pk for row in (*held.values(), *new)}


def ensure_vintages(sources: Iterable[str], year: int) -> Mapping[str, int]:
    """The id of the vintage of a year for each source, both created where missing."""
    wanted = {code: source_entries()[code] for code in sources}
    held = {row.code: row for row in Source.objects.filter(code__in=list(wanted))}
    new = []
    for code, entry in wanted.items():
        if code not in held:
            fields = asdict(entry)
            del fields["period"]
            new.append(Source(**fields))
    if new:
        Source.objects.bulk_create(new)
    ids = {row.pk: row.code for row in (*held.values(), *new)}
    vintages = {
        ids[row.source_id]: row.pk for row in Vintage.objects.filter(source__in=ids, year=year)
    }
    missing = [
        Vintage(source_id=pk, year=year, label=wanted[code].period % {"year": year})
        for pk, code in ids.items()
        if code not in vintages
    ]
    if missing:
        Vintage.objects.bulk_create(missing)
    return vintages | {ids[row.source_id]: row.pk for row in missing}
