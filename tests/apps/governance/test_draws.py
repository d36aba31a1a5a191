"""A draw from its preparation to its seats: acts, their order, their refusals, what remains."""

import csv
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.apps.governance.a_draw import ADraw

from faire_ensemble.apps.governance.models import (
    Draw,
    DrawnPerson,
    DrawRound,
    PoolPerson,
    Seat,
    SeatTerm,
)
from faire_ensemble.apps.governance.selectors.draws.reading import feasibility
from faire_ensemble.apps.governance.selectors.draws.telling import failure_words
from faire_ensemble.apps.governance.services import draws
from faire_ensemble.apps.governance.services.draws import BadDraw, QuotaLine, Volunteer
from faire_ensemble.core.sortition import Problem, prepare, read_people, read_quotas
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

ANSWERS = {"sexe": "Femme", "âge": "18-29 ans"}
ANNOUNCED = "Trois boules tirées en mairie, demain à 18 h"


def sealed(a_draw: ADraw, people: int = 12) -> DrawRound:
    a_draw.people(people)
    return a_draw.seal(ANNOUNCED)


def drawn(a_draw: ADraw, people: int = 12, number: int = 417) -> list[DrawnPerson]:
    sealed(a_draw, people)
    draws.draw_number(actor=a_draw.officer, draw_id=a_draw.draw.pk, number=number)
    return list(DrawnPerson.objects.select_related("person"))


def profile(rows: list[DrawnPerson]) -> Counter[str]:
    return Counter(feature for row in rows for feature in row.person.features.values())


def test_the_panel_of_the_number_is_drawn_and_keeps_the_quotas(a_draw: ADraw) -> None:
    made = sealed(a_draw)
    assert made.number is None and not DrawnPerson.objects.exists()
    draws.draw_number(
        actor=a_draw.officer, draw_id=a_draw.draw.pk, number=417, witnesses="Huissier"
    )
    rows = list(DrawnPerson.objects.select_related("person"))
    assert {row.person.code for row in rows} == set(
        made.panels_table.splitlines()[417].split(",")[1:]
    )
    counts = profile(rows)
    assert (counts["Femme"], counts["Homme"]) == (2, 2)
    assert 1 <= counts["18-29 ans"] <= 3
    assert len({row.person.household for row in rows}) == 4
    assert Draw.objects.get().state == "drawn"


def test_the_published_tables_give_the_panels_again(a_draw: ADraw) -> None:
    made = sealed(a_draw)
    quotas = read_quotas(made.quotas_table)
    people = read_people(made.people_table, quotas, household="foyer")
    again = prepare(Problem(people, quotas, made.size))
    assert again.digest == made.panels_digest
    assert [list(panel) for panel in again.panels] == [
        row[1:] for row in csv.reader(made.panels_table.splitlines())
    ]
    for word in ("Habitant", "example.org", "rue Haute"):
        assert word not in made.people_table


def test_a_seed_gives_the_number_that_anybody_computes(a_draw: ADraw) -> None:
    made = sealed(a_draw)
    done = draws.draw_seed(actor=a_draw.officer, draw_id=a_draw.draw.pk, seed=" loto 3 7 12 ")
    quotas = read_quotas(made.quotas_table)
    again = prepare(Problem(read_people(made.people_table, quotas, household="foyer"), quotas, 4))
    assert done.number == again.drawn("loto 3 7 12")


def test_the_trail_holds_the_digest_before_the_number(a_draw: ADraw) -> None:
    made = sealed(a_draw)
    draws.draw_number(actor=a_draw.officer, draw_id=a_draw.draw.pk, number=3)
    rows = list(AuditEntry.objects.filter(subject=f"tirage:{a_draw.draw.pk}").order_by("sequence"))
    assert [row.verb for row in rows] == [
        "calcul des panels demandé", "panels scellés", "panel tiré au sort",
    ]  # fmt: skip
    assert rows[0].detail["annonce"] == ANNOUNCED and "panels" not in rows[0].detail
    assert rows[1].detail["panels"] == made.panels_digest
    assert "numéro" not in rows[1].detail and rows[2].detail["numéro"] == 3


def test_nothing_changes_between_the_seal_and_the_number(a_draw: ADraw) -> None:
    sealed(a_draw)
    given = {"actor": a_draw.officer, "draw_id": a_draw.draw.pk}
    with pytest.raises(BadDraw, match="Les panels sont scellés"):
        draws.set_quotas(**given, lines=[])
    with pytest.raises(BadDraw, match="« panels scellés"):
        draws.ask_seal(**given, announced="encore")
    with pytest.raises(BadDraw, match="votre nom n'en sort plus"):
        draws.withdraw(key="key-1")
    with pytest.raises(Refused, match="ne sont pas ouvertes"):
        draws.volunteer(
            draw_id=a_draw.draw.pk, who=Volunteer("Léa", ANSWERS, "l@e.fr"), agreed=True
        )
    assert DrawRound.objects.count() == 1


def test_a_number_is_drawn_once_and_names_a_panel(a_draw: ADraw) -> None:
    sealed(a_draw)
    given = {"actor": a_draw.officer, "draw_id": a_draw.draw.pk}
    with pytest.raises(BadDraw, match="ils vont de 0 à 999"):
        draws.draw_number(**given, number=1000)
    with pytest.raises(BadDraw, match="Donnez la graine"):
        draws.draw_seed(**given, seed=" ")
    draws.draw_number(**given, number=999)
    with pytest.raises(BadDraw, match="cela ne peut pas se faire maintenant"):
        draws.draw_number(**given, number=1)


def test_only_officers_of_the_contract_run_a_draw(a_draw: ADraw) -> None:
    a_draw.people(12)
    for actor in (a_draw.stranger, a_draw.room.member, None):
        with pytest.raises(Refused):
            draws.ask_seal(actor=actor, draw_id=a_draw.draw.pk, announced=ANNOUNCED)
        with pytest.raises(Refused):
            draws.erase_pool(actor=actor, draw_id=a_draw.draw.pk)


def test_impossible_quotas_are_answered_with_the_smallest_change(a_draw: ADraw) -> None:
    a_draw.people(12)
    PoolPerson.objects.filter(features__sexe="Femme").exclude(code="P0000").delete()
    found = feasibility(a_draw.draw)
    assert not found.possible and found.change is not None and found.change.places == 2
    assert list(found.changes) == [
        "« sexe : Femme » : minimum de 2 à 1", "« sexe : Homme » : maximum de 2 à 3",
    ]  # fmt: skip
    with pytest.raises(BadDraw, match="« sexe : Femme » demande au moins 2 personnes"):
        a_draw.seal()
    assert Draw.objects.get().state == "open"


def test_a_pool_smaller_than_the_panel_is_said(a_draw: ADraw) -> None:
    a_draw.people(3)
    with pytest.raises(BadDraw, match="la réserve ne compte que 3 personnes"):
        a_draw.seal()


def test_how_the_number_will_be_drawn_is_said_before(a_draw: ADraw) -> None:
    a_draw.people(12)
    with pytest.raises(BadDraw, match="Dites d'avance comment"):
        a_draw.seal(" ")
    assert Draw.objects.get().state == "open" and not DrawRound.objects.exists()


def test_replacements_keep_the_quotas_of_the_whole(a_draw: ADraw) -> None:
    rows = drawn(a_draw, people=30)
    given = {"actor": a_draw.officer, "draw_id": a_draw.draw.pk}
    for row in rows[:2]:
        draws.reply(key=row.person.key, answer="declined")
    for row in rows[2:]:
        draws.reply_for(actor=a_draw.officer, drawn_id=row.pk, answer="accepted")
    with pytest.raises(BadDraw, match="2 personnes ont accepté pour 4 places"):
        draws.seat_panel(**given, starts_on=a_draw.starts_on)
    made = a_draw.replace()
    assert (made.rank, made.size) == (1, 2)
    draws.draw_number(**given, number=8)
    fresh = list(DrawnPerson.objects.filter(round=made).select_related("person"))
    assert len(fresh) == 2
    whole = [*rows[2:], *fresh]
    counts = profile(whole)
    assert (counts["Femme"], counts["Homme"]) == (2, 2)
    assert len({row.person.household for row in whole}) == 4
    with pytest.raises(BadDraw, match="proposée à quelqu'un d'autre"):
        draws.reply(key=rows[0].person.key, answer="accepted")


def test_quotas_of_replacements_give_way_only_when_it_is_accepted(a_draw: ADraw) -> None:
    rows = drawn(a_draw, people=12)
    woman = next(row for row in rows if row.person.features["sexe"] == "Femme")
    others = PoolPerson.objects.filter(features__sexe="Femme", drawn=None)
    assert others.exists()
    others.delete()
    draws.reply(key=woman.person.key, answer="declined")
    asked = draws.ask_replacements(
        actor=a_draw.officer, draw_id=a_draw.draw.pk, announced=ANNOUNCED
    )
    assert draws.compute_panels(asked.pk) is None
    asked.refresh_from_db()
    assert "« sexe : Femme » : minimum de 1 à 0" in failure_words(asked)
    assert Draw.objects.get().state == "drawn"
    made = a_draw.replace(relaxed=True)
    kept = {(q.feature, q.low, q.high) for q in read_quotas(made.quotas_table)}
    assert {("Femme", 0, 1), ("Homme", 0, 1)} <= kept


def test_those_who_accept_sit_in_the_college(a_draw: ADraw) -> None:
    rows = drawn(a_draw)
    Seat.objects.create(body=a_draw.body, college=a_draw.college, label="Habitants 1")
    given = {"actor": a_draw.officer, "draw_id": a_draw.draw.pk}
    with pytest.raises(BadDraw, match="Des réponses manquent encore"):
        draws.seat_panel(**given, starts_on=a_draw.starts_on)
    for rank, row in enumerate(rows):
        draws.reply(key=row.person.key, answer="accepted", named_in_public=rank == 0)
    made = draws.seat_panel(**given, starts_on=a_draw.starts_on)
    terms = SeatTerm.objects.filter(seat__college=a_draw.college)
    assert terms.count() == len(made) == 4
    assert set(terms.values_list("origin", flat=True)) == {"drawn"}
    assert Counter(terms.values_list("sex", flat=True)) == {"f": 2, "m": 2}
    assert terms.filter(named_in_public=True).count() == 1
    assert Seat.objects.filter(college=a_draw.college).count() == 4
    assert Draw.objects.get().state == "seated"


def test_after_erasing_the_recount_stays_and_nobody_can_be_written_to(a_draw: ADraw) -> None:
    rows = drawn(a_draw)
    with pytest.raises(BadDraw, match="quand le panel est installé"):
        draws.erase_pool(actor=a_draw.officer, draw_id=a_draw.draw.pk)
    for row in rows:
        draws.reply(key=row.person.key, answer="accepted")
    given = {"actor": a_draw.officer, "draw_id": a_draw.draw.pk}
    draws.seat_panel(**given, starts_on=a_draw.starts_on)
    draws.erase_pool(**given)
    people = PoolPerson.objects.filter(draw=a_draw.draw)
    assert people.count() == 12
    for field in ("name", "email", "phone", "address"):
        assert set(people.values_list(field, flat=True)) == {""}
    assert not people.filter(key__startswith="key").exists()
    made = DrawRound.objects.get()
    quotas = read_quotas(made.quotas_table)
    again = prepare(Problem(read_people(made.people_table, quotas, household="foyer"), quotas, 4))
    assert again.digest == made.panels_digest
    with pytest.raises(BadDraw, match="déjà effacées"):
        draws.erase_pool(**given)


def test_a_volunteer_enters_once_and_may_leave(a_draw: ADraw) -> None:
    who = Volunteer("Léa Petit", ANSWERS, "lea@example.org", address="3 rue Haute, Roubaix")
    made = draws.volunteer(draw_id=a_draw.draw.pk, who=who, agreed=True)
    assert made is not None and made.features == ANSWERS and made.agreed_at is not None
    same_mail = Volunteer("Autre", ANSWERS, "LEA@example.org", address="9 rue Basse")
    assert draws.volunteer(draw_id=a_draw.draw.pk, who=same_mail, agreed=True) is None
    again = Volunteer("lea petit", ANSWERS, "", address="3, rue Haute — Roubaix")
    assert draws.volunteer(draw_id=a_draw.draw.pk, who=again, agreed=True) is None
    other = Volunteer("Ali Petit", ANSWERS, "", address="3 Rue haute Roubaix")
    same_home = draws.volunteer(draw_id=a_draw.draw.pk, who=other, agreed=True)
    assert same_home is not None and same_home.household == made.household != ""
    draws.withdraw(key=made.key)
    assert set(PoolPerson.objects.values_list("name", flat=True)) == {"Ali Petit"}
    with pytest.raises(BadDraw, match="n'existe plus"):
        draws.withdraw(key=made.key)
    trail = AuditEntry.objects.filter(subject=f"tirage:{a_draw.draw.pk}")
    assert "Petit" not in "".join(f"{row.actor}{row.detail}" for row in trail)


@pytest.mark.parametrize(
    ("who", "agreed", "words"),
    [
        (Volunteer("Léa", ANSWERS, "l@e.fr"), False, "Votre accord est nécessaire"),
        (Volunteer(" ", ANSWERS, "l@e.fr"), True, "le nom est vide"),
        (Volunteer("Léa", ANSWERS), True, "adresse postale ou électronique"),
        (Volunteer("Léa", ANSWERS, "lea"), True, "« lea » n'est pas une adresse"),
        (Volunteer("Léa", {"sexe": "Femme"}, "l@e.fr"), True, "n'est pas une réponse à « âge »"),
    ],
)
def test_bad_answers_of_volunteers(a_draw: ADraw, who: Volunteer, agreed: bool, words: str) -> None:
    with pytest.raises(BadDraw, match=words):
        draws.volunteer(draw_id=a_draw.draw.pk, who=who, agreed=agreed)
    assert not PoolPerson.objects.exists()


def test_the_call_closes_at_its_date(a_draw: ADraw) -> None:
    Draw.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="ne sont pas ouvertes"):
        draws.volunteer(
            draw_id=a_draw.draw.pk, who=Volunteer("Léa", ANSWERS, "l@e.fr"), agreed=True
        )


def test_a_list_is_added_line_by_line(a_draw: ADraw, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(
        "Nom;Adresse;Courriel;Sexe;Âge;Religion\n"
        "Léa Petit;3 rue Haute;;femme;18-29 ans;secret\n"
        "Sans réponse;4 rue Haute;;Femme;;x\n"
        "léa petit;3, rue haute;;Femme;18-29 ans;x\n"
        "Zoé Gérard;;zoe@example.org;Femme;30 ans et plus;x\n".encode("cp1252")
    )
    report = draws.import_roll(actor=a_draw.officer, draw_id=a_draw.draw.pk, path=path)
    assert (report.read, report.added, report.already) == (4, 2, 1)
    assert report.faults == (
        "Ligne 3 : « » n'est pas une réponse à « âge » : 18-29 ans, 30 ans et plus.".replace(
            "« »", "«  »"
        ),
    )
    assert set(PoolPerson.objects.values_list("origin", "features__sexe")) == {("roll", "Femme")}
    assert "secret" not in str(list(PoolPerson.objects.values()))
    path.write_text("Nom;Adresse\nLéa;rue\n", encoding="utf-8")
    with pytest.raises(BadDraw, match="La colonne « sexe » manque"):
        draws.import_roll(actor=a_draw.officer, draw_id=a_draw.draw.pk, path=path)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([QuotaLine("sexe", "F", 3, 2)], "Ligne 1 : le minimum \\(3\\) est plus grand"),
        ([QuotaLine("sexe", "", 0, 2)], "Ligne 1 : dites la catégorie"),
        ([QuotaLine("sexe", "=1+1", 0, 2)], "ne peut pas commencer par ce signe"),
        ([QuotaLine("sexe", "F", 0, 2), QuotaLine("Sexe", "f", 0, 2)], "écrit deux fois"),
    ],
)
def test_bad_quotas(a_draw: ADraw, lines: list[QuotaLine], words: str) -> None:
    with pytest.raises(BadDraw, match=words):
        draws.set_quotas(actor=a_draw.officer, draw_id=a_draw.draw.pk, lines=lines)
    assert a_draw.draw.quotas.count() == 4


def test_quotas_may_change_but_not_the_answers_given(a_draw: ADraw) -> None:
    a_draw.people(2)
    given = {"actor": a_draw.officer, "draw_id": a_draw.draw.pk}
    with pytest.raises(BadDraw, match="ont « Homme » pour « sexe »"):
        draws.set_quotas(**given, lines=[QuotaLine("sexe", "Femme", 0, 4)])
    with pytest.raises(BadDraw, match="n'ont pas répondu à « rue »"):
        draws.set_quotas(**given, lines=[QuotaLine("rue", "Haute", 0, 4)])
    kept = [QuotaLine("sexe", "Femme", 1, 4), QuotaLine("sexe", "Homme", 0, 4)]
    draws.set_quotas(**given, lines=kept)
    assert list(a_draw.draw.quotas.values_list("feature", "low")) == [("Femme", 1), ("Homme", 0)]


def test_one_draw_at_once_for_a_college(a_draw: ADraw) -> None:
    asked = {"actor": a_draw.officer, "college_id": a_draw.college.pk, "contact": "c@e.fr",
             "closes_on": timezone.localdate()}  # fmt: skip
    with pytest.raises(BadDraw, match="déjà en cours"):
        draws.create_draw(**asked, size=4)
    with pytest.raises(BadDraw, match="au plus 10 membres"):
        draws.create_draw(**asked, size=11)
    with pytest.raises(BadDraw, match="Dites pourquoi"):
        draws.cancel_draw(actor=a_draw.officer, draw_id=a_draw.draw.pk, reason=" ")
    draws.cancel_draw(actor=a_draw.officer, draw_id=a_draw.draw.pk, reason="appel trop court")
    assert draws.create_draw(**asked, size=4).state == "preparing"


def test_the_database_keeps_the_order_of_the_acts(a_draw: ADraw) -> None:
    made = sealed(a_draw)
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawRound.objects.filter(pk=made.pk).update(number=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        before = made.sealed_at - timedelta(seconds=1)
        DrawRound.objects.filter(pk=made.pk).update(number=3, drawn_at=before)
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawRound.objects.filter(pk=made.pk).update(number=1000, drawn_at=timezone.now())
