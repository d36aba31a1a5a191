"""The count: what it checks, what it keeps, what it publishes, and that anybody finds the same."""

from decimal import Decimal

import pytest
from click.testing import CliRunner

from faire_ensemble.apps.participation.models import (
    Ballot,
    BudgetProject,
    CountedBallot,
    JuryOverride,
    PaperKeying,
    PublishedReceipt,
    Signature,
)
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.services.votes import sealing
from faire_ensemble.apps.participation.services.votes.counting import count_vote, publish_vote
from faire_ensemble.apps.participation.services.votes.paper import (
    key_ballot,
    open_batch,
    sign_paper,
)
from faire_ensemble.apps.participation.services.votes.preparing import close_vote, open_vote
from faire_ensemble.config.cli.tally import command
from faire_ensemble.core.tally import read_pb, verify
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

CAST = {"Ana": (1, 3), "Bao": (1,), "Chloé": (2,), "Driss": (1, 2), "Élodie": (3,)}


def closed(polling, **settings):
    polling.open(**settings)
    receipts = {name: polling.cast(name, *numbers) for name, numbers in CAST.items()}
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    return receipts


def counted(polling, **more):
    count_vote(actor=polling.officer, vote_id=polling.vote.pk, **more)
    return polling.reload()


def test_the_whole_life_of_a_vote(polling):
    receipts = closed(polling)
    vote = counted(polling)
    assert (vote.state, vote.secret) == ("counted", "")
    assert not Ballot.objects.exists()
    assert Signature.objects.count() == CountedBallot.objects.count() == 5
    published = set(PublishedReceipt.objects.values_list("receipt", flat=True))
    assert published == {row.text for row in receipts.values()}
    kept = sorted(CountedBallot.objects.values_list("choices", flat=True))
    assert kept == sorted(sealing.packed([(n, 0) for n in row]) for row in CAST.values())
    assert vote.result["numbers"]["signed"] == {"online": 5, "assisted": 0, "paper": 0}
    assert vote.result["numbers"]["found"] == vote.result["numbers"]["signed"]
    publish_vote(actor=polling.officer, vote_id=vote.pk)
    vote = polling.reload()
    funded = {row["number"] for row in vote.result["projects"] if row["funded"]}
    states = dict(BudgetProject.objects.values_list("number", "state"))
    assert {number for number, state in states.items() if state == "won"} == funded
    assert {state for number, state in states.items() if number not in funded} == {"lost"}
    verbs = list(
        AuditEntry.objects.filter(subject=f"vote:{vote.pk}").values_list("verb", flat=True)
    )
    assert verbs == [
        "vote préparé", "vote ouvert", "vote clos", "vote dépouillé", "résultat du vote publié"
    ]  # fmt: skip


def test_the_seed_was_committed_to_before_the_first_ballot(polling):
    polling.open()
    committed = polling.vote.seed_commitment
    opened = AuditEntry.objects.get(verb="vote ouvert")
    assert opened.detail["graine"] == committed
    polling.cast("Ana", 1)
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    vote = counted(polling)
    assert sealing.seed_commitment(vote.seed) == committed
    assert f";{vote.seed}\n" in vote.pb


def test_anybody_counts_the_published_file_again(polling, tmp_path):
    closed(polling)
    vote = counted(polling)
    path = tmp_path / "votes.pb"
    path.write_text(vote.pb, encoding="utf-8")
    found = CliRunner().invoke(command, [str(path)])
    assert found.exit_code == 0, found.output
    for row in vote.result["projects"]:
        assert (f"  {row['title']}\n" in found.output) is row["funded"]
    assert "Vérifié" in found.output
    election = read_pb(vote.pb)
    checked = verify(election)
    assert not checked.faults and checked.outcome is not None
    funded = sorted(int(name) for name in checked.outcome.funded)
    assert funded == sorted(row["number"] for row in vote.result["projects"] if row["funded"])


def test_one_changed_byte_of_the_file_is_noticed(polling):
    closed(polling)
    vote = counted(polling)
    head, ballots = vote.pb.split("VOTES\n")
    changed = ballots.replace(";2\n", ";4\n", 1)
    assert changed != ballots
    assert verify(read_pb(f"{head}VOTES\n{changed}")).faults


def test_one_changed_byte_of_a_ballot_is_noticed(polling):
    closed(polling)
    ballot = Ballot.objects.order_by("receipt").first()
    Ballot.objects.filter(pk=ballot.pk).update(choices="[[4,0]]")
    with pytest.raises(BadInput, match="1 bulletin ne correspond plus à son reçu"):
        counted(polling)
    assert polling.reload().state == "closed"
    vote = counted(polling, reason="Base modifiée à la main, plainte déposée.")
    assert vote.result["numbers"]["found"]["online"] == 4
    assert len(vote.result["numbers"]["differences"]) == 1
    assert not CountedBallot.objects.filter(choices="[[4,0]]").exists()
    assert not PublishedReceipt.objects.filter(receipt=ballot.receipt).exists()


def test_a_ballot_without_signature_and_a_signature_without_ballot(polling):
    closed(polling)
    Signature.objects.filter(voter=polling.voter("Ana").digest).delete()
    key = sealing.ballot_key(polling.reload().secret, polling.voter("Bao").digest)
    Ballot.objects.filter(key=key).delete()
    with pytest.raises(BadInput, match="n'a pas d'émargement.*n'a plus son bulletin"):
        counted(polling)
    numbers = counted(polling, reason="constaté").result["numbers"]
    assert (numbers["signed"]["online"], numbers["found"]["online"]) == (4, 3)


def test_channels_add_up_and_blanks_are_not_counted_as_choices(polling):
    polling.open(min_choices=0)
    polling.cast("Ana", 1)
    polling.cast("Bao")
    polling.cast("Chloé", 2, channel="assisted")
    for name in ("Driss", "Élodie", "Fatou"):
        sign_paper(actor=polling.officer, vote_id=polling.vote.pk, voter=polling.voter(name))
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    batch = open_batch(actor=polling.officer, vote_id=polling.vote.pk, label="Urne 1", found=3)
    for round, actor in ((1, polling.officer), (2, polling.other)):
        for rank, kind, choices in ((1, "valid", [(3, 0)]), (2, "blank", []), (3, "spoiled", [])):
            key_ballot(
                actor=actor, batch_id=batch.pk, round=round, rank=rank, kind=kind, choices=choices
            )
    numbers = counted(polling).result["numbers"]
    assert numbers["signed"] == numbers["found"] == {"online": 2, "assisted": 1, "paper": 3}
    assert (numbers["valid"], numbers["blank"], numbers["spoiled"]) == (3, 2, 1)
    assert numbers["valid"] + numbers["blank"] + numbers["spoiled"] == sum(
        numbers["signed"].values()
    )
    assert CountedBallot.objects.count() == 3
    # Nothing says any more which of the three was the paper one.
    assert not PaperKeying.objects.exists()


def test_a_vote_without_a_ballot(polling):
    polling.open()
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    vote = counted(polling)
    assert not any(row["funded"] for row in vote.result["projects"])
    assert not verify(read_pb(vote.pb)).faults


def test_ties_are_drawn_from_the_published_seed(polling):
    BudgetProject.objects.update(cost=Decimal("20000"))
    polling.open(rule="greedy", completion="none")
    for rank in range(4):
        polling.cast(f"voter {rank}", 1, 2, 3, 4)
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    vote = counted(polling)
    winners = [row["number"] for row in vote.result["projects"] if row["funded"]]
    assert len(winners) == 3
    assert not verify(read_pb(vote.pb)).faults


def test_a_script_in_a_title_stays_text(polling):
    BudgetProject.objects.filter(number=1).update(title='<script>alert("x")</script>; "a"\n;b')
    closed(polling)
    vote = counted(polling)
    election = read_pb(vote.pb)
    assert not verify(election).faults
    assert '<script>alert("x")</script>; "a"' in election.by_id["1"].name


def test_the_jury_changes_the_result_with_its_reason(polling):
    closed(polling, rule="greedy", completion="none")
    vote = counted(polling)
    won = next(row["number"] for row in vote.result["projects"] if row["funded"])
    project = BudgetProject.objects.get(number=won)
    JuryOverride.objects.create(
        project=project, keeps=False, reason="Terrain vendu", by=polling.officer,
        at=vote.counted_at,
    )  # fmt: skip
    publish_vote(actor=polling.officer, vote_id=vote.pk)
    vote = polling.reload()
    assert vote.result["overrides"] == [{"number": won, "fund": False, "reason": "Terrain vendu"}]
    assert not next(row for row in vote.result["projects"] if row["number"] == won)["funded"]
    assert not verify(read_pb(vote.pb)).faults


def test_only_those_who_run_the_process(polling):
    outsider = polling.year.person("passante")
    for act in (open_vote, close_vote, count_vote, publish_vote):
        with pytest.raises(Refused):
            act(actor=outsider, vote_id=polling.vote.pk)


def test_acts_in_their_order(polling):
    for act in (close_vote, count_vote, publish_vote):
        with pytest.raises(BadInput):
            act(actor=polling.officer, vote_id=polling.vote.pk)
    closed(polling)
    counted(polling)
    with pytest.raises(BadInput):
        counted(polling)


def test_rules_do_not_change_once_people_vote(polling):
    polling.open()
    with pytest.raises(BadInput, match="règles ne changent plus"):
        polling.prepare(max_choices=1)


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        ({"QP1": 12, "QP2": 15}, [("QP1", 12), ("QP2", 15)]),
        ({"QP1": 12, "QP2": 3}, []),
        ({"QP1": 12, "QP2": 3, "QP3": 9}, [("QP1", 12), ("", 12)]),
        ({"QP1": 3}, []),
    ],
)
def test_the_turnout_of_a_few_is_not_shown(polling, places, shown):
    polling.open()
    for place, count in places.items():
        for rank in range(count):
            Signature.objects.create(
                vote=polling.vote, voter=f"{place} {rank}", channel="paper", neighbourhood=place
            )
    close_vote(actor=polling.officer, vote_id=polling.vote.pk)
    vote = counted(polling, reason="signatures écrites par le test")
    assert [(row["code"], row["signed"]) for row in vote.result["turnout"]] == shown
