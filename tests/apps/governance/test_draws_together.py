"""Several people at once: draws and councils hold (PostgreSQL's locks)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone
from tests import together
from tests.apps.governance.a_draw import ADraw

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.models import (
    CouncilBudget,
    Draw,
    DrawnPerson,
    DrawRound,
    DrawSealing,
    LabelStep,
    PoolPerson,
    SealingFailure,
    SeatTerm,
)
from faire_ensemble.apps.governance.services import BadCouncil, draws
from faire_ensemble.apps.governance.services.draws import BadDraw, QuotaLine, Volunteer
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

ANSWERS = {"sexe": "Femme", "âge": "18-29 ans"}


at_once = partial(together.at_once, refused=(BadDraw, BadCouncil, Refused), none="nothing")


def run(a_draw: ADraw) -> dict[str, object]:
    return {"actor": a_draw.officer, "draw_id": a_draw.draw.pk}


def drawn(a_draw: ADraw, people: int = 12) -> list[DrawnPerson]:
    a_draw.people(people)
    a_draw.seal()
    draws.draw_number(**run(a_draw), number=417)
    return list(DrawnPerson.objects.select_related("person"))


def test_panels_asked_for_by_four_officers_are_asked_once(a_draw: ADraw):
    a_draw.people(12)

    def ask() -> object:
        return draws.ask_seal(**run(a_draw), announced="Trois boules")

    assert at_once(*(ask,) * 4) == ["done"] + ["refused"] * 3
    assert DrawSealing.objects.count() == 1


def test_panels_computed_by_three_workers_are_sealed_once(a_draw: ADraw):
    a_draw.people(12)
    asked = draws.ask_seal(**run(a_draw), announced="Trois boules")

    def compute() -> object:
        return draws.compute_panels(asked.pk)

    assert at_once(*(compute,) * 3) == ["done", "nothing", "nothing"]
    assert DrawRound.objects.count() == 1 and Draw.objects.get().state == "sealed"
    assert AuditEntry.objects.filter(verb="panels scellés").count() == 1


def test_computing_and_giving_up_at_once_leave_one_of_the_two(a_draw: ADraw):
    a_draw.people(12)
    asked = draws.ask_seal(**run(a_draw), announced="Trois boules")
    at_once(
        lambda: draws.compute_panels(asked.pk),
        lambda: draws.stop_panels(**run(a_draw)),
        lambda: draws.give_back(sealing_id=asked.pk, why=draws.NoPanels(SealingFailure.LOST)),
    )
    made, state = DrawRound.objects.count(), Draw.objects.get().state
    assert (made, state) in ((1, "sealed"), (0, "open"))
    assert bool(DrawSealing.objects.get().failure) == (made == 0)


def test_who_joins_while_panels_are_asked_for_is_in_or_is_told(a_draw: ADraw):
    a_draw.people(12)

    def join(rank: int) -> object:
        who = Volunteer(f"Léa {rank}", ANSWERS, f"lea{rank}@example.org")
        return draws.volunteer(draw_id=a_draw.draw.pk, who=who, agreed=True)

    outcomes = at_once(
        *(lambda rank=rank: join(rank) for rank in range(4)),
        lambda: draws.ask_seal(**run(a_draw), announced="Trois boules"),
    )
    entered = PoolPerson.objects.count() - 12
    assert outcomes.count("refused") == 4 - entered
    made = draws.compute_panels(DrawSealing.objects.get().pk)
    assert made is not None and len(made.people_table.splitlines()) == 1 + 12 + entered


def test_one_address_joins_once(a_draw: ADraw):
    who = Volunteer("Léa Petit", ANSWERS, "lea@example.org")

    def join() -> object:
        return draws.volunteer(draw_id=a_draw.draw.pk, who=who, agreed=True)

    assert at_once(*(join,) * 4) == ["done"] + ["nothing"] * 3
    assert PoolPerson.objects.count() == 1


def test_leaving_twice_destroys_once_and_is_recorded_once(a_draw: ADraw):
    a_draw.people(4)

    def leave() -> object:
        return draws.withdraw(key="key-1")

    assert at_once(*(leave,) * 3) == ["nothing", "refused", "refused"]
    assert AuditEntry.objects.filter(verb="inscription retirée").count() == 1


def test_quotas_and_answers_to_them_do_not_cross(a_draw: ADraw):
    """A value that somebody chose meanwhile stays, or nobody could choose it."""
    who = Volunteer("Ali", {"sexe": "Homme", "âge": "18-29 ans"}, "ali@example.org")
    only_women = [
        QuotaLine("sexe", "Femme", 0, 4), QuotaLine("âge", "18-29 ans", 0, 4),
    ]  # fmt: skip
    outcomes = at_once(
        lambda: draws.volunteer(draw_id=a_draw.draw.pk, who=who, agreed=True),
        lambda: draws.set_quotas(**run(a_draw), lines=only_women),
    )
    kept = a_draw.draw.quotas.filter(feature="Homme").exists()
    assert kept == PoolPerson.objects.exists() == ("done" in outcomes)


def test_two_numbers_at_once_draw_one_panel(a_draw: ADraw):
    a_draw.people(12)
    a_draw.seal()
    outcomes = at_once(
        *(lambda n=n: draws.draw_number(**run(a_draw), number=n) for n in (1, 2, 3)),
        lambda: draws.draw_seed(**run(a_draw), seed="loto 3 7 12"),
    )
    assert outcomes == ["done"] + ["refused"] * 3
    made = DrawRound.objects.get()
    codes = set(made.panels_table.splitlines()[made.number or 0].split(",")[1:])
    assert codes == set(DrawnPerson.objects.values_list("person__code", flat=True))


def test_a_letter_answered_by_its_reader_and_by_the_office_at_once(a_draw: ADraw):
    """Each locks the draw first: none waits for the other for ever."""
    row = drawn(a_draw)[0]
    acts: list[Callable[[], object]] = []
    for answer in ("accepted", "declined") * 3:
        acts += [
            lambda answer=answer: draws.reply(key=row.person.key, answer=answer),
            lambda answer=answer: draws.reply_for(
                actor=a_draw.officer, drawn_id=row.pk, answer=answer
            ),
        ]
    assert at_once(*acts) == ["done"] * 12
    last = AuditEntry.objects.filter(verb="réponse au tirage").latest("sequence")
    row.refresh_from_db()
    assert last.detail["réponse"] == row.reply


def test_refusing_while_the_panel_is_seated_never_seats_who_refused(a_draw: ADraw):
    rows = drawn(a_draw)
    for row in rows:
        draws.reply(key=row.person.key, answer="accepted")
    outcomes = at_once(
        lambda: draws.reply(key=rows[0].person.key, answer="declined"),
        lambda: draws.seat_panel(**run(a_draw), starts_on=a_draw.starts_on),
        lambda: draws.seat_panel(**run(a_draw), starts_on=a_draw.starts_on),
    )
    seated = Draw.objects.get().state == "seated"
    refused = DrawnPerson.objects.filter(reply="declined").exists()
    assert seated != refused
    assert outcomes == ["done", "refused", "refused"]
    assert SeatTerm.objects.filter(origin="drawn").count() == (4 if seated else 0)


def test_replacements_asked_for_while_somebody_refuses_are_of_one_moment(a_draw: ADraw):
    rows = drawn(a_draw, people=40)
    draws.reply(key=rows[0].person.key, answer="declined")
    at_once(
        lambda: draws.ask_replacements(**run(a_draw), announced="Trois boules"),
        lambda: draws.reply(key=rows[1].person.key, answer="declined"),
    )
    gone = DrawnPerson.objects.filter(reply="declined").count()
    made = draws.compute_panels(DrawSealing.objects.get(ended_at=None).pk)
    assert made is not None and made.size == gone


def test_a_label_step_told_twice_is_written_once(a_draw: ADraw):
    def tell() -> object:
        return services.record_label_step(
            actor=a_draw.officer, body_id=a_draw.body.pk, step="composed", on=date(2026, 3, 1)
        )

    assert at_once(*(tell,) * 4) == ["done"] + ["refused"] * 3
    assert LabelStep.objects.count() == 1


def test_spendings_at_once_never_exceed_the_budget(a_draw: ADraw):
    given = {"actor": a_draw.officer, "body_id": a_draw.body.pk}
    services.grant_budget(**given, year=2026, amount=Decimal(500))

    def spend() -> object:
        return services.spend(
            **given, year=2026, label="Affiches", amount=Decimal(150), on=date(2026, 3, 1)
        )

    assert at_once(*(spend,) * 6) == ["done"] * 3 + ["refused"] * 3
    assert CouncilBudget.objects.get().spent == Decimal(450)


def test_a_budget_granted_twice_and_a_wish_answered_twice_count_once(a_draw: ADraw):
    given = {"actor": a_draw.officer, "body_id": a_draw.body.pk}

    def grant() -> object:
        return services.grant_budget(**given, year=2026, amount=Decimal(500))

    assert at_once(*(grant,) * 3) == ["done", "refused", "refused"]
    wish = services.send_wish(
        **given, title="Un banc", addressee="Conseil municipal", on=timezone.localdate()
    )

    def answer(words: str) -> object:
        return services.answer_wish(
            actor=a_draw.officer, wish_id=wish.pk, answer=words, answered_by="Ville"
        )

    outcomes = at_once(*(lambda w=w: answer(w) for w in ("Oui", "Non", "Peut-être")))
    assert outcomes == ["done", "refused", "refused"]


def test_one_college_has_one_draw_prepared_at_once(a_draw: ADraw):
    draws.cancel_draw(**run(a_draw), reason="appel trop court")

    def prepare() -> object:
        return draws.create_draw(
            actor=a_draw.officer, college_id=a_draw.college.pk, size=4, contact="c@e.fr",
            closes_on=timezone.localdate(),
        )  # fmt: skip

    assert at_once(*(prepare,) * 3) == ["done", "refused", "refused"]


def test_names_are_erased_once(a_draw: ADraw):
    rows = drawn(a_draw)
    for row in rows:
        draws.reply(key=row.person.key, answer="accepted")
    draws.seat_panel(**run(a_draw), starts_on=a_draw.starts_on)

    def erase() -> object:
        return draws.erase_pool(**run(a_draw))

    assert at_once(*(erase,) * 3) == ["done", "refused", "refused"]
    assert not PoolPerson.objects.exclude(name="").exists()
