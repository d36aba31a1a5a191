"""`faire allocate FILE.json`: compute a scenario, or check a published one. No database."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from faire_ensemble.config.cli.output import fail, format_option, print_json
from faire_ensemble.core.allocation import (
    GAP,
    Explanation,
    Infeasible,
    InvalidProblem,
    Mode,
    Problem,
    Result,
    Scenario,
    Unfinished,
    Verification,
    compare,
    digest,
    explain,
    remarks,
    scenario_from_json,
    scenario_to_json,
    solve,
    verify,
)


@click.command(
    "allocate",
    epilog="Exemple : faire allocate scenario.json --explain",
)
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--fast", is_flag=True, help="Réponse rapide, écart annoncé mais non réduit.")
@click.option("--seconds", type=click.FloatRange(min=0.1), metavar="S", help="Temps au plus.")
@click.option("--explain", "explained", is_flag=True, help="Dire pourquoi chaque demande a moins.")
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Écrire le scénario avec son résultat.",
)
@format_option
def command(
    file: Path, fast: bool, seconds: float | None, explained: bool, target: Path | None, output: str
) -> None:
    """Calculer la répartition d'un scénario, ou vérifier celle qu'il publie.

    Si FICHIER contient un résultat, il est vérifié : règles, bénéfice, borne, puis recalcul. La
    commande échoue si quelque chose y est faux. Sans --seconds, le calcul se répète à l'identique.
    """
    scenario = _read(file)
    problem = scenario.problem
    verification: Verification | None = None
    try:
        if scenario.result is not None:
            verification = verify(problem, scenario.result, seconds=seconds)
            result = scenario.result
        else:
            mode = Mode.FAST if fast else Mode.PROVED
            result = solve(problem, mode=mode, gap=GAP, seconds=seconds)
    except (Infeasible, Unfinished) as error:
        fail(str(error))
    false = verification is not None and bool(verification.faults)
    why = explain(problem, result) if explained and not false else ()
    if output == "json":
        print_json(_record(problem, result, verification, why))
    else:
        click.echo("\n".join(_lines(problem, result, verification, why)))
    if false:
        fail("Le résultat publié est faux (voir ci-dessus).")
    if target is not None:
        target.write_text(scenario_to_json(problem, result), encoding="utf-8")


def _read(file: Path) -> Scenario:
    try:
        return scenario_from_json(file.read_text(encoding="utf-8"))
    except OSError as error:
        fail(f"{file} ne peut pas être lu : {error.strerror}.")
    except UnicodeDecodeError:
        fail(f"{file} n'est pas du texte UTF-8.")
    except InvalidProblem as error:
        fail(f"{file} : {error}")


def _lines(
    problem: Problem,
    result: Result,
    verification: Verification | None,
    why: tuple[Explanation, ...],
) -> Iterator[str]:
    summary = compare(problem, [result.programme]).summaries[0]
    yield (
        f"{problem.name or 'Scénario'} : {len(problem.applications)} dossiers, "
        f"{len(problem.requests)} demandes, {len(problem.envelopes)} enveloppes"
    )
    yield f"Empreinte : {digest(problem)}"
    for sentence in remarks(problem):
        yield f"Remarque : {sentence}"
    yield ""
    yield (
        f"{_money(summary.total)} accordés à {summary.requests} demandes de "
        f"{summary.applications} dossiers, {summary.holders} porteurs servis"
    )
    for funder, amount in summary.by_funder.items():
        yield f"  {funder} : {_money(amount)}"
    yield f"Bénéfice : {_number(result.benefit)} points ; borne : {_number(result.bound)}"
    yield f"Écart à la borne : au plus {_number(result.gap * 100)} % ({_proof(result)})"
    if verification is not None:
        yield ""
        yield from verification.faults or ("Vérifié : règles, bénéfice et borne sont exacts.",)
        yield verification.words
    for row in why:
        yield ""
        yield f"{row.request} : {_money(row.awarded)} sur {_money(row.asked)}"
        for sentence in row.words:
            yield f"  {sentence}"


def _proof(result: Result) -> str:
    if not result.proved:
        return "plus que demandé : le calcul peut être prolongé"
    return "prouvé par les prix" if result.by_prices else "prouvé par la recherche"


def _record(
    problem: Problem,
    result: Result,
    verification: Verification | None,
    why: tuple[Explanation, ...],
) -> dict[str, Any]:
    record: dict[str, Any] = {
        "digest": digest(problem),
        "remarks": remarks(problem),
        "total": sum(result.programme.amounts.values(), Decimal(0)),
        "benefit": result.benefit,
        "bound": result.bound,
        "gap": result.gap,
        "proved": result.proved,
        "amounts": dict(result.programme.amounts),
    }
    if verification is not None:
        record["faults"] = verification.faults
        record["sameness"] = verification.sameness
    if why:
        record["explanations"] = {row.request: row.words for row in why}
    return record


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",") + " €"


def _number(value: Decimal) -> str:
    return f"{value:,.4f}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
