"""The answer as a plain text, kept in the notice and sent by e-mail."""

from datetime import date

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.selectors.answers import Answer, Decided
from faire_ensemble.apps.funding.selectors.next_steps import next_steps
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import euros, long_date, number

SUBJECT_LENGTH = 200


def subject(answer: Answer) -> str:
    """One line."""
    words = _("Réponse à votre demande : « %(title)s » (%(year)s)") % {
        "title": answer.title, "year": answer.year
    }  # fmt: skip
    return " ".join(words.split())[:SUBJECT_LENGTH]


def letter(answer: Answer, on: date) -> str:
    """What is sent on a day. Paragraphs separated by an empty line, lists by dashes."""
    parts = [
        _("Bonjour,"),
        _(
            "Voici ce qui a été décidé pour votre dossier %(number)s, « %(title)s », porté par "
            "%(holder)s, déposé dans « %(call)s » pour %(year)s."
        )
        % {
            "number": answer.number,
            "title": answer.title,
            "holder": answer.holder,
            "call": answer.call,
            "year": answer.year,
        },  # fmt: skip
        _heading(_("Ce qui est décidé")),
        "\n\n".join(_line(line) for line in answer.lines),
        _("En tout : %(amount)s accordés sur %(asked)s demandés.")
        % {"amount": euros(answer.amount, None), "asked": euros(answer.asked, None)},
        _heading(_("Sur quels critères")),
        grid(answer),
        _heading(_("Et maintenant")),
        "\n\n".join(
            f"{rank}. {step.title}. {step.text}" + (f" ({step.basis})" if step.basis else "")
            for rank, step in enumerate(next_steps(answer, on), start=1)
        ),
    ]
    return "\n\n".join(parts)


def grid(answer: Answer) -> str:
    """The mean points on each criterion, or that there are none."""
    if not answer.grid:
        return _("Cet appel n'a pas de grille de critères : les motifs disent ce qui a compté.")
    if not answer.scored:
        return "\n".join(
            [
                _("Les critères de l'appel (votre dossier n'a pas reçu de note) :"),
                *(f"- {mark.label}" for mark in answer.grid),
            ]
        )
    lines = [_("Les critères de l'appel, et la note moyenne de votre dossier :")]
    for mark in answer.grid:
        points = (
            _("%(mean)s sur %(most)s") % {"mean": number(mark.mean, 1), "most": mark.most}
            if mark.mean is not None
            else _("pas de note")
        )
        lines.append(f"- {pair(mark.label, points)}")
    return "\n".join(lines)


def outcome(line: Decided) -> str:
    """What a funder decided, in a sentence."""
    amounts = {"amount": euros(line.amount, None), "asked": euros(line.asked, None)}
    if line.awarded and line.amount < line.asked:
        return _("%(amount)s accordés sur %(asked)s demandés.") % amounts
    if line.awarded:
        return _("%(amount)s accordés : tout ce que vous demandiez.") % amounts
    if line.refused:
        return _("demande refusée (%(asked)s demandés).") % amounts
    return _("demande ajournée (%(asked)s demandés) : elle sera examinée de nouveau.") % amounts


def _line(line: Decided) -> str:
    rows = [
        f"- {pair(line.funder, outcome(line))}",
        _("Décidé le %(day)s par : %(body)s.")
        % {"day": long_date(line.decided_on), "body": line.body.rstrip(".")},
    ]
    if line.reason:
        rows.append(pair(_("Motif"), line.reason))
    if line.departure:
        rows.append(
            pair(_("Pourquoi ce choix s'écarte de la proposition calculée"), line.departure)
        )
    return "\n  ".join(rows)


def _heading(words: str) -> str:
    return words.upper()
