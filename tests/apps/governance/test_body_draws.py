"""The draws of a council on one page, and the step of its label that tells them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.governance.a_draw import ADraw

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.models import College, Draw, DrawnPerson, LabelStep, PoolPerson
from faire_ensemble.apps.governance.selectors.draws.colleges import body_draws
from faire_ensemble.apps.governance.services import BadCouncil, draws


def drawn(a_draw: ADraw, number: int = 417) -> None:
    a_draw.people(12)
    a_draw.seal()
    draws.draw_number(actor=a_draw.officer, draw_id=a_draw.draw.pk, number=number)


def second(a_draw: ADraw, *, to_draw: bool) -> College:
    return College.objects.create(
        body=a_draw.body, rank=2, name="Associations", minimum=2, drawn=to_draw
    )


def page(a_draw: ADraw) -> str:
    answer = Client().get(f"/qui-decide/{a_draw.body.pk}/tirages/")
    assert answer.status_code == 200
    return answer.content.decode().replace("&#39;", "'")


def record(a_draw: ADraw, **given: Any) -> LabelStep:
    asked = {"actor": a_draw.officer, "body_id": a_draw.body.pk, "on": timezone.localdate()}
    return services.record_label_step(**(asked | given), step="drawn")


def test_both_colleges_on_a_page_linked_from_the_council_and_the_draw(a_draw: ADraw) -> None:
    second(a_draw, to_draw=True)
    drawn(a_draw)
    shown = page(a_draw)
    assert shown.index("Habitants</h2>") < shown.index("Associations</h2>")
    assert "417" in shown and "tirage pas encore annoncé" in shown
    assert f"/tirages-au-sort/{a_draw.draw.pk}/#refaire-0" in shown
    address = f"/qui-decide/{a_draw.body.pk}/tirages/"
    for other in (f"/qui-decide/{a_draw.body.pk}/", f"/tirages-au-sort/{a_draw.draw.pk}/"):
        assert address in Client().get(other).content.decode()
    proof = Client().get(f"/tirages-au-sort/{a_draw.draw.pk}/").content.decode()
    assert 'id="refaire-0"' in proof


def test_names_are_as_public_there_as_elsewhere(a_draw: ADraw) -> None:
    drawn(a_draw)
    assert "Habitant " not in page(a_draw)
    rows = list(DrawnPerson.objects.select_related("person"))
    for rank, row in enumerate(rows):
        draws.reply(key=row.person.key, answer="accepted", named_in_public=rank == 0)
    draws.seat_panel(actor=a_draw.officer, draw_id=a_draw.draw.pk, starts_on=timezone.localdate())
    shown = page(a_draw)
    assert f"<strong>{rows[0].person.name}</strong>" in shown
    assert not any(row.person.name + "<" in shown for row in rows[1:])
    assert "3 personnes n'ont pas souhaité que leur nom soit public" in shown
    assert "4 sièges tenus" in shown and "installé" in shown


def test_stand_ins_are_those_who_may_still_be_drawn(a_draw: ADraw) -> None:
    drawn(a_draw)
    homes = set(DrawnPerson.objects.values_list("person__household", flat=True))
    others = PoolPerson.objects.filter(drawn=None).exclude(household__in=homes)
    found = body_draws(a_draw.body).colleges[0]
    assert (found.people, found.stand_ins) == (12, others.count()) == (12, 4)
    gone = DrawnPerson.objects.select_related("person")[0]
    draws.reply(key=gone.person.key, answer="declined")
    assert body_draws(a_draw.body).colleges[0].stand_ins == 5
    Draw.objects.update(by_household=False)
    assert body_draws(a_draw.body).colleges[0].stand_ins == 8


def test_what_is_in_preparation_is_not_shown_and_what_was_given_up_is_behind(
    a_draw: ADraw,
) -> None:
    Draw.objects.update(state="preparing")
    assert "tirage pas encore annoncé" in page(a_draw)
    Draw.objects.update(state="open")
    draws.cancel_draw(actor=a_draw.officer, draw_id=a_draw.draw.pk, reason="appel trop court")
    shown = page(a_draw)
    assert "tirage pas encore annoncé" in shown and "Tirages précédents" in shown


def test_a_body_where_nobody_is_drawn_has_no_such_page(a_draw: ADraw) -> None:
    body = a_draw.room.body
    assert Client().get(f"/qui-decide/{body.pk}/tirages/").status_code == 404
    assert Client().get("/qui-decide/999999/tirages/").status_code == 404
    College.objects.create(body=body, name="Habitants", minimum=4, drawn=True)
    assert Client().get(f"/qui-decide/{body.pk}/tirages/").status_code == 200


def test_the_page_costs_the_same_whatever_the_pools(
    a_draw: ADraw, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    drawn(a_draw)
    with django_assert_max_num_queries(40) as few:
        page(a_draw)
    for rank in range(2, 6):
        other = College.objects.create(
            body=a_draw.body, rank=rank, name=f"Collège {rank}", minimum=1, drawn=True
        )
        for _again in range(3):
            a_draw.make(college=other, state="seated")
    a_draw.people(40, start=12)
    with django_assert_max_num_queries(len(few)):
        page(a_draw)


def test_the_step_is_offered_when_every_college_is_drawn(a_draw: ADraw) -> None:
    other = second(a_draw, to_draw=True)
    drawn(a_draw)
    officer = Client()
    officer.force_login(a_draw.officer)
    address = f"/gestion/instances/{a_draw.body.pk}/conseil/"
    assert "Le tirage au sort est publié" not in officer.get(address).content.decode()
    College.objects.filter(pk=other.pk).update(drawn=False)
    shown = officer.get(address).content.decode()
    assert "Le tirage au sort est publié" in shown
    assert f"/tirages-au-sort/{a_draw.draw.pk}/" in shown
    today = timezone.localdate().isoformat()
    reference = body_draws(a_draw.body).reference
    for given in (("step", "drawn"), ("on", today), ("reference", reference)):
        assert f'type="hidden" name="{given[0]}" value="{given[1]}"' in shown
    officer.post(address, {"step": "drawn", "on": today, "reference": reference})
    row = LabelStep.objects.get()
    assert (row.step, row.reference) == ("drawn", f"tirage au sort n° {a_draw.draw.pk}")
    after = officer.get(address).content.decode()
    assert "Le tirage au sort est publié" not in after and "Voir ses tirages" in after
    assert "Voir ses tirages" in Client().get(f"/qui-decide/{a_draw.body.pk}/").content.decode()


def test_the_step_is_refused_while_no_draw_is_published(a_draw: ADraw) -> None:
    second(a_draw, to_draw=True)
    with pytest.raises(BadCouncil, match="publié ici pour « Habitants », « Associations »"):
        record(a_draw)
    drawn(a_draw)
    with pytest.raises(BadCouncil, match="publié ici pour « Associations » : publiez-le d'abord"):
        record(a_draw, words=" ")
    made = record(a_draw, words="Tiré en mairie devant huissier, procès-verbal du 3 mai")
    assert made.words.startswith("Tiré en mairie")


def test_the_step_is_not_dated_before_the_draw(a_draw: ADraw) -> None:
    drawn(a_draw)
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(BadCouncil, match="l'étape ne peut pas être d'avant"):
        record(a_draw, on=yesterday)
    assert record(a_draw).on == timezone.localdate()


def test_a_council_without_colleges_is_asked_where_it_was_drawn(a_draw: ADraw) -> None:
    council = a_draw.room.make_body("Conseil citoyen neuf", kind="citizens")
    with pytest.raises(BadCouncil, match="publié ici pour ce conseil"):
        record(a_draw, body_id=council.pk)
    officer = Client()
    officer.force_login(a_draw.officer)
    answer = officer.post(
        f"/gestion/instances/{council.pk}/conseil/",
        {"step": "drawn", "on": timezone.localdate().isoformat()},
    )
    assert "sur papier, écrivez dans « Remarques »" in answer.content.decode()
    assert "ne sont pas encore décrits" in (
        Client().get(f"/qui-decide/{council.pk}/tirages/").content.decode()
    )


def test_the_council_says_beside_each_college_how_it_is_drawn(a_draw: ADraw) -> None:
    college = second(a_draw, to_draw=True)
    other = a_draw.make(college=college, state="preparing")
    address = f"/qui-decide/{a_draw.body.pk}/"
    shown = Client().get(address).content.decode().replace("\xa0", " ")
    assert shown.count("Tirage au sort :") == 1
    assert f"/tirages-au-sort/{a_draw.draw.pk}/" in shown and "appel aux volontaires" in shown
    Draw.objects.filter(pk=other.pk).update(state="drawn")
    shown = Client().get(address).content.decode().replace("\xa0", " ")
    assert shown.count("Tirage au sort :") == 2
    assert f"/tirages-au-sort/{other.pk}/" in shown and "tiré, réponses attendues" in shown
    assert 'class="columns columns-even"' in shown.split("Qui siège</h2>", 1)[1]
