"""What goes wrong on the way of a participant and of who runs the draw: said, and nothing moved."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.governance.a_draw import ADraw

from faire_ensemble.apps.governance.models import Draw, DrawnPerson, DrawQuota, DrawRound
from faire_ensemble.apps.governance.selectors.draws import letters
from faire_ensemble.apps.governance.selectors.draws.reading import feasibility
from faire_ensemble.apps.governance.services import draws
from faire_ensemble.apps.governance.services.draws import BadDraw, QuotaLine
from faire_ensemble.core.sortition import Quota, contradictions
from faire_ensemble.kit.models import AuditEntry


def text(answer: Any) -> str:
    return answer.content.decode().replace("&#39;", "'")


@pytest.fixture
def desk(a_draw: ADraw) -> Client:
    client = Client()
    client.force_login(a_draw.officer)
    return client


def office(a_draw: ADraw) -> str:
    return f"/gestion/tirages/{a_draw.draw.pk}/"


def mine(key: str) -> str:
    return f"/tirages-au-sort/moi/{key}/"


def set_quotas(a_draw: ADraw, *lines: tuple[str, str, int, int]) -> None:
    draws.set_quotas(
        actor=a_draw.officer, draw_id=a_draw.draw.pk, lines=[QuotaLine(*line) for line in lines]
    )


def drawn(a_draw: ADraw, **given: Any) -> list[DrawnPerson]:
    a_draw.people(12)
    a_draw.seal()
    draws.draw_number(actor=a_draw.officer, draw_id=a_draw.draw.pk, number=417, **given)
    return list(DrawnPerson.objects.select_related("person"))


@pytest.mark.parametrize(
    ("lines", "people", "words"),
    [
        (
            [("sexe", "Femme", 4, 4), ("sexe", "Homme", 0, 4)], 6,
            "pas assez d'adresses différentes",
        ),
        ([("sexe", "Femme", 2, 2), ("sexe", "Homme", 2, 2)], 3, "ne compte que 3 personnes"),
        (
            [("sexe", "Femme", 3, 4), ("sexe", "Homme", 3, 4)], 12,
            "Les minimums de « sexe » font 6 pour un panel de 4.",
        ),
        (
            [("sexe", "Femme", 4, 4), ("sexe", "Homme", 0, 0), ("âge", "18-29 ans", 4, 4),
             ("âge", "30 ans et plus", 0, 0)], 12,
            "« âge : 18-29 ans » : minimum de 4 à 3",
        ),
    ],
)  # fmt: skip
def test_quotas_that_cannot_be_kept_are_said_on_the_page_with_what_would_do(
    a_draw: ADraw, desk: Client, lines: Any, people: int, words: str
) -> None:
    a_draw.people(people)
    set_quotas(a_draw, *lines)
    shown = text(desk.get(office(a_draw)))
    assert ">impossible<" in shown and words in shown
    assert not feasibility(a_draw.draw).possible


def test_a_call_is_not_opened_on_quotas_that_contradict_each_other(
    a_draw: ADraw, desk: Client
) -> None:
    Draw.objects.update(state="preparing")
    set_quotas(a_draw, ("sexe", "Femme", 3, 4), ("sexe", "Homme", 3, 4))
    assert "Les minimums de « sexe » font 6 pour un panel de 4." in text(desk.get(office(a_draw)))
    refused = desk.post(office(a_draw), {"acte": "ouvrir"}, follow=True)
    assert "qui que ce soit qui s'inscrive" in text(refused)
    assert Draw.objects.get().state == "preparing"
    set_quotas(a_draw, ("sexe", "Femme", 2, 4), ("sexe", "Homme", 2, 4))
    desk.post(office(a_draw), {"acte": "ouvrir"})
    assert Draw.objects.get().state == "open"


def test_contradictions_are_those_of_sums_category_by_category() -> None:
    sexes = [Quota("sexe", "F", 3, 4), Quota("sexe", "H", 3, 4)]
    ages = [Quota("âge", "jeune", 0, 1), Quota("âge", "vieux", 0, 2)]
    assert [each.words for each in contradictions(sexes + ages, 4)] == [
        "Les minimums de « sexe » font 6 pour un panel de 4.",
        "Les maximums de « âge » font 3 pour un panel de 4.",
    ]
    assert contradictions(sexes, 6) == [] == contradictions(ages, 3)


def test_who_looks_before_the_number_is_told_that_it_is_not_drawn(a_draw: ADraw) -> None:
    a_draw.people(12)
    asked = draws.ask_seal(actor=a_draw.officer, draw_id=a_draw.draw.pk, announced="Trois boules")
    assert "n'est pas encore tiré" in text(Client().get(mine("key-1")))
    draws.compute_panels(asked.pk)
    shown = text(Client().get(mine("key-1")))
    assert "n'est pas encore tiré" in shown and "Trois boules" in shown
    assert "ne vous a pas désigné" not in shown and "Retirer mon inscription" not in shown
    refused = text(Client().post(mine("key-1"), {"acte": "accepter"}))
    assert "ne désigne personne qui ait été tiré au sort" in refused
    draws.draw_number(actor=a_draw.officer, draw_id=a_draw.draw.pk, number=3)
    chosen = set(DrawnPerson.objects.values_list("person__key", flat=True))
    other = next(f"key-{rank}" for rank in range(12) if f"key-{rank}" not in chosen)
    assert "pas désigné pour le moment" in text(Client().get(mine(other)))
    draws.cancel_draw(actor=a_draw.officer, draw_id=a_draw.draw.pk, reason="erreur")
    assert "a été abandonné" in text(Client().get(mine(other)))


def test_a_number_before_the_panels_or_twice_is_said_on_the_page(
    a_draw: ADraw, desk: Client
) -> None:
    a_draw.people(12)
    early = desk.post(office(a_draw), {"acte": "tirer", "number": "3"}, follow=True)
    assert "cela ne peut pas se faire maintenant" in text(early)
    a_draw.seal()
    wrong = desk.post(office(a_draw), {"acte": "tirer", "number": "1000"})
    assert "ils vont de 0 à 999" in text(wrong)
    both = desk.post(office(a_draw), {"acte": "tirer", "number": "3", "seed": "loto"})
    assert "pas les deux" in text(both)
    desk.post(office(a_draw), {"acte": "tirer", "number": "3"})
    again = desk.post(office(a_draw), {"acte": "tirer", "number": "4"}, follow=True)
    assert "cela ne peut pas se faire maintenant" in text(again)
    assert DrawRound.objects.get().number == 3


def test_an_answer_after_the_deadline_is_noted_by_officers_only(
    a_draw: ADraw, desk: Client
) -> None:
    today = timezone.localdate()
    rows = drawn(a_draw, reply_by=today)
    key = rows[0].person.key
    assert "Répondez jusqu'au" in text(Client().get(mine(key)))
    DrawRound.objects.update(reply_by=today - timedelta(days=1))
    shown = text(Client().get(mine(key)))
    assert "étaient attendues jusqu'au" in shown and "J'accepte de siéger" not in shown
    late = text(Client().post(mine(key), {"acte": "accepter"}))
    assert "conseil@example.org : la place est peut-être encore libre" in late
    assert DrawnPerson.objects.filter(reply="waiting").count() == 4
    desk.post(f"{office(a_draw)}reponses/{rows[0].pk}/", {"acte": "accepter"})
    assert DrawnPerson.objects.filter(reply="accepted").count() == 1


def test_a_deadline_that_is_past_already_is_refused(a_draw: ADraw, desk: Client) -> None:
    a_draw.people(12)
    a_draw.seal()
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    answer = desk.post(office(a_draw), {"acte": "tirer", "number": "3", "reply_by": yesterday})
    assert "qui est passé : laissez du temps" in text(answer)
    assert Draw.objects.get().state == "sealed"


def test_the_same_letter_answered_twice_counts_once(a_draw: ADraw) -> None:
    key = drawn(a_draw)[0].person.key
    noted = AuditEntry.objects.filter(verb="réponse au tirage")
    for _time in range(2):
        shown = text(Client().post(mine(key), {"acte": "accepter"}, follow=True))
        assert "Votre réponse est notée" in shown and "vous acceptez" in shown
    assert noted.count() == 1
    changed = Client().post(mine(key), {"acte": "refuser"}, follow=True)
    assert "vous refusez" in text(changed) and noted.count() == 2
    nothing = text(Client().post(mine(key), {"acte": "autre"}))
    assert "j'accepte" in nothing and noted.count() == 2


def test_an_answer_while_replacements_are_drawn_is_asked_for_later(a_draw: ADraw) -> None:
    rows = drawn(a_draw)
    draws.reply(key=rows[0].person.key, answer="declined")
    DrawQuota.objects.update(low=0, high=4)
    a_draw.replace()
    shown = text(Client().post(mine(rows[1].person.key), {"acte": "accepter"}))
    assert "Des remplaçants sont en train d'être tirés" in shown
    with pytest.raises(BadDraw, match="répondez ensuite"):
        draws.reply(key=rows[0].person.key, answer="accepted")
    draws.draw_number(actor=a_draw.officer, draw_id=a_draw.draw.pk, number=8)
    refused = text(Client().post(mine(rows[0].person.key), {"acte": "accepter"}))
    assert "n'est plus libre" in refused
    draws.reply(key=rows[1].person.key, answer="accepted")


def test_the_letter_says_until_when(a_draw: ADraw, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Any] = []
    monkeypatch.setattr(
        letters.documents, "pdf", lambda _form, data, **_given: written.append(data)
    )
    drawn(a_draw, reply_by=date(2030, 5, 3))
    letters.letters_pdf(a_draw.draw, address_of=lambda key: key, made_at=timezone.now())
    assert all("Répondez jusqu'au 3 mai 2030." in each["lines"] for each in written[0]["letters"])
    assert len(written[0]["letters"]) == 4
    DrawRound.objects.update(reply_by=None)
    letters.letters_pdf(a_draw.draw, address_of=lambda key: key, made_at=timezone.now())
    assert "Répondez jusqu'au" not in str(written[1])
