"""What contributors are told: written in the transaction of the act, once, in their language.

Whoever gave no address reads it on the page of their contributions.
"""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.participation.models import (
    Answer,
    Contribution,
    FollowUpStep,
    Kinship,
    Moderation,
    Telling,
)
from faire_ensemble.kit.numbers import long_date


def tell_answer(answer: Answer, contributions: Iterable[Contribution]) -> None:
    """Each author is told the verdict and the words."""
    for contribution in contributions:
        with override(contribution.contributor.language):
            text = _("Réponse à « %(title)s » : %(verdict)s.\n%(body)s") % {
                "title": contribution.title,
                "verdict": answer.get_verdict_display(),
                "body": answer.body,
            }
            tell(
                contributor_id=contribution.contributor_id,
                key=f"answer:{answer.pk}:{contribution.pk}",
                text=text,
            )


def tell_step(step: FollowUpStep, contributions: Iterable[Contribution]) -> None:
    """What becomes of what was promised."""
    for contribution in contributions:
        with override(contribution.contributor.language):
            text = _("Suite de « %(title)s », « %(promise)s » : %(state)s.\n%(words)s") % {
                "title": contribution.title,
                "promise": step.follow_up.title,
                "state": step.get_state_display(),
                "words": step.words,
            }
            tell(
                contributor_id=contribution.contributor_id,
                key=f"step:{step.pk}:{contribution.pk}",
                text=text,
            )


def tell_moderation(act: Moderation) -> None:
    """Published, or why not."""
    written = act.contribution or act.comment
    if written is None:
        raise AssertionError("a moderation is of a contribution or of a comment")
    with override(written.contributor.language):
        named = (
            _("Votre contribution « %(title)s »") % {"title": act.contribution.title}
            if act.contribution
            else _("Votre commentaire « %(start)s… »") % {"start": str(written)[:60]}
        )
        if act.act == Moderation.Act.PUBLISH:
            text = _("%(what)s : publié par l'équipe de la démarche.") % {"what": named}
        else:
            text = _("%(what)s n'est pas publié : %(reason)s. %(words)s") % {
                "what": named, "reason": act.get_reason_display(), "words": act.words,
            }  # fmt: skip
        tell(contributor_id=written.contributor_id, key=f"moderation:{act.pk}", text=text.strip())


def tell_kinship(row: Kinship) -> None:
    """Joined to another one, or on its own again."""
    with override(row.source.contributor.language):
        pattern = (
            _("« %(source)s » est regroupée avec « %(target)s » : vous recevrez la même réponse. "
              "%(reason)s")
            if row.kind == Kinship.Kind.MERGED
            else _("« %(source)s » est séparée de « %(target)s » : elle aura sa propre réponse. "
                   "%(reason)s")
        )  # fmt: skip
        text = pattern % {
            "source": row.source.title, "target": row.target.title, "reason": row.reason,
        }  # fmt: skip
        tell(contributor_id=row.source.contributor_id, key=f"kinship:{row.pk}", text=text)


def tell_threshold(contribution: Contribution) -> None:
    """A petition that obliges to answer."""
    with override(contribution.contributor.language):
        text = _("« %(title)s » a réuni assez de soutiens : une réponse est due avant le %(day)s.")
        said = text % {
            "title": contribution.title, "day": long_date(contribution.answer_due_on),
        }  # fmt: skip
        tell(
            contributor_id=contribution.contributor_id,
            key=f"threshold:{contribution.pk}",
            text=said,
        )


def tell(*, contributor_id: int, key: str, text: str) -> None:
    """Keep a sentence for the next digest; the same `key` never tells twice (`telling_once`)."""
    Telling.objects.bulk_create(
        [Telling(contributor_id=contributor_id, key=key, text=text, at=timezone.now())],
        ignore_conflicts=True,
    )
