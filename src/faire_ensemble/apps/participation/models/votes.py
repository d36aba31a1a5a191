"""The vote of a participatory budget: its rules, its roll, its ballots, its paper.

Rows that could be put in the order people voted have random keys (`RandomKey`): on SQLite a table
is kept in the order of its integer key, so that nothing in the file tells who came before whom.
"""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.participation.lifecycle import VoteState


def random_key() -> int:
    """A key that says nothing of time: 62 random bits."""
    return secrets.randbits(62) + 1


class RandomKey(models.BigAutoField):
    """A primary key drawn at random; never the next number."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs |= {"primary_key": True, "default": random_key, "serialize": False}
        super().__init__(*args, **kwargs)


class VoteStateChoice(models.TextChoices):
    PREPARING = VoteState.PREPARING.value, _("en préparation")
    OPEN = VoteState.OPEN.value, _("ouvert")
    CLOSED = VoteState.CLOSED.value, _("clos, à dépouiller")
    COUNTED = VoteState.COUNTED.value, _("dépouillé")
    PUBLISHED = VoteState.PUBLISHED.value, _("résultat publié")


class BallotKind(models.TextChoices):
    """The words of `core.tally.BallotType`."""

    APPROVAL = "approval", _("cocher des projets")
    KNAPSACK = "knapsack", _("composer son budget, dans l'enveloppe")
    CUMULATIVE = "cumulative", _("répartir des points")
    ORDINAL = "ordinal", _("classer des projets")


class VoteRule(models.TextChoices):
    """The words of `core.tally.Rule`."""

    EQUAL_SHARES = "equal-shares", _("parts égales : chaque votant dispose de la même somme")
    GREEDY = "greedy", _("par nombre de votes, tant que l'enveloppe le permet")
    THRESHOLD = "threshold", _("par nombre de votes, au-dessus d'un seuil")
    PHRAGMEN = "phragmen", _("Phragmén : chaque votant gagne de l'argent au même rythme")


class VoteUtility(models.TextChoices):
    COST = "cost", _("un projet vaut son coût")
    CARDINALITY = "cardinality", _("un projet vaut un projet")


class VoteCompletion(models.TextChoices):
    NONE = "none", _("le reste n'est pas dépensé")
    GREEDY = "greedy", _("le reste par nombre de votes")
    ADD1 = "add1", _("parts relevées euro par euro")
    ADD1U = "add1u", _("parts relevées euro par euro, puis par nombre de votes")


class Eligibility(models.TextChoices):
    """How a person is known. One way for a vote, so that nobody is known by two."""

    CODE = "code", _("un code reçu sur papier")
    ROLL = "roll", _("une liste de votants : nom et date de naissance")
    ACCOUNT = "account", _("un compte sur ce site")


class Channel(models.TextChoices):
    ONLINE = "online", _("en ligne")
    ASSISTED = "assisted", _("au bureau, avec aide")
    PAPER = "paper", _("sur papier")


class Vote(models.Model):
    """The vote of a process: its rules, fixed once it opens, and its result.

    `envelope` in euros. `points` to share out (cumulative). `minimum_support` in votes
    (threshold). `seed` settles exact ties; its `seed_commitment` (SHA-256) is shown from the
    opening, the seed itself after the count. `secret` joins ballots to the roll while people may
    still replace their ballot: destroyed by the count. `salt` makes the digests of the roll.
    `translations`: {number: {language: {"title", "body"}}}. A neighbourhood's turnout is shown
    from `turnout_threshold` voters.
    """

    process = models.OneToOneField(
        "participation.Process", on_delete=models.PROTECT, related_name="vote"
    )
    state = models.CharField(
        max_length=10, choices=VoteStateChoice.choices, default=VoteState.PREPARING.value
    )
    ballot_type = models.CharField(
        max_length=10, choices=BallotKind.choices, default=BallotKind.APPROVAL
    )
    rule = models.CharField(max_length=12, choices=VoteRule.choices, default=VoteRule.EQUAL_SHARES)
    utility = models.CharField(max_length=11, choices=VoteUtility.choices, default=VoteUtility.COST)
    completion = models.CharField(
        max_length=6, choices=VoteCompletion.choices, default=VoteCompletion.ADD1U
    )
    minimum_support = models.PositiveIntegerField(null=True, blank=True)
    envelope = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    min_choices = models.PositiveSmallIntegerField(default=1)
    max_choices = models.PositiveSmallIntegerField(null=True, blank=True)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    replaceable = models.BooleanField(default=True)
    eligibility = models.CharField(
        max_length=8, choices=Eligibility.choices, default=Eligibility.CODE
    )
    minimum_age = models.PositiveSmallIntegerField(default=0)
    turnout_threshold = models.PositiveSmallIntegerField(default=11)
    translations = models.JSONField(default=dict, blank=True)
    salt = models.CharField(max_length=64)
    secret = models.CharField(max_length=64, blank=True, default="")
    seed = models.CharField(max_length=40, blank=True, default="")
    seed_commitment = models.CharField(max_length=64, blank=True, default="")
    result = models.JSONField(default=dict, blank=True)
    pb = models.TextField(blank=True, default="")
    pb_digest = models.CharField(max_length=64, blank=True, default="")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    # When the free space of the database was rewritten, so that nothing erased can be read in it.
    scrubbed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # When names and codes were erased.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[VoteState.OPEN, VoteState.CLOSED]) ^ Q(secret=""),
                name="vote_secret_lives_until_the_count",
            ),
            models.CheckConstraint(
                condition=Q(envelope__isnull=True) | Q(envelope__gt=0), name="vote_envelope_counts"
            ),
            models.CheckConstraint(
                condition=Q(max_choices__isnull=True) | Q(max_choices__gte=F("min_choices")),
                name="vote_choices_in_order",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=1), name="vote_points_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process_id} {self.state}"


class BallotProject(models.Model):
    """A project as it is on the ballot: frozen when the vote opens."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="projects")
    project = models.ForeignKey(
        "participation.BudgetProject", on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True, default="")
    cost = models.DecimalField(max_digits=12, decimal_places=2)
    category = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    # Official code of the neighbourhood it is in, empty for the whole territory.
    territory = models.CharField(max_length=20, blank=True, default="")
    group = models.CharField(max_length=120, blank=True, default="")
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "number"], name="ballot_project_once"),
            models.CheckConstraint(condition=Q(cost__gt=0), name="ballot_project_costs"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class RollEntry(models.Model):
    """A person who may vote, from a list. Erased after the publication (`forget_voters`).

    `number` is the one the list gives, told to the person by post: name and date of birth alone
    are known to too many. `neighbourhood` is an official code, for turnout.
    """

    id = RandomKey()
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="roll")
    name = models.CharField(max_length=160)
    # Without accents or case: what the desk searches.
    folded = models.CharField(max_length=200)
    born_on = models.DateField()
    number = models.CharField(max_length=40, blank=True, default="")
    neighbourhood = models.CharField(max_length=20, blank=True, default="")
    # Keyed digest of name (folded), date of birth and number: what is typed is looked up by it.
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "digest"], name="roll_entry_once")]
        indexes: ClassVar = [models.Index(fields=["vote", "born_on"], name="roll_entry_search")]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.digest[:8]}"


class VotingCode(models.Model):
    """A code on paper: shown once when its batch is made, then only its keyed digest is left."""

    id = RandomKey()
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="codes")
    batch = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    neighbourhood = models.CharField(max_length=20, blank=True, default="")
    void = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "digest"], name="voting_code_once")]
        indexes: ClassVar = [models.Index(fields=["vote", "batch"], name="voting_code_batch")]

    def __str__(self) -> str:
        return f"{self.batch} {self.digest[:8]}"


class Signature(models.Model):
    """The roll is signed: one ballot a person, whatever the channel. No time is kept."""

    id = RandomKey()
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="signatures")
    voter = models.CharField(max_length=64)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    neighbourhood = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "voter"], name="signature_once")]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.voter[:8]}"


class Ballot(models.Model):
    """A ballot while people may still replace theirs; gone after the count.

    `key` is the voter's digest under the secret of the vote. `receipt` commits to `choices` by
    `nonce`, which the voter never has: a receipt cannot prove how somebody voted.
    """

    id = RandomKey()
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="ballots")
    key = models.CharField(max_length=64)
    choices = models.TextField()
    nonce = models.CharField(max_length=64)
    receipt = models.CharField(max_length=16)
    channel = models.CharField(max_length=8, choices=Channel.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "key"], name="ballot_once"),
            models.UniqueConstraint(fields=["vote", "receipt"], name="ballot_receipt_once"),
            models.CheckConstraint(condition=~Q(channel=Channel.PAPER), name="ballot_not_paper"),
        ]

    def __str__(self) -> str:
        return self.receipt


class CountedBallot(models.Model):
    """A ballot after the count: its choices, in an order drawn at random, and nothing else.

    No channel: were there one assisted ballot and one assisted signature, it would join them.
    """

    id = RandomKey()
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="counted")
    rank = models.PositiveIntegerField()
    choices = models.TextField()

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints = [models.UniqueConstraint(fields=["vote", "rank"], name="counted_ballot_once")]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.rank}"


class PublishedReceipt(models.Model):
    """A receipt that is in the count."""

    id = RandomKey()
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="receipts")
    receipt = models.CharField(max_length=16)

    class Meta:
        ordering: ClassVar = ["receipt"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "receipt"], name="published_receipt_once")
        ]

    def __str__(self) -> str:
        return self.receipt


class PaperBatch(models.Model):
    """The paper ballots `found` in an urn."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="batches")
    label = models.CharField(max_length=80)
    found = models.PositiveIntegerField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "label"], name="paper_batch_once"),
            models.CheckConstraint(condition=Q(found__gte=1), name="paper_batch_holds_ballots"),
        ]

    def __str__(self) -> str:
        return self.label


class PaperKeying(models.Model):
    """What somebody read on the paper ballot of a rank. Rounds 1 and 2 by two different persons;
    round 3 settles a difference, with its reason."""

    class Kind(models.TextChoices):
        VALID = "valid", _("valable")
        BLANK = "blank", _("blanc")
        SPOILED = "spoiled", _("nul")

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="keyings")
    round = models.PositiveSmallIntegerField()
    rank = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    choices = models.TextField(blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["rank", "round"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "round", "rank"], name="paper_keying_once"),
            models.CheckConstraint(
                condition=Q(round__gte=1, round__lte=3), name="paper_keying_rounds"
            ),
            models.CheckConstraint(
                condition=~Q(round=3, reason=""), name="paper_settling_gives_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind="valid") ^ Q(choices=""), name="paper_keying_holds_choices"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.rank} {self.round}"
