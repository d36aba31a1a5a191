"""Files of a call, as submitting them would have left them: frozen version, requests, places."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.funding.lifecycle.applications import ApplicationState
from faire_ensemble.apps.funding.lifecycle.requests import RequestState
from faire_ensemble.apps.funding.models import (
    Application,
    ApplicationMember,
    ApplicationPlace,
    ApplicationVersion,
    Audience,
    Call,
    FundingRequest,
    NumberSequence,
    Project,
    Right,
)
from faire_ensemble.config.demonstration.asking import File
from faire_ensemble.config.demonstration.keys import Keys, at
from faire_ensemble.config.demonstration.known import known

BATCH = 500
Pair = tuple[File, Application]


def add_projects(keys: Keys, files: Sequence[File], year: int) -> dict[str, Project]:
    """Projects by number; the sequence of the year goes on after them."""
    NumberSequence.objects.create(year=year, last=len(files))
    rows = Project.objects.bulk_create(
        (
            Project(number=each.number, holder_id=keys.holders[each.holder.name],
                    title=each.title, created_at=at(each.arrived))
            for each in files
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return {row.number: row for row in rows}


def add_files(
    keys: Keys, call: Call, files: Sequence[File], projects: Mapping[str, Project],
    former: Mapping[str, Application] | None = None,
) -> list[Pair]:  # fmt: skip
    """Applications with their version, requests, places and audiences."""
    rows = Application.objects.bulk_create(
        (_application(keys, call, each, projects[each.number], former or {}) for each in files),
        batch_size=BATCH,
    )
    pairs = list(zip(files, rows, strict=True))
    requests = [
        _request(keys, file, row, rank) for file, row in pairs for rank in range(len(file.asks))
    ]
    FundingRequest.objects.bulk_create(requests, batch_size=BATCH)
    ApplicationPlace.objects.bulk_create(
        (
            ApplicationPlace(application=row, territory_id=keys.territories[file.place.code])
            for file, row in pairs
        ),
        batch_size=BATCH,
    )
    Audience.objects.bulk_create(
        (
            Audience(application=row, territory_id=keys.territories[file.place.code], age=age,
                     sex=sex, number=number)
            for file, row in pairs
            for (age, sex), number in file.audience.items()
        ),
        batch_size=BATCH,
    )  # fmt: skip
    _add_versions(keys, call, pairs)
    return pairs


def add_writers(keys: Keys, pairs: Sequence[Pair], people: Mapping[str, User]) -> None:
    """The accounts of the demonstration that hold a file write it."""
    holding = {
        person.mandates.get().organisation: person
        for key, person in people.items()
        if key.startswith("association-")
    }
    ApplicationMember.objects.bulk_create(
        ApplicationMember(
            application=row, email=person.email, person=person, organisation_id=row.lead_id,
            right=Right.SUBMIT, invited_at=row.created_at,
        )
        for file, row in pairs
        if (person := holding.get(file.holder.name)) is not None
    )  # fmt: skip


def _application(
    keys: Keys, call: Call, file: File, project: Project, former: Mapping[str, Application]
) -> Application:
    decided = all(ask.awarded is not None for ask in file.asks)
    return Application(
        project=project, call=call, lead_id=keys.holders[file.holder.name],
        year=call.first_year, title=file.title,
        state=ApplicationState.DECIDED if decided else ApplicationState.SUBMITTED,
        objective_id=keys.objectives[file.objective], previous=former.get(file.number),
        total_budget=file.asked + file.own_money, created_at=at(file.arrived),
        submitted_at=at(file.arrived, 17),
    )  # fmt: skip


def _request(keys: Keys, file: File, row: Application, rank: int) -> FundingRequest:
    ask = file.asks[rank]
    state = RequestState.RECEIVED
    if ask.awarded is not None:
        state = RequestState.AWARDED if ask.awarded else RequestState.REFUSED
    return FundingRequest(
        application=row, funder_id=keys.funder(ask.funder, file.place.commune),
        nature=keys.natures[ask.funder], state=state, asked=ask.asked, minimum=ask.minimum,
        awarded=ask.awarded,
    )  # fmt: skip


def _add_versions(keys: Keys, call: Call, pairs: Sequence[Pair]) -> None:
    versions = []
    for file, row in pairs:
        content = _content(keys, call, file, row)
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        versions.append(
            ApplicationVersion(
                application=row, number=1, content=content,
                digest=hashlib.sha256(text.encode()).hexdigest(),
                submitted_at=known(row.submitted_at),
            )
        )  # fmt: skip
    ApplicationVersion.objects.bulk_create(versions, batch_size=BATCH)


def _content(keys: Keys, call: Call, file: File, row: Application) -> dict[str, Any]:
    """What submitting freezes, with the words that keys stand for."""
    funders = {str(pk): keys.funder_names[pk] for pk in _asked(keys, file)}
    objective = keys.objectives[file.objective]
    return {
        "call": call.code,
        "year": row.year,
        "project": file.number,
        "fields": _fields(keys, file, row),
        "questions": {
            each["key"]: {"label": each["label"], "version": 1} for each in keys.words["questions"]
        },
        "documents": [],
        "lead": {"id": row.lead_id, "name": file.holder.name, "kind": file.holder.kind},
        "partners": [],
        "funders": funders,
        "objectives": {str(objective): keys.titles[objective]},
        "places": {file.place.code: file.place.name},
        "solutions": {},
    }


def _fields(keys: Keys, file: File, row: Application) -> dict[str, str]:
    """What was typed, field by field."""
    rank, words = int(file.number[-5:]), keys.words["words"]
    salaries = known(row.total_budget) * 3 // 5
    fields = {
        "project.title": file.title,
        "project.summary": f"{file.purpose} pour les habitantes et habitants : {file.place.name}.",
        "project.needs": words["needs"][rank % len(words["needs"])],
        "project.description": f"{file.purpose}, ouvert à toutes et tous, gratuit.",
        "project.method": words["method"][rank % len(words["method"])],
        "project.first_day": f"{row.year}-02-01",
        "project.last_day": f"{row.year}-12-15",
        "project.years": "1",
        "means.volunteers.count": str(file.volunteers),
        "objective": str(keys.objectives[file.objective]),
        f"place.{file.place.code}": "1",
        "budget.charges.60": str((known(row.total_budget) - salaries) // 2),
        "budget.charges.64": str(salaries),
        "budget.charges.61": str(
            known(row.total_budget) - salaries - (known(row.total_budget) - salaries) // 2
        ),
        "budget.income.70": str(file.own_money),
        "declaration.public_aid": "oui",
    }  # fmt: skip
    for (age, sex), number in file.audience.items():
        fields[f"audience.{file.place.code}.{age}.{sex}"] = str(number)
    for pk, ask in zip(_asked(keys, file), file.asks, strict=True):
        fields[f"request.{pk}.asked"] = str(ask.asked)
        fields[f"request.{pk}.minimum"] = str(ask.minimum)
        fields[f"request.{pk}.why"] = f"Part demandée pour « {file.purpose} »."
    for each in keys.words["questions"]:
        fields[f"question.{each['key']}"] = each["answers"][rank % len(each["answers"])]
    return fields


def _asked(keys: Keys, file: File) -> list[int]:
    return [keys.funder(ask.funder, file.place.commune) for ask in file.asks]
