"""Conseils citoyens and conseils de quartier of the demonstration."""

from datetime import date, timedelta
from decimal import Decimal

from faire_ensemble.apps.governance.models import (
    Body,
    College,
    Council,
    CouncilBudget,
    CouncilSpending,
    LabelStep,
    Seat,
    SeatTerm,
    Training,
    Wish,
)
from faire_ensemble.apps.governance.services.bodies import MODELS
from faire_ensemble.apps.territory.models import Territory
from faire_ensemble.config.demonstration import facts
from faire_ensemble.config.demonstration.ground import Ground
from faire_ensemble.config.demonstration.keys import at

STEPS = ("called", "drawn", "composed", "mayor", "epci", "submitted", "recognised")
STARTED, APART = date(2015, 10, 1), timedelta(days=21)


def add_quarters(ground: Ground) -> dict[str, Body]:
    """Two conseils de quartier with the composition of Tourcoing, some seats still empty."""
    words, found = ground.words["quarter"], {}
    for rank, fact in enumerate(ground.words["quarters"]):
        body = Body.objects.create(
            contract=ground.contract, kind="quarter", name=fact["name"],
            territory=ground.communes[fact["commune"]], description=words["description"],
            source=words["source"], meetings_a_year=words["meetings_a_year"],
            secretariat_id=ground.organisations["Ville de Tourcoing"], quorum_rule="none",
        )  # fmt: skip
        _compose(body, "tourcoing")
        residents = body.seats.filter(college__name="Habitants").order_by("pk")
        for seat, name in zip(residents, words["residents"], strict=False):
            SeatTerm.objects.create(
                seat=seat, name=f"{name} Exemple", starts_on=ground.today - timedelta(days=400),
                origin="volunteer", named_in_public=rank == 0,
            )  # fmt: skip
        found[f"quarter:{rank}"] = body
    for fact in ground.words["wishes"]:
        sent = ground.today - timedelta(days=fact["ago"])
        answered = fact.get("answered")
        Wish.objects.create(
            body=found[f"quarter:{fact['quarter']}"], kind=fact["kind"], title=fact["title"],
            words=fact["words"], addressee="Conseil municipal de Tourcoing", sent_on=sent,
            due_on=sent + timedelta(days=60), answer=fact.get("answer", ""),
            answered_on=ground.today - timedelta(days=answered) if answered else None,
            answered_by="Ville de Tourcoing" if answered else "",
        )  # fmt: skip
    return found


def add_citizens(ground: Ground) -> dict[str, Body]:
    """21 conseils citoyens: 13 recognised, 8 on their way, with the steps of the law."""
    words, found = ground.words["citizens"], {}
    places = _places(ground)
    drawing = {fact["council"] for fact in facts.table("draws.toml")["draws"]}
    network = Body.objects.get(contract=ground.contract, kind="network", name__contains="citoyens")
    for rank, (name, place) in enumerate(places):
        body = Body.objects.create(
            contract=ground.contract, kind="citizens", name=words["name"].format(name=name),
            description=words["description"], territory=place, source=words["source"],
            quorum_rule="third", notice_days=5,
        )  # fmt: skip
        _compose(body, "citizens")
        labelled = rank < words["labelled"]
        place_in_network = Seat.objects.create(body=network, label=body.name)
        if labelled:
            SeatTerm.objects.create(
                seat=place_in_network, name="Membre du conseil (démonstration)",
                starts_on=ground.today - timedelta(days=700), origin="elected",
            )  # fmt: skip
        council = Council.objects.create(body=body, source=words["source"])
        steps = 1 if rank in drawing else 3 + rank % 4
        _label(council, rank, words["reference"], len(STEPS) if labelled else steps)
        if labelled:
            _fill(ground, body)
            _means(ground, council, rank)
        found[f"citizens:{rank}"] = body
    return found


def _places(ground: Ground) -> list[tuple[str, Territory]]:
    """Twenty priority neighbourhoods in the order of their codes, and Haubourdin."""
    words = ground.words["citizens"]
    count = words["labelled"] + words["under_way"] - 1
    quarters = Territory.objects.filter(epci=ground.contract.epci, kind="priority")
    rows = list(quarters.order_by("code")[:count])
    town = next(each for each in facts.towns() if each.name == words["outside"])
    return [(row.name, row) for row in rows] + [(town.name, ground.communes[town.commune])]


def _compose(body: Body, model: str) -> None:
    """The colleges and seats that the service would install."""
    for rank, (name, size, drawn, parity, office, label) in enumerate(MODELS[model], start=1):
        college = College.objects.create(
            body=body, rank=rank, name=name, minimum=size, maximum=size, drawn=drawn, parity=parity
        )
        Seat.objects.bulk_create(
            Seat(body=body, college=college, label=f"{label} {number}", office=office)
            for number in range(1, size + 1)
        )


def _fill(ground: Ground, body: Body) -> None:
    """Somebody invented on every seat, as many women as men; no name is public."""
    seats = body.seats.select_related("college").order_by("pk")
    SeatTerm.objects.bulk_create(
        SeatTerm(
            seat=seat, name=f"Membre {rank} (démonstration)", sex="fm"[rank % 2],
            starts_on=ground.today - timedelta(days=400),
            origin="drawn" if seat.college and seat.college.drawn else "volunteer",
        )
        for rank, seat in enumerate(seats, start=1)
    )  # fmt: skip


def _label(council: Council, rank: int, reference: str, count: int) -> None:
    started = STARTED + timedelta(days=5 * rank)
    LabelStep.objects.bulk_create(
        LabelStep(
            council=council, step=step, on=started + APART * number,
            told_at=at(started + APART * number),
            reference=reference.format(number=rank + 1) if step == "recognised" else "",
        )
        for number, step in enumerate(STEPS[:count])
    )  # fmt: skip


def _means(ground: Ground, council: Council, rank: int) -> None:
    words = ground.words["citizens"]
    council.charter_on = STARTED + timedelta(days=200 + rank)
    council.premises = "Salle municipale du quartier (démonstration)"
    council.save()
    title = words["trainings"][rank % len(words["trainings"])]
    Training.objects.create(
        council=council, title=title, on=ground.today - timedelta(days=90 + rank), hours=3,
        people=8 + rank % 5,
    )  # fmt: skip
    spendings = [(label, Decimal(amount)) for label, amount in words["spendings"]]
    budget = CouncilBudget.objects.create(
        council=council, year=ground.today.year, amount=Decimal(words["budget"]),
        spent=sum(amount for _label, amount in spendings), granted_by=ground.words["lead"],
    )  # fmt: skip
    CouncilSpending.objects.bulk_create(
        CouncilSpending(
            budget=budget, label=label, amount=amount, on=ground.today - timedelta(days=60)
        )
        for label, amount in spendings
    )
