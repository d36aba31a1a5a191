"""Why each project won or not: in data, and in a French sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from faire_ensemble.core.tally.contest import Step
from faire_ensemble.core.tally.election import Election
from faire_ensemble.core.tally.options import Options, Rule
from faire_ensemble.core.tally.outcome import Explanation, Lack, Round
from faire_ensemble.core.tally.stages import Stage
from faire_ensemble.core.tally.words import counted, euros, in_euros, number


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a project lacked, at one stage."""

    lack: Lack
    missing: Decimal | None
    words: str
    rival: str | None = None


def explain(
    election: Election, options: Options, stages: Sequence[Stage], rounds: Sequence[Round]
) -> Mapping[str, Explanation]:
    """Every project of the election, in its order."""
    won = {row.project: row for row in rounds}
    profile = election.profile
    found = {}
    for position, project in enumerate(election.projects):
        votes = Decimal(int(profile.score[position])) / profile.point
        supporters = int(profile.supporters[position])
        row = won.get(project.id)
        if row is not None:
            found[project.id] = Explanation(
                project.id,
                votes,
                supporters,
                won=True,
                round=row.number,
                price=row.price,
                words=(_winning(election, options, row, votes),),
            )
            continue
        reasons = list(_reasons(election, options, stages, won, position))
        last = reasons[-1]
        found[project.id] = Explanation(
            project.id,
            votes,
            supporters,
            won=False,
            lack=last.lack,
            missing=last.missing,
            rival=last.rival,
            words=tuple(reason.words for reason in reasons),
        )
    return found


def _winning(election: Election, options: Options, row: Round, votes: Decimal) -> str:
    what = "points" if election.vote_type.scored else "votes"
    start = f"Financé au tour {row.number}"
    if row.earmark:
        start += f" sur la part réservée à « {row.earmark} »"
    left = f"il reste {euros(row.left)} de l'enveloppe."
    if row.step is Step.COMPLETION or row.price is None:
        how = "en complément, " if row.step is Step.COMPLETION else ""
        return f"{start}, {how}avec {counted(votes, what[:-1], what)} ; {left}"
    people = counted(Decimal(row.supporters), "soutien", "soutiens")
    if options.rule is Rule.PHRAGMEN:
        return f"{start} : ses {people} ont alors reçu {euros(row.price)} chacun ; {left}"
    each = "par point" if election.vote_type.scored else "chacun"
    gave = ""
    if row.emptied:
        gave = f", dont {number(Decimal(row.emptied))} tout ce qui leur restait"
    return f"{start} : ses {people} paient {euros(row.price)} au plus {each}{gave} ; {left}"


def _reasons(
    election: Election,
    options: Options,
    stages: Sequence[Stage],
    won: Mapping[str, Round],
    position: int,
) -> Iterator[Reason]:
    """What was lacking, stage after stage; the last reason is the decisive one."""
    profile, project = election.profile, election.projects[position]
    votes = Decimal(int(profile.score[position])) / profile.point
    least = options.threshold(election)
    what = "points" if election.vote_type.scored else "votes"
    if votes == 0 or votes < least:
        missing = max(least - votes, Decimal(0))
        text = f"{counted(votes, what[:-1], what)} : " if votes else f"Aucun {what[:-1]} : "
        need = f"il en faut {number(least)}." if least else "personne ne l'a choisi."
        yield Reason(Lack.VOTES, missing or None, text + need)
        return
    rivals = set().union(*(s.contest.rivals.get(position, frozenset()) for s in stages[:1]))
    for name in (election.projects[rival].id for rival in sorted(rivals)):
        if name in won:
            words = f"Incompatible avec « {name} », financé au tour {won[name].number}."
            yield Reason(Lack.RIVAL, None, words, rival=name)
            return
    if project.cost > election.budget:
        over = project.cost - election.budget
        words = f"Coûte plus que toute l'enveloppe : il manque {euros(over)}."
        yield Reason(Lack.ENVELOPE, over, words)
        return
    for stage in stages:
        mark = stage.earmark
        if mark is not None and project.column(mark.column) != mark.value:
            continue
        yield _at(election, stage, position)


def _at(election: Election, stage: Stage, position: int) -> Reason:
    """What the project lacked at this stage, where it was a candidate or cost too much to be."""
    profile, cost = election.profile, election.projects[position].cost
    found = stage.found
    where = f"Part réservée à « {stage.earmark.value} » : " if stage.earmark else ""
    if stage.step is Step.COMPLETION:
        where = "En complément : "
    if position in found.wallets:
        wallet = in_euros(profile, found.wallets[position])
        missing = max(cost - wallet, Decimal(0))
        words = (
            f"{where}ses soutiens n'ont plus que {euros(wallet)} ensemble pour payer "
            f"{euros(cost)} : il leur manque {euros(missing)}."
        )
        return Reason(Lack.SUPPORTERS_MONEY, missing, _capital(words))
    if found.stopped_by is not None and found.stopped_by != position:
        other = election.projects[found.stopped_by].id
        words = f"{where}le dépouillement s'est arrêté à « {other} », qui ne tenait plus."
        return Reason(Lack.STOPPED, None, _capital(words))
    left = Decimal(found.refused.get(position, stage.contest.budget)) / profile.unit
    missing = cost - left
    words = (
        f"{where}à son tour il restait {euros(left)} pour {euros(cost)} : "
        f"il manque {euros(missing)}."
    )
    return Reason(Lack.ENVELOPE, missing, _capital(words))


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
