"""Who may vote: codes on paper, a list; and their end."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.participation.lifecycle import VoteState
from faire_ensemble.apps.participation.models import (
    Eligibility,
    RollEntry,
    Signature,
    Vote,
    VotingCode,
)
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.preparing import locked_vote
from faire_ensemble.apps.participation.services.votes.recognising import read_date, roll_digest
from faire_ensemble.kit import audit
from faire_ensemble.kit.tabular.readers import Unreadable, read_table

MAX_CODES = 20_000


def make_codes(
    *, actor: Any, vote_id: int, batch: str, count: int, neighbourhood: str = ""
) -> list[str]:
    """Codes to print at once: nobody can read them again. Raises `Refused`, `BadInput`."""
    if not 1 <= count <= MAX_CODES:
        raise BadInput(_("Un lot a de 1 à %(most)s codes.") % {"most": MAX_CODES}, "count")
    if not batch.strip():
        raise BadInput(_("Donnez un nom au lot : l'endroit où il sera distribué."), "batch")
    with transaction.atomic():
        vote = locked_vote(actor, vote_id)
        _check_makes(vote, Eligibility.CODE)
        if vote.codes.filter(batch=batch.strip()).exists():
            raise BadInput(_("Un lot porte déjà ce nom."), "batch")
        codes = [sealing.new_code() for _rank in range(count)]
        VotingCode.objects.bulk_create(
            VotingCode(
                vote=vote,
                batch=batch.strip(),
                digest=sealing.voter_digest(vote.salt, "paper-code", code),
                neighbourhood=neighbourhood,
            )
            for code in codes
        )
        audit.record(
            actor=actor,
            verb="codes de vote imprimés",
            subject=f"vote:{vote.pk}",
            detail={"lot": batch.strip(), "nombre": count},
        )
    return codes


def void_codes(*, actor: Any, vote_id: int, batch: str) -> int:
    """Cancel the codes of a batch that nobody used (lost, stolen). Raises `Refused`, `BadInput`."""
    with transaction.atomic():
        vote = locked_vote(actor, vote_id)
        if vote.state not in (VoteState.PREPARING, VoteState.OPEN):
            raise BadInput(_("Le vote est clos : ses codes ne servent plus."))
        rows = list(vote.codes.filter(batch=batch, void=False))
        if not rows:
            raise BadInput(_("Ce lot n'a pas de code à annuler."))
        voters = {
            sealing.voter_digest(vote.salt, Eligibility.CODE, row.digest): row for row in rows
        }
        used = set(
            Signature.objects.filter(vote=vote, voter__in=voters).values_list("voter", flat=True)
        )
        free = [row.pk for voter, row in voters.items() if voter not in used]
        vote.codes.filter(pk__in=free).update(void=True)
        audit.record(
            actor=actor,
            verb="codes de vote annulés",
            subject=f"vote:{vote.pk}",
            detail={"lot": batch, "annulés": len(free), "déjà utilisés": len(used)},
        )
    return len(free)


@dataclass(frozen=True, slots=True)
class RollReport:
    """What an imported list gave: lines `added`, `already` there, and French `faults` by line."""

    read: int
    added: int
    already: int
    faults: tuple[str, ...]


def import_roll(*, actor: Any, vote_id: int, path: Path) -> RollReport:
    """Add the people of a CSV or XLSX list: nom, prénom, date de naissance, numéro, quartier.

    Other columns are not kept. Raises `Refused`, `BadInput`.
    """
    try:
        table = read_table(path)
        header = {
            "name": table.column("nom", "nom de naissance"),
            "first": table.column("prénom", "prenom", "prénoms", "prenoms"),
            "born": table.column("date de naissance", "date_naissance", "naissance"),
            "number": table.column("numéro", "numero", "numéro d'électeur", "numero_electeur"),
            "place": table.column("quartier", "code quartier", "code_quartier"),
        }
        rows = [(row.line, row.cells) for row in table.rows]
    except Unreadable as error:
        raise BadInput(str(error), "file") from error
    if header["name"] is None or header["born"] is None:
        raise BadInput(
            _("Il manque une colonne : « nom » et « date de naissance » sont nécessaires."), "file"
        )
    with transaction.atomic():
        vote = locked_vote(actor, vote_id)
        _check_makes(vote, Eligibility.ROLL)
        made, faults = _entries(vote, header, rows)
        present = set(vote.roll.values_list("digest", flat=True))
        fresh = {digest: row for digest, row in made.items() if digest not in present}
        RollEntry.objects.bulk_create(fresh.values())
        report = RollReport(
            read=len(rows),
            added=len(fresh),
            already=len(rows) - len(faults) - len(fresh),
            faults=tuple(faults),
        )
        audit.record(
            actor=actor,
            verb="liste de votants importée",
            subject=f"vote:{vote.pk}",
            detail={"lues": report.read, "ajoutées": report.added, "refusées": len(faults)},
        )
    return report


def _entries(
    vote: Vote, header: dict[str, int | None], rows: list[tuple[int, list[str]]]
) -> tuple[dict[str, RollEntry], list[str]]:
    made: dict[str, RollEntry] = {}
    faults: list[str] = []
    for line, cells in rows:
        found = {
            key: cells[at].strip() if at is not None and at < len(cells) else ""
            for key, at in header.items()
        }
        born = read_date(found["born"])
        if not found["name"] or born is None:
            faults.append(
                _("ligne %(line)s : le nom ou la date de naissance manque ou n'est pas lisible")
                % {"line": line}
            )
            continue
        name = f"{found['name']} {_first(found['first'])}".strip()[:160]
        digest = roll_digest(vote, name, born, found["number"])
        made[digest] = RollEntry(
            vote=vote, name=name, folded=fold(name)[:200], born_on=born,
            number=found["number"][:40],
            neighbourhood=found["place"][:20], digest=digest,
        )  # fmt: skip
    return made, faults


def forget_voters(*, actor: Any, vote_id: int) -> None:
    """Erase names and codes once the result is published: signatures stay, without anybody to
    recompute them for. Raises `Refused`, `BadInput`."""
    with transaction.atomic():
        vote = locked_vote(actor, vote_id)
        if vote.state != VoteState.PUBLISHED:
            raise BadInput(_("On efface la liste une fois le résultat publié."))
        if vote.forgotten_at is not None:
            raise BadInput(_("La liste est déjà effacée."))
        erased = {"votants": vote.roll.count(), "codes": vote.codes.count()}
        vote.roll.all().delete()
        vote.codes.all().delete()
        vote.salt, vote.forgotten_at = sealing.new_key(), timezone.now()
        vote.save(update_fields=["salt", "forgotten_at"])
        audit.record(
            actor=actor, verb="liste de votants effacée", subject=f"vote:{vote.pk}", detail=erased
        )


def codes_csv(codes: list[str], address: str) -> str:
    """The codes of a batch for a printer; semicolons, as French spreadsheets read them."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["code", "adresse"])
    writer.writerows([sealing.in_groups(code), f"{address}#{code}"] for code in codes)
    return text.getvalue()


def _check_makes(vote: Vote, eligibility: str) -> None:
    if vote.eligibility != eligibility:
        raise BadInput(_("Les règles du vote prévoient une autre façon d'être connu."))
    if vote.state not in (VoteState.PREPARING, VoteState.OPEN):
        raise BadInput(_("Le vote est clos : on n'ajoute plus de votants."))


def _first(names: str) -> str:
    """The first of several first names; compound ones have a dash."""
    return re.split(r"[,;\s]+", names.strip())[0] if names.strip() else ""
