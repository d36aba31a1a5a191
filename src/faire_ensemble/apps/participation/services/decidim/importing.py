"""Decidim's exports become closed processes, one a component, that read as they did there.

Each row keeps the name it had (`decidim:proposal:457`): importing again changes nothing, and
brings only what changed there. What officers did here since (moderation, merges) stays.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from faire_ensemble.apps.contract.selectors import current_contract
from faire_ensemble.apps.participation.lifecycle import (
    ContributionState,
    PhaseKind,
    ProcessState,
)
from faire_ensemble.apps.participation.models import (
    Comment,
    Contribution,
    Contributor,
    Phase,
    Process,
    ProcessKind,
)
from faire_ensemble.apps.participation.services.contributions.publishing import recount
from faire_ensemble.apps.participation.services.contributions.writing import folded_text
from faire_ensemble.apps.participation.services.decidim.reading import (
    Export,
    Said,
    Written,
    read_folder,
)
from faire_ensemble.kit.tabular import ImportReport, Unreadable
from faire_ensemble.kit.tabular.runs import Progress

UNKNOWN = "decidim:auteur-inconnu"
BATCH = 500
CODE_LENGTH = 60


def import_decidim(path: Path, report: ImportReport, progress: Progress) -> None:
    """Load a folder of exports (`run_import` with `folder=True`). Raises `Unreadable`."""
    export = read_folder(path, report)
    contract = current_contract()
    if contract is None:
        raise Unreadable(
            "Aucun contrat de ville n'est ouvert : « faire open » suivi du SIREN d'une "
            "intercommunalité en ouvre un, puis relancez."
        )
    if not export.written:
        raise Unreadable(
            f"{path.name} : ni proposition ni débat dans ce dossier. Ajoutez leur export à celui "
            "des commentaires."
        )
    with transaction.atomic():
        pages: dict[str, Contribution] = {}
        by_component: dict[tuple[str, str, str], list[Written]] = defaultdict(list)
        for each in export.written:
            by_component[each.host, each.slug, each.component].append(each)
        for group in by_component.values():
            process = _process(contract.pk, group, export.said)
            pages |= _contributions(process, group, report)
            progress(len(group))
        _comments(export.said, pages, report)
        progress(len(export.said))
    _say(export, report)


def _process(contract_id: int, group: list[Written], said: list[Said]) -> Process:
    """The process of a component, made at the first import; then it is the officers'."""
    first = group[0]
    code = slugify(f"{first.host.replace('.', '-')}-{first.slug}-{first.component}")[-CODE_LENGTH:]
    pages = {each.path for each in group}
    days = [each.at for each in group] + [each.at for each in said if each.place in pages]
    debates = first.key.startswith("decidim:debate:")
    what = "Débats" if debates else "Propositions"
    process, new = Process.objects.get_or_create(
        code=code.strip("-"),
        defaults={
            "contract_id": contract_id,
            "kind": ProcessKind.CONSULTATION,
            "title": f"{what} de {first.host} ({first.slug})"[:200],
            "summary": f"{what} publiés sur la plateforme Decidim de {first.host}, repris ici."
            if debates
            else f"{what} publiées sur la plateforme Decidim de {first.host}, reprises ici.",
            "state": ProcessState.CLOSED,
            "entries": [],
            "categories": sorted({each.category for each in group if each.category}),
            "salt": secrets.token_hex(32),
            "created_at": timezone.now(),
        },
    )
    if new:
        Phase.objects.create(
            process=process,
            kind=PhaseKind.DISCUSS if debates else PhaseKind.PROPOSE,
            opens_at=min(days),
            closes_at=max(days) + timedelta(seconds=1),
        )
    return process


def _contributions(
    process: Process, group: list[Written], report: ImportReport
) -> dict[str, Contribution]:
    """Each page of the platform and the contribution it became."""
    held = {
        row.source: row for row in Contribution.objects.filter(process=process).exclude(source="")
    }
    author = _authors(process, [""])[""]
    locked = Process.objects.select_for_update().get(pk=process.pk)
    new: list[Contribution] = []
    pages: dict[str, Contribution] = {}
    for each in sorted(group, key=lambda one: (one.at, one.key)):
        row = held.get(each.key)
        if row is None:
            locked.numbered += 1
            row = Contribution(
                process=process,
                number=locked.numbered,
                contributor=author,
                state=ContributionState.PUBLISHED,
                published_at=each.at,
                sent_at=each.at,
                source=each.key,
            )
            _fill(row, each)
            row.supporters = each.votes
            new.append(row)
            report.created += 1
        elif _fill(row, each):
            row.save()
            recount(row)
            if row.merged_into is not None:
                recount(row.merged_into)
            report.updated += 1
        else:
            report.unchanged += 1
        pages[each.path] = row
    locked.save(update_fields=["numbered"])
    Contribution.objects.bulk_create(new, batch_size=BATCH)
    return pages


def _fill(row: Contribution, each: Written) -> bool:
    """Write what the platform says; whether something changed."""
    wanted = {
        "title": each.title,
        "body": each.body,
        "folded": folded_text(each.title, each.body),
        "category": each.category,
        "supports_elsewhere": each.votes,
    }
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _comments(said: list[Said], pages: dict[str, Contribution], report: ImportReport) -> None:
    """Comments below what they answer; those on pages that are not in the folder are left."""
    here = [each for each in said if each.place in pages]
    _leave(said, pages, report)
    held = {
        (row.contribution_id, row.source): row
        for row in Comment.objects.filter(contribution__in=pages.values()).exclude(source="")
    }
    authors: dict[int, dict[str, Contributor]] = {}
    for process in {pages[each.place].process for each in here}:
        mine = [each.author for each in here if pages[each.place].process == process]
        authors[process.pk] = _authors(process, mine)
    for depth in sorted({each.depth for each in here}):
        new: list[Comment] = []
        for each in (one for one in here if one.depth == depth):
            page = pages[each.place]
            row = held.get((page.pk, each.key))
            parent = held.get((page.pk, each.parent)) if each.parent else None
            if each.parent and parent is None:
                report.note("réponse à un commentaire absent : mise au premier rang",
                            value=each.key)  # fmt: skip
            if row is None:
                row = Comment(
                    contribution=page,
                    contributor=authors[page.process_id][each.author],
                    parent=parent,
                    body=each.body,
                    stance=each.stance,
                    state=ContributionState.PUBLISHED,
                    sent_at=each.at,
                    source=each.key,
                )
                new.append(row)
                held[page.pk, each.key] = row
                report.created += 1
            elif (row.body, row.stance) != (each.body, each.stance):
                row.body, row.stance = each.body, each.stance
                row.save(update_fields=["body", "stance"])
                report.updated += 1
            else:
                report.unchanged += 1
        Comment.objects.bulk_create(new, batch_size=BATCH)


def _leave(said: list[Said], pages: dict[str, Contribution], report: ImportReport) -> None:
    """Say which comments are about something else, and where that is."""
    left: dict[str, int] = defaultdict(int)
    hosts = {page.partition("/")[0] for page in pages}
    for each in said:
        if each.place not in pages:
            report.out_of_scope += 1
            left[each.place.partition("/")[0]] += 1
    for host, count in sorted(left.items()):
        why = (
            "dont la page n'est pas dans ce dossier"
            if host in hosts
            else f"viennent d'une autre plateforme ({host}) et portent sur ses propres pages"
        )
        report.note(f"{count} commentaires {why} : laissés de côté")


def _authors(process: Process, numbers: Iterable[str]) -> dict[str, Contributor]:
    """The people of a process by the number Decidim gave them; empty: nobody knows who."""
    wanted = {number: f"decidim:{number}" if number else UNKNOWN for number in numbers}
    known = {
        row.reference: row
        for row in Contributor.objects.filter(process=process, reference__in=wanted.values())
    }
    missing = sorted(set(wanted.values()) - set(known))
    made = Contributor.objects.bulk_create(
        Contributor(process=process, reference=each, created_at=timezone.now()) for each in missing
    )
    known |= {row.reference: row for row in made}
    return {number: known[reference] for number, reference in wanted.items()}


def _say(export: Export, report: ImportReport) -> None:
    report.note(
        "données personnelles : le nom des auteurs n'est pas repris, seul leur numéro l'est, pour "
        "distinguer deux personnes ; les soutiens sont repris en nombre, sans qui soutient"
    )
    if export.masked:
        report.repair(f"{export.masked} adresses ou numéros de téléphone masqués dans les textes")
