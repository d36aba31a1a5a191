"""The participatory budgets of the demonstration: projects, ballots, result, delivery. Invented.

Ballots and keyings are written in bulk as the services would have; the count, the tally and the
publication are the services' own.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import exp
from typing import Any

import shapely

from faire_ensemble.apps.accounts.models import User
from faire_ensemble.apps.participation.models import (
    Ballot,
    BudgetProject,
    Channel,
    PaperBatch,
    PaperKeying,
    Phase,
    Process,
    ProjectStep,
    Review,
    ReviewKind,
    Signature,
    Vote,
)
from faire_ensemble.apps.participation.services.projects import delivery
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.counting import count_vote, publish_vote
from faire_ensemble.apps.participation.services.votes.preparing import (
    close_vote,
    open_vote,
    prepare_vote,
)
from faire_ensemble.apps.territory.models import Territory
from faire_ensemble.apps.territory.selectors import shown_perimeters
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.draw import Draw
from faire_ensemble.config.demonstration.keys import Keys, at

MOST = 5  # projects on a ballot
STEP = 100  # euros
PASTS = (("Études et marché", 60, True), ("Travaux", 180, True), ("Ouverture", 240, False))


def add_budgets(found: Keys, people: dict[str, User]) -> int:
    """A budget up to the delivery of its winners, and one where visitors vote; ballots counted."""
    words = facts.table("participation.toml")
    officer, second = people["cheffe-de-projet"], people["elue"]
    budget = words["budget"]
    draw = Draw(budget["seed"])
    process = _process(found, budget)
    projects = _projects(process, budget, draw, officer)
    vote = _count(process, projects, budget, draw, (officer, second))
    _deliver(process, officer, budget)
    _open_to_visitors(found, budget | words["trial"], officer)
    return vote.counted.count()


def _open_to_visitors(found: Keys, words: dict[str, Any], officer: User) -> None:
    """A vote that stays open to the invented persons of the demonstration, by their account."""
    process = _process(found, words)
    _projects(process, words, Draw(words["seed"]), officer)
    vote = prepare_vote(
        actor=officer,
        process_id=process.pk,
        ballot_type="knapsack",
        rule="equal-shares",
        completion="add1u",
        eligibility="account",
    )
    open_vote(actor=officer, vote_id=vote.pk)


def _process(found: Keys, words: dict[str, Any]) -> Process:
    commune = Territory.objects.get(pk=found.communes[words["commune"]])
    made = Process.objects.create(
        contract=found.contract,
        code=words["code"],
        kind="budget",
        title=words["title"],
        summary=words["summary"],
        body=words["body"].strip(),
        state="published",
        territory=commune,
        owner=found.contract.partners.get(organisation__name=words["owner"]).organisation,
        entries=["account", "email", "code"],
        minimum_age=words["minimum_age"],
        envelope=Decimal(words["envelope"]),
        categories=sorted({kind["category"] for kind in words["kinds"]}),
        salt=facts.digest()[:64],
        numbered=words["projects"],
        created_at=at(words["proposing"][0]),
    )
    if "endless" in words:
        Phase.objects.create(process=made, kind="vote", opens_at=at(words["endless"], 0))
        return made
    names = {"proposing": "propose", "reviewing": "review", "showing": "show", "voting": "vote"}
    phases = [
        Phase(
            process=made,
            kind=kind,
            opens_at=at(words[name][0], 0),
            closes_at=at(words[name][1] + timedelta(days=1), 0),
        )
        for name, kind in names.items()
    ]
    last = words["voting"][1] + timedelta(days=1)
    Phase.objects.bulk_create([*phases, Phase(process=made, kind="deliver", opens_at=at(last, 0))])
    return made


def _projects(
    process: Process, words: dict[str, Any], draw: Draw, officer: User
) -> list[BudgetProject]:
    """Each kind of idea in several places: as many projects as the facts say, all admitted."""
    places = list(
        Territory.objects.filter(kind="priority", communes__code=words["commune"]).order_by("code")
    )
    names = [(place, place.name) for place in places] + [(None, each) for each in words["places"]]
    pairs = [(kind, name) for kind in words["kinds"] for name in names]
    draw.shuffle(pairs)
    inside = _points(places, Draw(words["seed"] + 1))
    rows = []
    for number, (kind, (place, name)) in enumerate(pairs[: words["projects"]], start=1):
        low, high = kind["cost"]
        longitude, latitude = inside(place) if place else (None, None)
        cost = Decimal(int(low + draw.uniform() * (high - low)) // STEP * STEP)
        rows.append(
            BudgetProject(
                process=process,
                number=number,
                title=f"{kind['title']}, {name}",
                body=kind.get("body", words["said"]),
                cost=cost,
                category=kind["category"],
                territory=place or process.territory,
                place="" if place else name,
                longitude=longitude,
                latitude=latitude,
                state="admitted",
            )
        )
    made = BudgetProject.objects.bulk_create(rows)
    day = at(words["reviewing"][1])
    Review.objects.bulk_create(
        Review(
            project=row,
            kind=kind,
            verdict="favourable",
            reason=words["reviews"][kind],
            cost=row.cost if kind == ReviewKind.FINANCIAL else None,
            by=officer,
            at=day,
        )
        for row in made
        for kind in ReviewKind.values
    )
    ProjectStep.objects.bulk_create(
        ProjectStep(project=row, act="admit", state="admitted", by=officer, at=day) for row in made
    )
    return made


def _points(places: Sequence[Territory], draw: Draw) -> Callable[[Territory], tuple[float, float]]:
    """Longitude and latitude of an invented spot inside of the perimeter of a neighbourhood."""
    shapes = {pk: kept.geometry for pk, kept in shown_perimeters(places).items()}

    def inside(place: Territory) -> tuple[float, float]:
        shape = shapes[place.pk]
        west, south, east, north = shape.bounds
        while True:
            spot = (west + draw.uniform() * (east - west), south + draw.uniform() * (north - south))
            if shape.contains(shapely.Point(spot)):
                return round(spot[0], 6), round(spot[1], 6)

    return inside


def _count(
    process: Process,
    projects: Sequence[BudgetProject],
    words: dict[str, Any],
    draw: Draw,
    keyers: tuple[User, User],
) -> Vote:
    officer = keyers[0]
    vote = prepare_vote(
        actor=officer,
        process_id=process.pk,
        ballot_type="approval",
        rule="greedy",
        completion="none",
        max_choices=MOST,
        eligibility="code",
    )
    vote = open_vote(actor=officer, vote_id=vote.pk)
    seed = str(words["seed"])
    Vote.objects.filter(pk=vote.pk).update(
        seed=seed, seed_commitment=sealing.seed_commitment(seed), opened_at=at(words["voting"][0])
    )
    ballots = _ballots(projects, words, draw)
    paper = ballots[: words["paper"]]
    _cast(vote, ballots[words["paper"] :], words, draw)
    close_vote(actor=officer, vote_id=vote.pk)
    _key(vote, paper, keyers)
    count_vote(actor=officer, vote_id=vote.pk)
    vote = publish_vote(actor=officer, vote_id=vote.pk)
    closed = at(words["voting"][1] + timedelta(days=1), 0)
    Vote.objects.filter(pk=vote.pk).update(
        closed_at=closed, counted_at=closed + timedelta(hours=10),
        published_at=closed + timedelta(hours=12),
    )  # fmt: skip
    return vote


def _ballots(
    projects: Sequence[BudgetProject], words: dict[str, Any], draw: Draw
) -> list[tuple[tuple[int, int], ...]]:
    """Up to five different projects each; some ideas are liked more, dear ones a little more."""
    weights = [
        exp(0.8 * draw.bell()) * (float(project.cost or 1) / 30_000) ** 0.7 for project in projects
    ]
    numbers = [project.number for project in projects]
    return [
        tuple(
            (number, 0)
            for number in sorted(
                {draw.weighted(numbers, weights) for _ in range(1 + draw.below(MOST))}
            )
        )
        for _ in range(words["ballots"])
    ]


def _cast(
    vote: Vote,
    ballots: Sequence[tuple[tuple[int, int], ...]],
    words: dict[str, Any],
    draw: Draw,
) -> None:
    """Signatures with a neighbourhood, ballots with their receipt, in no order."""
    vote.refresh_from_db()
    codes = list(
        Territory.objects.filter(kind="priority", communes__code=words["commune"])
        .order_by("code")
        .values_list("code", flat=True)
    )
    signed, cast = [], []
    for rank, choices in enumerate(ballots):
        voter = sealing.voter_digest(vote.salt, "demonstration", str(rank))
        hiding = sealing.nonce(vote.secret, voter)
        text = sealing.packed(choices)
        channel = Channel.ASSISTED if rank % 40 == 0 else Channel.ONLINE
        signed.append(
            Signature(vote=vote, voter=voter, channel=channel, neighbourhood=draw.one(codes))
        )
        cast.append(
            Ballot(
                vote=vote, key=sealing.ballot_key(vote.secret, voter), choices=text, nonce=hiding,
                receipt=sealing.receipt(text, hiding), channel=channel,
            )
        )  # fmt: skip
    for rank in range(words["paper"]):
        voter = sealing.voter_digest(vote.salt, "demonstration-paper", str(rank))
        signed.append(Signature(vote=vote, voter=voter, channel=Channel.PAPER))
    Signature.objects.bulk_create(signed, batch_size=500)
    Ballot.objects.bulk_create(cast, batch_size=500)


def _key(
    vote: Vote, paper: Sequence[tuple[tuple[int, int], ...]], keyers: tuple[User, User]
) -> None:
    """One urn, read twice by two persons who saw the same."""
    batch = PaperBatch.objects.create(
        vote=vote, label="Mairies de quartier (démonstration)", found=len(paper), by=keyers[0],
        settled_at=at(date(2016, 3, 28)),
    )  # fmt: skip
    PaperKeying.objects.bulk_create(
        (
            PaperKeying(
                batch=batch, round=reading, rank=rank, kind="valid",
                choices=sealing.packed(choices), by=keyers[reading - 1],
            )
            for reading in (1, 2)
            for rank, choices in enumerate(paper, start=1)
        ),
        batch_size=500,
    )  # fmt: skip


def _deliver(process: Process, officer: User, words: dict[str, Any]) -> None:
    """Winners are started; the first ones are open, one is late, all have spent something."""
    winners = BudgetProject.objects.filter(process=process, state="won").order_by("number")
    start = words["voting"][1] + timedelta(days=30)
    for rank, project in enumerate(winners):
        delivery.advance(actor=officer, project_id=project.pk, act="start")
        open_already = rank % 3 == 0
        for title, days, past in PASTS:
            due = start + timedelta(days=days + 7 * rank)
            step = delivery.add_milestone(
                actor=officer, project_id=project.pk, title=title, due_on=due
            )
            if past or open_already:
                delivery.finish_milestone(
                    actor=officer, milestone_id=step.pk, done_on=due - timedelta(days=3)
                )
        for share, what in ((Decimal("0.25"), "Études"), (Decimal("0.6"), "Travaux")):
            delivery.add_spending(
                actor=officer, project_id=project.pk, spent_on=start + timedelta(days=90 + rank),
                what=what, amount=(project.cost or Decimal(0)) * share,
            )  # fmt: skip
        if open_already:
            delivery.advance(actor=officer, project_id=project.pk, act="deliver")
