"""The initiatives named in the panorama of 2019, and invented copies and a group around them.

The named ones are facts, each with its source; they are kept by no account. What is invented says
so in its title, its carrier or its source.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.directory.selectors import organisations_known_as
from faire_ensemble.apps.directory.services import identify, register
from faire_ensemble.apps.initiatives.models import (
    Group,
    Initiative,
    InitiativeStep,
    Membership,
    Note,
    NoteVersion,
    Partner,
    Task,
)
from faire_ensemble.apps.initiatives.services.writing import keep_folded
from faire_ensemble.apps.territory.models import Territory
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.keys import Keys, at
from faire_ensemble.core.similarity import fold

# Families of organisations that the panorama names and the contract does not.
KINDS = {"Lille Métropole Habitat": "landlord", "Vilogia": "landlord", "ARELI": "landlord"}


def add_initiatives(found: Keys, people: dict[str, User]) -> int:
    """The panorama, the copies and the group; how many initiatives."""
    words = facts.table("initiatives.toml")
    communes = {
        fold(name): pk
        for pk, name in Territory.objects.filter(
            epci=found.contract.epci, kind="commune"
        ).values_list("pk", "name")
    }
    _register(words)
    made: dict[str, Initiative] = {}
    for row in words["named"]:
        made[row["title"]] = _named(row, words, communes)
    for rank, row in enumerate(words["copied"]):
        made[row["title"]] = _copied(row, rank, made, words, communes, people)
    _group(words["group"], made, people)
    return len(made)


def _register(words: dict[str, Any]) -> None:
    """The organisations named, once; those of the contract are already there."""
    names = {row["carrier"] for row in words["named"] if "carrier" in row}
    names |= {name for row in words["named"] for name in row.get("partners", ())}
    known = set(Organisation.objects.filter(name__in=names).values_list("name", flat=True))
    register([identify(name, kind=KINDS.get(name, "other")) for name in sorted(names - known)])


def _named(row: dict[str, Any], words: dict[str, Any], communes: dict[str, int]) -> Initiative:
    told = at(words["told_on"])
    carrier = row.get("carrier", "")
    return _write(
        row,
        communes,
        organisation_id=organisations_known_as([carrier]).get(carrier) if carrier else None,
        carrier_name=carrier,
        place=row.get("place", "" if "commune" in row else words["everywhere"]),
        source=words["source"],
        made_at=told,
        by=None,
    )


def _copied(
    row: dict[str, Any],
    rank: int,
    made: dict[str, Initiative],
    words: dict[str, Any],
    communes: dict[str, int],
    people: dict[str, User],
) -> Initiative:
    original = made[row["of"]]
    alike = {"family": original.family, "domain": original.domain, "audience": original.audience}
    return _write(
        alike | row,
        communes,
        carrier=people[row["by"]],
        carrier_name=row["carrier"],
        place=row.get("place", ""),
        source=words["invented"],
        copied_from=original,
        root_id=original.root_id or original.pk,
        made_at=timezone.now() - timedelta(days=90 - 20 * rank),
        by=people["cheffe-de-projet"],
    )


def _write(
    row: dict[str, Any], communes: dict[str, int], *, by: User | None, **fields: Any
) -> Initiative:
    texts = {name: row.get(name, "") for name in ("body", "results", "worked", "hard")}
    made = Initiative(
        title=row["title"],
        family=row["family"],
        second_family=row.get("also", ""),
        domain=row["domain"],
        audience=row.get("audience", "everyone"),
        progress=row.get("progress", "running"),
        started=row.get("started"),
        cost_kind=row.get("cost_kind", "unknown"),
        cost=Decimal(row["cost"]) if "cost" in row else None,
        territory_id=communes[fold(row["commune"])] if "commune" in row else None,
        state="published",
        published_at=fields["made_at"],
        changed_at=fields["made_at"],
        read_at=fields["made_at"],
        **texts,
        **fields,
    )
    keep_folded(made)
    made.save()
    InitiativeStep.objects.create(
        initiative=made, act="publish", state="published", by=by, at=made.made_at
    )
    names = row.get("partners", ())
    known = organisations_known_as(names)
    Partner.objects.bulk_create(
        Partner(
            initiative=made,
            organisation_id=known.get(name),
            name="" if name in known else name,
        )
        for name in names
    )
    return made


def _group(row: dict[str, Any], made: dict[str, Initiative], people: dict[str, User]) -> None:
    opened = timezone.now() - timedelta(days=60)
    runs = people[row["by"]]
    group = Group.objects.create(
        title=row["title"], summary=row["summary"], door=row["door"], made_by=runs, made_at=opened
    )
    group.initiatives.add(made[row["of"]])
    Membership.objects.create(
        group=group, person=runs, role="facilitator", state="active", since=opened
    )
    Membership.objects.bulk_create(
        Membership(
            group=group, person=people[key], state="active", since=opened + timedelta(days=rank)
        )
        for rank, key in enumerate(row["members"], start=1)
    )
    Membership.objects.create(
        group=group,
        person=people[row["asking"]],
        state="asked",
        words=row["asking_words"],
        since=timezone.now() - timedelta(days=2),
    )
    for rank, each in enumerate(row["notes"], start=1):
        _note(group, each, runs, rank)
    today = timezone.localdate()
    Task.objects.bulk_create(
        Task(
            group=group,
            title=each["title"],
            owner=people[each["by"]] if "by" in each else runs,
            due_on=today + timedelta(days=each["days"]) if "days" in each else None,
            state=each.get("state", "todo"),
            made_by=runs,
            made_at=opened,
            changed_at=opened,
        )
        for each in row["tasks"]
    )


def _note(group: Group, row: dict[str, Any], by: User, rank: int) -> None:
    saved = group.made_at + timedelta(days=10 * rank)
    note = Note.objects.create(
        group=group, title=row["title"], body=row["body"], saved_by=by, saved_at=saved
    )
    NoteVersion.objects.create(
        note=note, title=note.title, body=note.body, based_on=0, revision=1, kept=True,
        saved_by=by, saved_at=saved,
    )  # fmt: skip
