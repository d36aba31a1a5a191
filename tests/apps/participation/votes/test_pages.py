"""The pages of a vote: three steps without script, in three languages; the result; receipts."""

import re
from datetime import date
from typing import Any

import pytest
import shapely
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from faire_ensemble.apps.participation.models import (
    Ballot,
    BudgetProject,
    CountedBallot,
    Signature,
)
from faire_ensemble.apps.participation.selectors.votes.wording import LANGUAGES
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.counting import count_vote, publish_vote
from faire_ensemble.apps.participation.services.votes.electorate import make_codes, void_codes
from faire_ensemble.apps.participation.services.votes.preparing import close_vote
from faire_ensemble.apps.territory.services.perimeters import perimeter

CAST = "/participer/budget/voter/"


@pytest.fixture(autouse=True)
def no_tries(db: Any) -> None:
    cache.clear()


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u202f", " ").replace("\xa0", " "))


def carried(answer: Any) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def codes(polling, count: int = 1, **more: Any) -> list[str]:
    return make_codes(
        actor=polling.officer, vote_id=polling.vote.pk, batch="Accueil", count=count, **more
    )


def recognised(client: Client, code: str, **more: Any) -> Any:
    return client.post(CAST, {"step": "who", "lang": "fr", "code": code, **more})


def voted(client: Client, code: str, *numbers: int, lang: str = "fr") -> Any:
    first = recognised(client, code, lang=lang)
    held = {"pass": carried(first), "lang": lang, **{f"p-{n}": "1" for n in numbers}}
    second = client.post(CAST, {"step": "choose", **held})
    assert second.status_code == 200, text(second)
    return client.post(CAST, {"step": "confirm", **held})


def test_three_steps_lead_to_a_receipt(polling, client):
    polling.open()
    (code,) = codes(polling)
    page = client.get(CAST)
    assert "no-store" in page["Cache-Control"] and "Étape 1 sur 3" in text(page)
    first = recognised(client, sealing.in_groups(code).lower())
    assert "Étape 2 sur 3" in text(first) and "Jardin partagé" in text(first)
    assert "35 000" in text(first)
    held = {"pass": carried(first), "lang": "fr", "p-2": "1", "p-3": "1"}
    second = client.post(CAST, {"step": "choose", **held})
    assert "Étape 3 sur 3" in text(second) and "Terrain de jeux" in text(second)
    assert "Jardin partagé" not in text(second) and not Ballot.objects.exists()
    third = client.post(CAST, {"step": "confirm", **held})
    ballot = Ballot.objects.get()
    assert sealing.in_groups(ballot.receipt) in text(third)
    assert ballot.choices == "[[2,0],[3,0]]" and ballot.nonce not in third.content.decode()
    assert "sessionid" not in client.cookies
    assert client.post(CAST, {"step": "confirm", **held}).content.count(
        sealing.in_groups(ballot.receipt).encode()
    )


def test_changing_ones_mind_before_confirming(polling, client):
    polling.open()
    first = recognised(client, *codes(polling))
    held = {"pass": carried(first), "lang": "fr", "p-2": "1"}
    back = client.post(CAST, {"step": "confirm", "change": "1", **held})
    assert re.search(r'name="p-2" value="1" checked', back.content.decode())
    assert not Ballot.objects.exists()


def listed(answer: Any) -> list[int]:
    """Numbers of projects in the order of the page."""
    return [int(n) for n in re.findall(r'<input class="form-check-input"[^>]*id="p-(\d+)"',
                                       answer.content.decode())]  # fmt: skip


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, name
    return found[1]


def test_each_voter_reads_an_order_of_their_own_that_stays_theirs(polling, client):
    polling.open()
    firsts: set[int] = set()
    for code in codes(polling, 40):
        page = recognised(client, code)
        assert sorted(listed(page)) == [1, 2, 3, 4]
        firsts.add(listed(page)[0])
    assert firsts == {1, 2, 3, 4}
    held = {"pass": carried(page), "lang": "fr", "order": "draw", "draw": hidden(page, "draw"),
            "p-2": "1"}  # fmt: skip
    second = client.post(CAST, {"step": "choose", **held})
    assert hidden(second, "draw") == held["draw"]
    back = client.post(CAST, {"step": "confirm", "change": "1", **held})
    other = client.post(CAST, {"step": "choose", "to_lang": "en", **held})
    assert listed(back) == listed(other) == listed(page)
    assert "sessionid" not in client.cookies


def test_the_order_is_asked_for_without_losing_choices(polling, client):
    polling.open()
    page = recognised(client, *codes(polling))
    held = {"pass": carried(page), "lang": "fr", "draw": hidden(page, "draw"), "p-3": "1"}
    numbered = client.post(CAST, {"step": "choose", "to_order": "number", **held})
    assert listed(numbered) == [1, 2, 3, 4] and hidden(numbered, "order") == "number"
    assert re.search(r'name="p-3" value="1" checked', numbered.content.decode())
    placed = client.post(CAST, {"step": "choose", "to_order": "place", **held})
    assert set(listed(placed)[:2]) == {1, 2} and "Sans quartier précis" in text(placed)
    assert polling.year.quarter.name in text(placed)
    again = client.post(CAST, {"step": "choose", "to_order": "draw", **held})
    assert listed(again) == listed(page)


def test_the_order_read_leaves_no_trace_in_the_ballot(polling, client):
    polling.open()
    kept = set()
    for code, draw in zip(codes(polling, 2), ("0" * 16, "f" * 16), strict=True):
        page = recognised(client, code)
        held = {"pass": carried(page), "lang": "fr", "draw": draw, "p-4": "1", "p-1": "1"}
        client.post(CAST, {"step": "choose", **held})
        assert client.post(CAST, {"step": "confirm", **held}).status_code == 200
        kept = set(Ballot.objects.values_list("choices", flat=True))
    assert kept == {"[[1,0],[4,0]]"} and Ballot.objects.count() == 2


def test_a_vote_in_arabic(polling, client):
    polling.open(translations={"1": {"ar": {"title": "حديقة مشتركة", "body": ""}}})
    (code,) = codes(polling)
    page = client.get(f"{CAST}?lang=ar").content.decode()
    assert '<html lang="ar" dir="rtl">' in page and "رمز التصويت" in page
    assert '<a href="?lang=fr" lang="fr" dir="ltr">Français</a>' in page
    first = recognised(client, code, lang="ar")
    assert "حديقة مشتركة" in text(first)
    assert '<span lang="fr" dir="ltr">Terrain de jeux</span>' in first.content.decode()
    other = client.post(
        CAST, {"step": "choose", "pass": carried(first), "to_lang": "fr", "p-1": "1"}
    )
    assert '<html lang="fr" dir="ltr">' in other.content.decode()
    assert 'name="p-1" value="1" checked' in other.content.decode()
    done = voted(client, code, 1, lang="ar")
    assert "تمّ تسجيل تصويتك" in text(done) and Ballot.objects.count() == 1


def test_every_language_has_every_sentence_with_the_same_values():
    wanted = LANGUAGES["fr"].sentences
    for language in LANGUAGES.values():
        assert list(language.sentences) == list(wanted), language.code
        for key, sentence in language.sentences.items():
            values = set(re.findall(r"{(\w+)}", sentence))
            assert values == set(re.findall(r"{(\w+)}", wanted[key])), (language.code, key)


@pytest.mark.parametrize(
    ("settings", "typed", "sentence"),
    [
        ({}, {}, "Aucun projet n'est choisi. Choisissez-en au moins 1."),
        ({"max_choices": 1}, {"p-1": "1", "p-2": "1"}, "2 projets choisis : 1 au plus."),
        ({}, {"p-99": "1"}, "Le projet n° 99 n'est pas sur le bulletin."),
        ({}, {"p-x": "1"}, "« x » n'est pas un nombre entier."),
        (
            {"ballot_type": "knapsack"},
            {"p-2": "1", "p-4": "1"},
            "Vos projets coûtent 75 000 € : l'enveloppe est de 60 000 €. Enlevez 15 000 €.",
        ),
        ({"ballot_type": "ordinal"}, {"p-1": "1", "p-2": "1"}, "Le rang 1 est donné à deux"),
        (
            {"ballot_type": "cumulative", "points": 3},
            {"p-1": "dix"},
            "« dix » n'est pas un nombre entier.",
        ),
        ({"ballot_type": "cumulative", "points": 3}, {"p-1": "4"}, "4 points donnés : 3 au plus."),
        ({"ballot_type": "cumulative", "points": 3}, {"p-1": "-1"}, "zéro ou plus"),
    ],
)
def test_a_fault_shows_the_choices_again_with_its_sentence(
    polling, client, settings, typed, sentence
):
    polling.open(**settings)
    first = recognised(client, *codes(polling))
    for step in ("choose", "confirm"):
        answer = client.post(CAST, {"step": step, "lang": "fr", "pass": carried(first), **typed})
        assert answer.status_code == 422
        assert sentence in text(answer).replace("&#39;", "'"), text(answer)
    assert not Ballot.objects.exists()


def test_wrong_codes_are_counted_and_right_ones_are_not(polling, client):
    polling.open()
    right = codes(polling, 12)
    for code in right:
        assert recognised(client, code).status_code == 200
    for _rank in range(10):
        assert "pas reconnu" in text(recognised(client, "AAAA-BBBB-CCCC"))
    late = recognised(client, right[0])
    assert late.status_code == 422 and "attendez dix minutes" in text(late)
    other = recognised(Client(REMOTE_ADDR="192.0.2.7"), right[0])
    assert other.status_code == 200


def test_behind_a_trusted_proxy_each_visitor_has_their_own_tries(polling, settings):
    settings.FAIRE_PROXIES, settings.FAIRE_WRONG_CODES = 1, 1
    polling.open()
    right = codes(polling)[0]
    guesser, other = (Client(headers={"x-forwarded-for": f"192.0.2.{n}"}) for n in (1, 2))
    assert "pas reconnu" in text(recognised(guesser, "AAAA-BBBB-CCCC"))
    assert "attendez dix minutes" in text(recognised(guesser, right))
    assert recognised(other, right).status_code == 200


def test_a_cancelled_code(polling, client):
    polling.open()
    used, lost = codes(polling, 2)
    voted(client, used, 1)
    assert void_codes(actor=polling.officer, vote_id=polling.vote.pk, batch="Accueil") == 1
    assert "annulé" in text(recognised(client, lost))
    assert voted(client, used, 2).status_code == 200


def test_the_age_is_declared(polling, client):
    polling.open(minimum_age=16)
    (code,) = codes(polling)
    assert "16 ans ou plus" in text(recognised(client, code))
    assert recognised(client, code).status_code == 422
    assert recognised(client, code, age="1").status_code == 200


def test_an_account_votes_once(polling, client):
    polling.open(eligibility="account", replaceable=False)
    assert "Connectez-vous pour voter" in text(client.get(CAST))
    assert client.post(CAST, {"step": "who", "lang": "fr"}).status_code == 422
    client.force_login(polling.year.person("habitante"))
    first = client.post(CAST, {"step": "who", "lang": "fr"})
    held = {"step": "confirm", "lang": "fr", "pass": carried(first), "p-1": "1"}
    assert client.post(CAST, held).status_code == 200
    again = client.post(CAST, {"step": "who", "lang": "fr"})
    answer = client.post(CAST, held | {"pass": carried(again)})
    assert answer.status_code == 422 and "un seul bulletin par personne" in text(answer)


@pytest.mark.parametrize("step", ["", "choose", "confirm", "autre"])
def test_a_form_of_elsewhere_starts_again(polling, client, step):
    polling.open()
    answer = client.post(CAST, {"step": step, "lang": "fr", "pass": "forged:pass", "p-1": "1"})
    assert answer.status_code == 422 and "Recommencez" in text(answer)
    assert not Ballot.objects.exists()


def test_a_closed_vote_says_so(polling, client):
    assert "Le vote n'est pas ouvert" in text(client.get(CAST)).replace("&#39;", "'")
    polling.open()
    first = recognised(client, *codes(polling))
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    held = {"step": "confirm", "lang": "fr", "pass": carried(first), "p-1": "1"}
    assert "Le vote est clos" in text(client.post(CAST, held))
    assert not Signature.objects.exists()


def published(polling, count: int = 3) -> list[str]:
    polling.open()
    given = [polling.cast(f"voter {rank}", 1, 3).shown for rank in range(count)]
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    count_vote(actor=polling.officer, vote_id=polling.vote.pk)
    publish_vote(actor=polling.officer, vote_id=polling.vote.pk)
    return given


def test_the_result_and_what_it_is_checked_with(polling, client):
    given = published(polling)
    page = text(client.get("/participer/budget/vote/"))
    for words in ("Jardin partagé", "Financé au tour 1", "Non financés, et pourquoi",
                  "Avec une autre règle", "par soutien", "Émargements"):  # fmt: skip
        assert words in page
    receipts = client.get(reverse("participation:vote_receipts_csv", args=["budget"]))
    assert receipts.content.decode().split()[1:] == sorted(given)
    pb = client.get(reverse("participation:vote_pb_download", args=["budget"]))
    assert pb.content.decode() == polling.reload().pb
    assert "no-store" not in pb.get("Cache-Control", "")


def test_the_map_shows_where_winners_and_losers_are(polling, client, django_assert_max_num_queries):
    quarter = polling.year.quarter
    shape = shapely.box(3.17, 50.68, 3.19, 50.70)
    perimeter(quarter.pk, shape, (date(2015, 1, 1), None), "essai").save()
    for number, longitude in ((1, 3.175), (2, 3.185)):
        BudgetProject.objects.filter(process=polling.process, number=number).update(
            longitude=longitude, latitude=50.69
        )
    published(polling)  # projects 1 and 3 are funded, of 4; 1 and 2 are in the neighbourhood
    with django_assert_max_num_queries(9):
        answer = client.get("/participer/budget/vote/")
    page = text(answer)
    drawing = page[page.index("<svg xmlns") : page.index("</figure>")]
    assert f"{quarter.name} : 1 projet financé sur 2 ; 20 000 €" in drawing
    assert drawing.count('class="map-mark"') == 1 and drawing.count('class="map-lit"') == 1
    assert '<a href="/participer/budget/projets/1/"' in drawing.split('class="map-mark"')[1]
    assert '<a href="/participer/budget/projets/2/"' in drawing.split('class="map-dim"')[1]
    assert "2 projets sans lieu précis n&#39;ont pas de point" in page
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td class="n">(\d+)</td>'
                      r'<td class="n">(\d+)</td><td class="n">([^<]+)</td></tr>', page)  # fmt: skip
    assert rows == [(quarter.name, "1", "2", "20 000 €"),
                    ("Sans quartier précis", "1", "2", "15 000 €")]  # fmt: skip


def test_without_any_place_there_is_no_map(polling, client):
    BudgetProject.objects.update(territory=None)
    published(polling)
    assert "carte-du-resultat" not in text(client.get("/participer/budget/vote/"))


def test_far_from_winning_is_folded_and_each_leads_to_its_page(polling, client):
    for number in range(5, 30):
        BudgetProject.objects.create(process=polling.process, number=number, title=f"Idée {number}",
                                     cost="59000", state="admitted")  # fmt: skip
    published(polling)
    page = text(client.get("/participer/budget/vote/"))
    shown, folded = page.split("<summary>Les 17 autres</summary>")
    assert shown.count("/participer/budget/projets/") == 12  # 2 winners, the 10 next
    assert folded.count("/participer/budget/projets/") == 17


@pytest.mark.parametrize(("typed", "words"), [("", None), ("ZZZZ", "Aucun bulletin")])
def test_a_receipt_that_is_not_there(polling, client, typed, words):
    polling.open()
    page = text(client.get("/participer/budget/vote/recu/", {"recu": typed}))
    assert (words or "Le reçu") in page


def test_a_receipt_is_in_the_urn_then_in_the_count_and_never_says_what_it_holds(polling, client):
    polling.open()
    given = polling.cast("Ana", 2)
    address = "/participer/budget/vote/recu/"
    page = text(client.get(address, {"recu": given.shown.lower()})).replace("&#39;", "'")
    assert "est dans l'urne" in page and "Terrain de jeux" not in page
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    count_vote(actor=polling.officer, vote_id=polling.vote.pk)
    page = text(client.get(address, {"recu": given.shown}))
    assert "est dans le dépouillement" in page and "Terrain de jeux" not in page


def test_nothing_is_read_before_the_publication(polling, client):
    polling.open()
    polling.cast("Ana", 1)
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    count_vote(actor=polling.officer, vote_id=polling.vote.pk)
    assert "Financé au tour" not in text(client.get("/participer/budget/vote/"))
    for name in ("vote_pb_download", "vote_receipts_csv"):
        assert client.get(reverse(f"participation:{name}", args=["budget"])).status_code == 404
    client.force_login(polling.officer)
    assert "Financé au tour" in text(client.get("/participer/budget/vote/"))


def test_the_page_of_a_result_asks_the_same_of_the_database_whatever_its_size(
    polling, client, django_assert_max_num_queries
):
    for number in range(5, 30):
        BudgetProject.objects.create(
            process=polling.process, number=number, title=f"Projet {number}", cost=1000,
            state="admitted",
        )  # fmt: skip
    published(polling, 40)
    assert CountedBallot.objects.count() == 40
    with django_assert_max_num_queries(6):
        client.get("/participer/budget/vote/")


def test_a_title_with_a_script_is_shown_as_text(polling, client):
    BudgetProject.objects.filter(number=1).update(title="<script>alert(1)</script>")
    published(polling)
    page = client.get("/participer/budget/vote/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_the_process_leads_to_its_vote(polling, client):
    polling.open()
    assert f'href="{CAST}"' in text(client.get("/participer/budget/"))
