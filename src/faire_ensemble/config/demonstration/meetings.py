"""The committees of the communes, and the sessions that looked at every file of the year."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import override

from faire_ensemble.apps.funding.lifecycle.sessions import SessionState, default_quorum
from faire_ensemble.apps.funding.models import (
    AgendaItem,
    Attendance,
    Committee,
    CommitteeProposal,
    FundingRequest,
    Seat,
    Session,
)
from faire_ensemble.apps.funding.selectors.minutes import file_minutes, session_minutes
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.draw import Draw
from faire_ensemble.config.demonstration.keys import Keys, at
from faire_ensemble.config.demonstration.submitted import BATCH, Pair

FIRST = date(2016, 2, 1)
DAYS = 50  # the last session is before the steering committee of 31 March
LASTED = timedelta(hours=3)
MINUTES_LANGUAGE = "fr"
RAISED_ON = 50  # one award in so many was proposed lower than what was decided
Outcome = CommitteeProposal.Outcome


def hold_committees(keys: Keys, pairs: Sequence[Pair]) -> None:
    """One committee a commune, and the number of sessions that the report gives."""
    by_commune: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_commune[pair[0].place.commune].append(pair)
    counts = share({code: len(found) for code, found in by_commune.items()}, keys.words["sessions"])
    source = Draw(facts.table("invented.toml")["seed"] + 5)
    first = 0
    for code in sorted(by_commune):
        committee, seats = _committee(keys, code)
        found = by_commune[code]
        for rank in range(counts[code]):
            starts = _moment(first + rank, keys.words["sessions"])
            _hold(source, committee, seats, starts, found[rank :: counts[code]],
                  keys.words["words"]["discussion"])  # fmt: skip
        first += counts[code]


def share(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """`total` sessions by size (largest remainder), at least one each."""
    spare, whole = total - len(sizes), sum(sizes.values())
    found = {key: 1 + spare * size // whole for key, size in sizes.items()}
    rest = sorted(sizes, key=lambda key: (-(spare * sizes[key] % whole), key))
    for key in rest[: total - sum(found.values())]:
        found[key] += 1
    return found


def _moment(rank: int, sessions: int) -> datetime:
    """Two sessions a day, mornings and afternoons, spread over working days."""
    days = [day for n in range(DAYS) if (day := FIRST + timedelta(days=n)).weekday() < 5]
    half = -(-sessions // 2)
    return at(days[rank // 2 * len(days) // half], 14 if rank % 2 else 9, 30)


def _committee(keys: Keys, commune: str) -> tuple[Committee, list[Seat]]:
    town = next(each for each in facts.towns() if each.commune == commune)
    committee = Committee.objects.create(
        contract=keys.contract,
        name=f"{town.organisation.replace('Ville', 'Comité', 1)} (démonstration)",
        territory_id=keys.communes[commune],
    )  # fmt: skip
    known = {name: pk for pk, name in keys.funder_names.items()}
    wanted = [{"label": "Commune", "organisation": town.organisation}, *keys.words["seats"]]
    seats = Seat.objects.bulk_create(
        Seat(committee=committee, label=each["label"], voting=each.get("voting", True),
             organisation_id=known.get(each.get("organisation", "")))
        for each in wanted
    )  # fmt: skip
    return committee, seats


def _hold(
    source: Draw, committee: Committee, seats: Sequence[Seat], starts: datetime,
    pairs: Sequence[Pair], discussions: Sequence[str],
) -> None:  # fmt: skip
    """One session, from its agenda to its minutes."""
    session = Session.objects.create(
        committee=committee, starts_at=starts, quorum=default_quorum(_voices(seats)),
        place="Salle du conseil (démonstration)", state=SessionState.CLOSED,
        closed_at=starts + LASTED,
    )  # fmt: skip
    # The commune and the State always come: with one more, the quorum of four voices is reached.
    absent = source.below(len(seats) - 4) + 4
    Attendance.objects.bulk_create(
        Attendance(session=session, seat=seat, present=rank != absent)
        for rank, seat in enumerate(seats)
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(session=session, application=row, rank=rank,
                   discussion=source.one(discussions))
        for rank, (_file, row) in enumerate(pairs, start=1)
    )  # fmt: skip
    _propose(source, items)
    with override(MINUTES_LANGUAGE):
        session.minutes = session_minutes(session)
        for item, text in zip(items, file_minutes(items), strict=True):
            item.minutes = text
    session.save(update_fields=["minutes"])
    AgendaItem.objects.bulk_update(items, ["minutes"], batch_size=BATCH)


def _voices(seats: Sequence[Seat]) -> int:
    return sum(seat.voting for seat in seats)


def _propose(source: Draw, items: Sequence[AgendaItem]) -> None:
    """What was decided later, but for a few amounts that the steering committee raised."""
    item_of = {item.application_id: item for item in items}
    proposals = []
    for request in FundingRequest.objects.filter(application__in=item_of).order_by("pk"):
        amount = request.awarded or None
        if amount and not source.below(RAISED_ON):
            amount = max(amount * 4 // 5, min(request.minimum, amount))
        proposals.append(
            CommitteeProposal(
                item=item_of[request.application_id], request=request, amount=amount,
                outcome=Outcome.AWARD if amount else Outcome.REFUSE,
            )
        )  # fmt: skip
    CommitteeProposal.objects.bulk_create(proposals, batch_size=BATCH)
