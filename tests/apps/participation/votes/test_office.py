"""Running a vote: rules, codes, list, desk, paper, print."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from faire_ensemble.apps.participation.models import (
    PaperBatch,
    RollEntry,
    Signature,
    Vote,
    VotingCode,
)
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.votes import electorate, paper, sealing
from faire_ensemble.apps.participation.services.votes.choices import VoteFault
from faire_ensemble.apps.participation.services.votes.counting import count_vote, publish_vote
from faire_ensemble.apps.participation.services.votes.preparing import close_vote, open_vote
from faire_ensemble.apps.participation.services.votes.recognising import (
    read_date,
    voter_of_code,
    voter_of_roll,
)
from faire_ensemble.kit.verdicts import Refused

OFFICE = "/gestion/participation/budget/vote/"
ROLL = """Nom;Prénoms;Date de naissance;Numéro;Quartier;Profession
LEFÈVRE;Ana Marie;27/03/1985;A12;QP059074;secrète
Ben Ali;Driss;1999-01-02;B7;;
Sans date;Bao;;C1;;
LEFEVRE;ana;27/03/1985;a12;QP059074;doublon
"""


@pytest.fixture
def office(polling, client) -> Any:
    cache.clear()
    client.force_login(polling.officer)
    return client


def rolled(polling) -> None:
    polling.prepare(eligibility="roll")


def sent(office, text: str = ROLL) -> Any:
    return office.post(
        f"{OFFICE}liste/", {"file": SimpleUploadedFile("liste.csv", text.encode("cp1252"))}
    )


def page(answer: Any) -> str:
    return answer.content.decode().replace("&#39;", "'").replace("\xa0", " ")


def test_the_rules_are_written_and_read_again(polling, office):
    assert office.get(OFFICE).status_code == 200
    values = {
        "ballot_type": "cumulative", "min_choices": "0", "max_choices": "3", "points": "10",
        "envelope": "50 000", "rule": "phragmen", "utility": "cost", "completion": "greedy",
        "eligibility": "roll", "minimum_age": "16", "turnout_threshold": "20",
        "translations": "1 | ar | حديقة | وصف\n\n1 | en | Garden",
    }  # fmt: skip
    answer = office.post(OFFICE, values)
    assert answer.status_code == 302, page(answer)
    vote = Vote.objects.get()
    assert (vote.ballot_type, vote.points, vote.rule) == ("cumulative", 10, "phragmen")
    assert vote.translations["1"]["ar"] == {"title": "حديقة", "body": "وصف"}
    assert not vote.replaceable and "حديقة" in page(office.get(OFFICE))
    assert office.post(OFFICE, values | {"points": ""}).status_code == 422
    assert office.post(OFFICE, values | {"translations": "faux"}).status_code == 422


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"envelope": None}, "Donnez l'enveloppe"),
        ({"eligibility": "roll"}, "La liste des votants est vide"),
        ({"rule": "greedy", "completion": "add1"}, "parts égales, et elle seule"),
    ],
)
def test_a_vote_that_cannot_open_says_why(polling, settings, sentence):
    polling.prepare(**settings)
    with pytest.raises(BadInput, match=sentence):
        open_vote(actor=polling.officer, vote_id=polling.vote.pk)
    assert polling.reload().state == "preparing" and not polling.vote.secret


def test_codes_are_read_once(polling, office):
    typed = {"batch": "Centre social", "count": "3", "format": "csv", "neighbourhood": "QP059074"}
    answer = office.post(f"{OFFICE}codes/", typed)
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    codes = [line.split(";")[0] for line in lines[1:4]]
    assert VotingCode.objects.count() == 3
    kept = str(list(VotingCode.objects.values()))
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]
    assert lines[1].endswith(f"/participer/budget/voter/#{codes[0].replace('-', '')}")
    voter = voter_of_code(polling.vote, codes[0])
    assert voter.neighbourhood == "QP059074"
    again = office.post(f"{OFFICE}codes/", typed)
    assert again.status_code == 422 and "porte déjà ce nom" in page(again)


def test_codes_to_cut_out(polling, office):
    answer = office.post(f"{OFFICE}codes/", {"batch": "Accueil", "count": "7", "format": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    written = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages)
    found = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", written)
    assert len(set(found)) == 7
    assert voter_of_code(polling.vote, found[0]).digest


@pytest.mark.parametrize("paper_format", ["a4", "a5"])
@pytest.mark.parametrize("kind", [{}, {"ballot_type": "cumulative", "points": 5}])
def test_the_paper_ballot(polling, office, paper_format, kind):
    polling.prepare(**kind)
    answer = office.get(f"{OFFICE}bulletin.pdf", {"format": paper_format})
    reader = PdfReader(io.BytesIO(answer.content))
    written = reader.pages[0].extract_text()
    assert "Terrain de jeux" in written and "35" in written and len(reader.pages) == 1
    width = float(reader.pages[0].mediabox.width)
    assert round(width) == {"a4": 595, "a5": 420}[paper_format]


def test_a_list_keeps_only_what_is_needed(polling, office):
    rolled(polling)
    answer = sent(office)
    assert "4 lignes lues : 2 ajoutées, 1 déjà là, 1 refusées" in page(answer)
    assert "ligne 4" in page(answer)
    assert "secrète" not in str(list(RollEntry.objects.values()))
    voter = voter_of_roll(polling.vote, "lefevre ANA", date(1985, 3, 27), "a12")
    assert voter.neighbourhood == "QP059074"
    with pytest.raises(VoteFault):
        voter_of_roll(polling.vote, "lefevre ana", date(1985, 3, 27), "")
    assert "0 ajoutées, 3 déjà là" in page(sent(office))


def test_a_list_that_is_no_list(polling, office):
    rolled(polling)
    assert "Il manque une colonne" in page(sent(office, "a;b\n1;2\n"))
    assert "vide" in page(sent(office, ""))


def test_the_way_of_being_known_does_not_change_under_those_who_have_codes(polling):
    electorate.make_codes(actor=polling.officer, vote_id=polling.vote.pk, batch="Accueil", count=1)
    with pytest.raises(BadInput, match="façon d'être connu"):
        polling.prepare(eligibility="roll")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("27/03/1985", date(1985, 3, 27)), (" 7 . 3 . 1985", date(1985, 3, 7)),
        ("1985-03-27", date(1985, 3, 27)), ("31/02/1985", None), ("hier", None), ("", None),
    ],
)  # fmt: skip
def test_dates_as_people_type_them(typed, day):
    assert read_date(typed) == day


def test_the_desk_signs_for_paper_and_helps(polling, office):
    rolled(polling)
    sent(office)
    polling.open()
    found = office.get(f"{OFFICE}bureau/", {"q": "ana Lefèvre"})
    entry = re.search(r'name="entry" value="(\d+)"', page(found))[1]
    signed = office.post(f"{OFFICE}bureau/", {"entry": entry, "do": "paper"})
    assert signed.status_code == 302 and Signature.objects.get().channel == "paper"
    twice = office.post(f"{OFFICE}bureau/", {"entry": entry, "do": "paper"})
    assert twice.status_code == 422 and "déjà voté" in page(twice)
    other = str(RollEntry.objects.exclude(pk=entry).get().pk)
    help_page = page(office.post(f"{OFFICE}bureau/", {"entry": other, "do": "assist"}))
    carried = re.search(r'name="pass" value="([^"]+)"', help_page)[1]
    assert '<form method="post" action="/participer/budget/voter/"' in help_page
    done = office.post(
        "/participer/budget/voter/",
        {"step": "confirm", "lang": "fr", "pass": carried, "p-1": "1"},
    )
    assert "Retour au bureau de vote" in page(done)
    assert set(Signature.objects.values_list("channel", flat=True)) == {"paper", "assisted"}


def urn(polling, found: int = 3) -> PaperBatch:
    polling.open()
    for rank in range(found):
        paper.sign_paper(
            actor=polling.officer, vote_id=polling.vote.pk, voter=polling.voter(f"papier {rank}")
        )
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    return paper.open_batch(
        actor=polling.officer, vote_id=polling.vote.pk, label="Urne 1", found=found
    )


def key(batch, actor, round: int, *rows: tuple[int, str, list[int]]) -> None:
    for rank, kind, numbers in rows:
        paper.key_ballot(
            actor=actor, batch_id=batch.pk, round=round, rank=rank, kind=kind,
            choices=[(number, 0) for number in numbers],
        )  # fmt: skip


def test_paper_is_read_by_two_and_differences_are_settled(polling):
    batch = urn(polling)
    same = (1, "valid", [1, 2])
    key(batch, polling.officer, 1, same, (2, "valid", [3]), (3, "blank", []))
    with pytest.raises(BadInput, match="Le lot « Urne 1 » n'est pas fini : bulletin n° 1"):
        count_vote(actor=polling.officer, vote_id=polling.vote.pk)
    with pytest.raises(Refused, match="une autre personne"):
        key(batch, polling.officer, 2, same)
    key(batch, polling.other, 2, same, (2, "valid", [4]), (3, "blank", []))
    assert [line.rank for line in paper.lines_of(batch) if line.differs] == [2]
    with pytest.raises(BadInput, match="bulletin n° 2"):
        count_vote(actor=polling.officer, vote_id=polling.vote.pk)
    with pytest.raises(BadInput, match="Dites ce que l'on voit"):
        paper.settle_ballot(
            actor=polling.officer, batch_id=batch.pk, rank=2, kind="spoiled", reason=" "
        )
    with pytest.raises(BadInput, match="ne diffèrent pas"):
        paper.settle_ballot(
            actor=polling.officer, batch_id=batch.pk, rank=1, kind="spoiled", reason="non"
        )
    paper.settle_ballot(
        actor=polling.officer, batch_id=batch.pk, rank=2, kind="spoiled", reason="deux croix"
    )
    assert PaperBatch.objects.get().settled_at is not None
    vote = count_vote(actor=polling.officer, vote_id=polling.vote.pk)
    numbers = vote.result["numbers"]
    assert (numbers["valid"], numbers["blank"], numbers["spoiled"]) == (1, 1, 1)


def test_an_urn_that_does_not_hold_what_was_signed_for(polling):
    batch = urn(polling)
    PaperBatch.objects.update(found=2)
    for round, actor in ((1, polling.officer), (2, polling.other)):
        key(batch, actor, round, (1, "blank", []), (2, "blank", []))
    with pytest.raises(BadInput, match="2 bulletins dans les urnes pour 3 émargements"):
        count_vote(actor=polling.officer, vote_id=polling.vote.pk)
    vote = count_vote(
        actor=polling.officer, vote_id=polling.vote.pk, reason="Une personne est partie avec."
    )
    assert vote.result["numbers"]["reason"] == "Une personne est partie avec."


@pytest.mark.parametrize(
    ("rank", "kind", "numbers", "sentence"),
    [
        (4, "blank", [], "il n'y a pas de n° 4"),
        (1, "valid", [], "le bulletin est blanc"),
        (1, "valid", [9], "le bulletin est nul"),
        (1, "autre", [1], "valable, blanc ou nul"),
    ],
)
def test_what_cannot_be_keyed(polling, rank, kind, numbers, sentence):
    batch = urn(polling)
    with pytest.raises(BadInput, match=sentence):
        key(batch, polling.officer, 1, (rank, kind, numbers))


def test_keying_pages(polling, office, client):
    batch = urn(polling, 2)
    address = f"{OFFICE}papier/{batch.pk}/"
    keyed = f"{address}lecture/1/"
    first = office.post(keyed, {"rank": "1", "kind": "valid", "p-1": "1"})
    assert first["Location"].endswith("?rank=2")
    fault = office.post(keyed, {"rank": "2", "kind": "valid"})
    assert fault.status_code == 422 and "blanc" in page(fault)
    assert office.post(keyed, {"rank": "2", "kind": "blank"})["Location"] == address
    assert office.get(f"{address}lecture/2/").status_code == 403
    client.force_login(polling.other)
    second = f"{address}lecture/2/"
    assert 'id="p-1" name="p-1" value="1" checked' not in page(client.get(second))
    client.post(second, {"rank": "1", "kind": "valid", "p-2": "1"})
    client.post(second, {"rank": "2", "kind": "blank"})
    shown = page(client.get(address))
    assert "Lectures différentes" in shown
    settled = client.post(
        address, {"rank": "1", "kind": "valid", "p-1": "1", "reason": "la croix est nette"}
    )
    assert settled.status_code == 302 and "fini" in page(client.get(address))


def test_acts_from_the_office(polling, office):
    def act(name: str, **more: str) -> str:
        return page(office.post(f"{OFFICE}acte/", {"do": name, **more}, follow=True))

    assert "cela ne se peut pas" in act("close")
    assert "C'est fait" in act("open")
    polling.reload()
    polling.cast("Ana", 1)
    assert "C'est fait" in act("close")
    Signature.objects.create(vote=polling.vote, voter="papier", channel="paper")
    assert "Écrivez pourquoi" in act("count")
    assert "C'est fait" in act("count", reason="perdu")
    assert "C'est fait" in act("publish")
    assert "C'est fait" in act("forget")
    assert "déjà effacée" in act("forget")


def test_names_and_codes_are_erased_after_the_publication(polling, office):
    codes = electorate.make_codes(
        actor=polling.officer, vote_id=polling.vote.pk, batch="Accueil", count=2
    )
    polling.open()
    digest = voter_of_code(polling.vote, codes[0]).digest
    Signature.objects.create(vote=polling.vote, voter=digest, channel="paper")
    with pytest.raises(BadInput):
        electorate.forget_voters(actor=polling.officer, vote_id=polling.vote.pk)
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    count_vote(actor=polling.officer, vote_id=polling.vote.pk, reason="test")
    publish_vote(actor=polling.officer, vote_id=polling.vote.pk)
    electorate.forget_voters(actor=polling.officer, vote_id=polling.vote.pk)
    vote = polling.reload()
    assert not VotingCode.objects.exists() and Signature.objects.count() == 1
    again = sealing.voter_digest(
        vote.salt, "code", sealing.voter_digest(vote.salt, "paper-code", codes[0])
    )
    assert again != Signature.objects.get().voter


def test_the_office_is_not_public(polling, client):
    for path in ("", "bureau/", "papier/", "bulletin.pdf"):
        assert client.get(OFFICE + path).status_code == 302
    client.force_login(polling.year.person("habitante"))
    for path in ("", "bureau/", "papier/", "bulletin.pdf"):
        assert client.get(OFFICE + path).status_code == 403
