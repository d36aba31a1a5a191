"""One `.pb` file into a closed process, its projects, and the election given out again."""

import hashlib
import io
import secrets
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from faire_ensemble.apps.contract.selectors import current_contract
from faire_ensemble.apps.participation.lifecycle import PhaseKind, ProcessState, ProjectState
from faire_ensemble.apps.participation.models import (
    BudgetProject,
    Phase,
    Process,
    ProcessKind,
    PublishedElection,
)
from faire_ensemble.apps.participation.services.pabulib.recounting import (
    Result,
    recount,
    result_of,
    too_long,
)
from faire_ensemble.apps.participation.services.pabulib.voters import LEAST, Minimised, minimise
from faire_ensemble.core.tally import (
    Election,
    InvalidElection,
    Project,
    digest,
    read_pb,
    write_pb,
)
from faire_ensemble.kit.tabular import ImportReport, Unreadable
from faire_ensemble.kit.tabular.runs import Progress

CENT = Decimal("0.01")
LARGEST_COST = Decimal(10) ** 10
LARGEST_BUDGET = Decimal(10) ** 14
NAMING = ("country", "unit", "subunit", "instance", "description")
OWN = frozenset({"category", "latitude", "longitude"})  # columns that have a field
BARRED = str.maketrans("łŁøØđĐ", "lLoOdD")  # letters that no decomposition makes plain
CODE, SOURCE, TITLE, CATEGORY = 60, 120, 200, 120


def import_pabulib(path: Path, report: ImportReport, progress: Progress) -> None:
    """Read one file whole or refuse it whole. The same file again changes nothing."""
    election = _read(path)
    contract = current_contract()
    if contract is None:
        raise Unreadable(
            f"{path.name} : aucun contrat de ville n'est ouvert ici. Ouvrez-en un (faire open), "
            "puis relancez l'import."
        )
    report.read = len(election.projects)
    source, source_digest = _source(election), digest(election)
    known = PublishedElection.objects.filter(source=source).first()
    if known is not None:
        if known.source_digest != source_digest:
            raise Unreadable(
                f"{path.name} : ce vote est déjà publié ici avec d'autres données (démarche "
                f"« {known.process.code} »). Un résultat publié ne se remplace pas : vérifiez "
                "quel fichier est le bon."
            )
        report.unchanged = report.read
        return
    counted = recount(election)
    result = result_of(election, counted)
    light = minimise(election)
    process = _process(election, contract.pk)
    _projects(process, election, result)
    _publish(process, election, light, counted, result, source, source_digest)
    report.created = report.read
    _say(report, election, light, result)
    progress(report.read)


def _read(path: Path) -> Election:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} n'est pas du texte UTF-8 : enregistrez-le ainsi.") from error
    if "\0" in text:
        raise Unreadable(f"{path.name} contient des caractères nuls : ce n'est pas un fichier .pb.")
    try:
        election = read_pb(io.StringIO(text, newline=""))
    except InvalidElection as error:
        raise Unreadable(f"{path.name} : {error}") from error
    for project in election.projects:
        fault = _fault(project)
        if fault:
            raise Unreadable(f"{path.name} : projet « {project.id[:40]} » : {fault}")
    if election.budget >= LARGEST_BUDGET:
        raise Unreadable(f"{path.name} : l'enveloppe a trop de chiffres : comptez les zéros.")
    return election


def _fault(project: Project) -> str:
    if project.cost >= LARGEST_COST:
        return "son coût a trop de chiffres : comptez les zéros."
    if project.cost < CENT:
        return "son coût est de moins d'un centime."
    if len(project.id) > SOURCE:
        return f"son identifiant dépasse {SOURCE} caractères."
    return ""


def _source(election: Election) -> str:
    """What names a vote among all: its place, its year, its title."""
    named = " / ".join(election.meta.get(key, "") for key in NAMING)
    if not any(election.meta.get(key) for key in NAMING):
        return digest(election)
    if len(named) <= TITLE:
        return named
    return f"{named[:100]} {hashlib.sha256(named.encode()).hexdigest()}"


def _process(election: Election, contract_id: int) -> Process:
    meta = election.meta
    title = meta.get("description") or meta.get("unit") or "Budget participatif"
    for key in ("subunit", "instance"):
        value = meta.get(key, "")
        if value and value not in title:
            title = f"{title}, {value}"
    euros = meta.get("currency", "EUR").upper() == "EUR"
    place = ", ".join(meta[key] for key in ("unit", "country") if meta.get(key))
    process = Process.objects.create(
        contract_id=contract_id,
        code=_code(election),
        kind=ProcessKind.BUDGET,
        title=title[:TITLE],
        summary=f"Vote dépouillé et publié ailleurs{f' ({place})' if place else ''}, "
        "que chacun peut recompter ici.",
        state=ProcessState.CLOSED.value,
        envelope=election.budget.quantize(CENT) if euros else None,
        categories=_categories(election),
        salt=secrets.token_hex(32),
        numbered=len(election.projects),
        created_at=timezone.now(),
    )
    first, last = _day(meta.get("date_begin", "")), _day(meta.get("date_end", ""))
    if first is not None and last is not None and first <= last:
        Phase.objects.create(
            process=process,
            kind=PhaseKind.VOTE.value,
            opens_at=first,
            closes_at=last + timedelta(days=1),
        )
    return process


def _code(election: Election) -> str:
    meta = election.meta
    words = [meta.get(key, "") for key in ("unit", "subunit", "instance")]
    base = slugify(" ".join(words).translate(BARRED))[:CODE].strip("-") or "vote"
    if not Process.objects.filter(code=base).exists():
        return base
    return f"{base[: CODE - 9].strip('-')}-{digest(election)[:8]}"


def _categories(election: Election) -> list[str]:
    found = {project.column("category").strip()[:CATEGORY] for project in election.projects}
    return sorted(found - {""})


def _day(text: str) -> datetime | None:
    """« 07.10.2022 », at midnight on the clock of the site; None for anything else."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day, no hour
        except ValueError:
            continue
        return timezone.make_aware(datetime.combine(day, time()))
    return None


def _projects(process: Process, election: Election, result: Result) -> None:
    BudgetProject.objects.bulk_create(
        [
            _project(process, number, project, result)
            for number, project in enumerate(election.projects, start=1)
        ],
        batch_size=500,
    )


def _project(process: Process, number: int, project: Project, result: Result) -> BudgetProject:
    cost = project.cost.quantize(CENT)
    won = None if result.winners is None else project.id in result.winners
    state = {None: ProjectState.ADMITTED, True: ProjectState.WON, False: ProjectState.LOST}[won]
    name = project.name.strip() or project.id
    longitude, latitude = _point(project)
    extra = {key: value for key, value in project.extra.items() if value and key not in OWN}
    if len(name) > TITLE:
        extra["name"] = name
    if cost != project.cost:
        extra["cost"] = format(project.cost, "f")
    return BudgetProject(
        process=process,
        number=number,
        title=name[:TITLE],
        body=project.column("description"),
        cost=cost,
        category=project.column("category").strip()[:CATEGORY],
        place=(project.column("district") or project.column("neighborhood"))[:TITLE],
        longitude=longitude,
        latitude=latitude,
        state=state.value,
        tally_won=won,
        awarded=cost if won else None,
        source=project.id,
        extra=extra,
    )


def _point(project: Project) -> tuple[float | None, float | None]:
    """Degrees, or neither when they are absent or cannot be a point of the Earth."""
    try:
        longitude, latitude = float(project.column("longitude")), float(project.column("latitude"))
    except ValueError:
        return None, None
    if abs(longitude) <= 180 and abs(latitude) <= 90:
        return longitude, latitude
    return None, None


def _publish(
    process: Process,
    election: Election,
    light: Minimised,
    counted: list[dict[str, Any]],
    result: Result,
    source: str,
    source_digest: str,
) -> None:
    winners = None if result.winners is None else sorted(result.winners)
    PublishedElection.objects.create(
        process=process,
        source=source,
        source_digest=source_digest,
        digest=digest(light.election),
        text=write_pb(light.election),
        vote_type=str(election.vote_type),
        rule=election.meta.get("rule", "")[:80],
        budget=election.budget.quantize(CENT),
        currency=election.meta.get("currency", "EUR").upper()[:8] or "EUR",
        ballots=len(election.ballots),
        meta=dict(election.meta),
        voters=[{"column": row.column, "rows": row.rows} for row in light.totals],
        compared={"published": result.published, "winners": winners, "counts": counted},
        imported_at=timezone.now(),
    )


def _say(report: ImportReport, election: Election, light: Minimised, result: Result) -> None:
    report.values = {"bulletins": len(election.ballots)}
    if result.winners is not None:
        report.values["projets lauréats"] = len(result.winners)
    report.note(
        "Les identifiants des votants ne sont pas gardés : chaque bulletin porte un numéro de "
        "ligne, dans un ordre qui ne dit plus celui des votes."
    )
    for total in light.totals:
        kept = "gardée en totaux" if total.rows else "écartée, trop peu de votants"
        report.note(
            f"Colonne sur les votants {kept} : des groupes ont moins de {LEAST} votants.",
            column=total.column,
        )
    for name in light.kept:
        report.note(
            f"Colonne sur les votants gardée : chaque groupe a au moins {LEAST} votants.",
            column=name,
        )
    if result.winners is None:
        report.note("Le fichier ne dit ni qui est lauréat, ni selon quelle règle connue.")
    elif not result.published:
        report.note(
            "Le fichier ne dit pas qui est lauréat : les lauréats sont ceux de la règle qu'il "
            "nomme, dépouillée de nouveau."
        )
    if too_long(election):
        report.note(
            "Les parts égales augmentées (add1) ne sont pas recomptées : elles montent d'une unité "
            "de monnaie à la fois, et chaque part en compte ici trop."
        )
    if election.meta.get("currency", "EUR").upper() != "EUR":
        report.note(
            "Les montants ne sont pas en euros : ils sont gardés dans leur monnaie, sans "
            "conversion.",
            value=election.meta["currency"],
        )
