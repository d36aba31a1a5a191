"""`faire tally FILE.pb`: count the ballots, or check a published result. No database."""

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from faire_ensemble.config.cli.output import fail, format_option, print_json
from faire_ensemble.core.tally import (
    Completion,
    Election,
    InvalidElection,
    Options,
    Outcome,
    Rule,
    Utility,
    Verification,
    digest,
    is_published,
    publish,
    read_pb,
    summarise,
    tally,
    verify,
    write_pb,
)

SETTINGS = ("rule", "utility", "completion", "seed", "minimum_support")


@click.command(
    "tally", epilog="Exemple : faire tally votes.pb --rule equal-shares --completion add1u"
)
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--rule", type=click.Choice(list(map(str, Rule))), help="Règle (greedy par défaut).")
@click.option(
    "--utility",
    type=click.Choice(list(map(str, Utility))),
    help="Ce que vaut un projet financé pour qui l'a choisi : son coût (par défaut) ou 1.",
)
@click.option(
    "--completion",
    type=click.Choice(list(map(str, Completion))),
    help="Comment dépenser ce que la règle laisse (none par défaut).",
)
@click.option("--seed", type=int, metavar="N", help="Graine du tirage au sort des égalités.")
@click.option(
    "--minimum-support", type=str, metavar="N", help="Votes (ou points) en dessous desquels, non."
)
@click.option("--explain", "explained", is_flag=True, help="Dire pourquoi, projet par projet.")
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Écrire le fichier .pb avec son résultat.",
)
@format_option
def command(file: Path, explained: bool, target: Path | None, output: str, **settings: Any) -> None:
    """Dépouiller un budget participatif (fichier .pb), ou vérifier le résultat qu'il publie.

    Si FICHIER publie un résultat, le dépouillement est refait avec les réglages publiés. La
    commande échoue si le résultat ou l'empreinte diffère. Avec un réglage en option, le fichier
    est dépouillé selon cette option, sans vérifier.
    """
    election = _read(file)
    given = {key: settings[key] for key in SETTINGS if settings[key] is not None}
    verification: Verification | None = None
    try:
        if not given and is_published(election):
            verification = verify(election)
            outcome = verification.outcome
        else:
            outcome = tally(election, _options(given))
    except InvalidElection as error:
        fail(f"{file} : {error}")
    if outcome is not None and output == "json":
        print_json(_record(election, outcome, verification, explained))
    elif outcome is not None:
        click.echo("\n".join(_lines(election, outcome, explained)))
    if verification is not None:
        if verification.faults:
            fail("Le résultat publié est faux. " + " ".join(verification.faults))
        if output == "text":
            click.echo("\nVérifié : le dépouillement refait donne le résultat publié.")
    if target is not None and outcome is not None:
        target.write_text(write_pb(publish(election, outcome)), encoding="utf-8", newline="\n")


def _read(file: Path) -> Election:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        fail(f"{file} ne peut pas être lu : {error.strerror}.")
    except UnicodeDecodeError:
        fail(f"{file} n'est pas du texte UTF-8.")
    try:
        return read_pb(io.StringIO(text, newline=""))
    except InvalidElection as error:
        fail(f"{file} : {error}")


def _options(given: dict[str, Any]) -> Options:
    least = given.get("minimum_support")
    try:
        return Options(
            rule=Rule(given.get("rule", Rule.GREEDY)),
            utility=Utility(given.get("utility", Utility.COST)),
            completion=Completion(given.get("completion", Completion.NONE)),
            seed=given.get("seed", 0),
            minimum_support=None if least is None else Decimal(least),
        )
    except ArithmeticError:
        fail(f"--minimum-support : « {least} » n'est pas un nombre.")


def _lines(election: Election, outcome: Outcome, explained: bool) -> Iterator[str]:
    summary = summarise(election, outcome)
    options = outcome.options
    title = election.meta.get("description", "") or "Budget participatif"
    yield f"{title} : {len(election.projects)} projets, {summary.voters} bulletins"
    yield f"Empreinte : {digest(election)}"
    yield (
        f"Règle : {options.rule}, utilité {options.utility}, complément {options.completion}, "
        f"graine {options.seed}"
    )
    yield ""
    yield (
        f"{len(outcome.winners)} projets gagnants pour {_money(outcome.spent)} sur "
        f"{_money(outcome.budget)} ; il reste {_money(outcome.remaining)}"
    )
    if outcome.first_share is not None and outcome.share is not None:
        yield (
            f"Part de chaque votant : {_money(_cents(outcome.first_share))}, "
            f"portée à {_money(_cents(outcome.share))}"
        )
    yield (
        f"{summary.served_share:.1%} des votants ont au moins un projet financé ; "
        f"{summary.approved_mean:.2f} en moyenne"
    ).replace(".", ",")
    for override in outcome.overrides:
        verb = "finance" if override.fund else "écarte"
        yield f"Le jury {verb} « {override.project} » : {override.reason}"
    yield ""
    for row in outcome.rounds:
        name = election.by_id[row.project].name or row.project
        yield f"{row.number:>4}  {_money(row.cost):>16}  {row.project}  {name}"
    if explained:
        for explanation in outcome.explanations.values():
            yield ""
            yield f"{explanation.project} {election.by_id[explanation.project].name}".strip()
            for sentence in explanation.words:
                yield f"  {sentence}"


def _record(
    election: Election, outcome: Outcome, verification: Verification | None, explained: bool
) -> dict[str, Any]:
    summary = summarise(election, outcome)
    options = outcome.options
    record: dict[str, Any] = {
        "digest": digest(election),
        "rule": options.rule,
        "utility": options.utility,
        "completion": options.completion,
        "seed": options.seed,
        "budget": outcome.budget,
        "spent": outcome.spent,
        "remaining": outcome.remaining,
        "winners": outcome.winners,
        "funded": outcome.funded,
        "first_share": None if outcome.first_share is None else str(outcome.first_share),
        "share": None if outcome.share is None else str(outcome.share),
        "raised": outcome.raised,
        "voters": summary.voters,
        "served_share": summary.served_share,
        "approved_mean": summary.approved_mean,
        "money": summary.by_column,
        "rounds": [
            {
                "number": row.number,
                "project": row.project,
                "step": row.step,
                "cost": row.cost,
                "price": row.price,
                "supporters": row.supporters,
                "left": row.left,
            }
            for row in outcome.rounds
        ],
    }
    if verification is not None:
        record["faults"] = verification.faults
    if explained:
        record["explanations"] = {name: row.words for name, row in outcome.explanations.items()}
    return record


def _cents(share: Any) -> Decimal:
    return Decimal(round(share * 100)) / 100


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",") + " €"
