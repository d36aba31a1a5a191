"""`faire draw PEOPLE.csv --quotas QUOTAS.csv --size N --seed S`: draw again. No database."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from faire_ensemble.config.cli.output import fail, format_option, print_json
from faire_ensemble.core.sortition import (
    PANELS,
    Infeasible,
    InvalidDraw,
    Lottery,
    Problem,
    Stuck,
    data_digest,
    odds,
    prepare,
    read_people,
    read_quotas,
    write_panels,
)

ROWS = 80


@click.command(
    "draw", epilog="Exemple : faire draw personnes.csv --quotas quotas.csv --size 20 --seed 2026"
)
@click.argument("file", metavar="PERSONNES", type=click.Path(path_type=Path))
@click.option(
    "--quotas",
    "quotas_file",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FICHIER",
    help="Quotas : category, feature, min, max.",
)
@click.option("--size", type=int, required=True, metavar="N", help="Nombre de places.")
@click.option("--seed", metavar="TEXTE", help="Graine publiée, qui donne le numéro du panel.")
@click.option("--number", type=int, metavar="N", help="Numéro tiré en public, à la place.")
@click.option(
    "--panels", type=int, default=PANELS, show_default=True, help="Nombre de panels numérotés."
)
@click.option("--id", "identity", default="", metavar="COLONNE", help="Colonne de l'identifiant.")
@click.option(
    "--household", default="", metavar="COLONNE", help="Une personne au plus par foyer (colonne)."
)
@click.option(
    "--prove/--no-prove",
    default=None,
    help="Prouver ou non que les chances sont atteintes (par défaut : si c'est rapide).",
)
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Écrire tous les panels numérotés (CSV).",
)
@format_option
def command(
    file: Path,
    quotas_file: Path,
    size: int,
    seed: str | None,
    number: int | None,
    panels: int,
    identity: str,
    household: str,
    prove: bool | None,
    target: Path | None,
    output: str,
) -> None:
    """Tirer un panel au sort sous quotas, ou refaire un tirage publié.

    Les mêmes fichiers donnent les mêmes panels numérotés et la même empreinte ; la graine (ou un
    numéro tiré en public) désigne l'un d'eux. Chaque panel tient tous les quotas, et les chances
    des moins chanceux sont les plus grandes possibles.
    """
    if (seed is None) == (number is None):
        fail("Donnez --seed (la graine publiée) ou --number (le numéro tiré), l'un des deux.")
    try:
        quotas = read_quotas(_text(quotas_file))
    except InvalidDraw as error:
        fail(f"{quotas_file} : {error}")
    try:
        people = read_people(_text(file), quotas, identity=identity, household=household)
        lottery = prepare(Problem(people, quotas, size), panels, prove=prove)
        drawn = lottery.drawn(seed) if seed is not None else number or 0
        panel = lottery.panel(drawn)
    except (InvalidDraw, Infeasible) as error:
        fail(f"{file} : {error}")
    except Stuck:
        fail(f"{file} : le calcul n'a pas abouti ; essayez --no-prove, ou des quotas plus larges.")
    if target is not None:
        try:
            target.write_text(write_panels(lottery.panels), encoding="utf-8", newline="\n")
        except OSError as error:
            fail(f"{target} ne peut pas être écrit : {error.strerror}.")
    if output == "json":
        print_json(_record(lottery, seed, drawn))
    else:
        click.echo("\n".join(_lines(lottery, seed, drawn, panel)))


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        fail(f"{file} ne peut pas être lu : {error.strerror}.")
    except UnicodeDecodeError:
        fail(f"{file} n'est pas du texte UTF-8 : enregistrez-le au format « CSV UTF-8 ».")


def _lines(lottery: Lottery, seed: str | None, drawn: int, panel: tuple[str, ...]) -> Iterator[str]:
    problem, fairest = lottery.problem, lottery.leximin
    kinds = len(fairest.chances)
    yield (
        f"{len(problem.people)} personnes, {kinds} {'profils' if kinds > 1 else 'profil'}, "
        f"{problem.size} places, {len(problem.quotas)} quotas"
    )
    yield f"Empreinte des données : {data_digest(problem)}"
    yield f"Empreinte des {len(lottery.panels)} panels : {lottery.digest}"
    yield f"Calcul : {lottery.solver}"
    yield ""
    known = "prouvée atteinte" if fairest.attained else "la meilleure que l'on puisse espérer"
    yield f"Plus petite chance d'être tiré : {percent(min(fairest.chances))} ({known})"
    yield f"Écart des panels à ces chances : {percent(lottery.deviation)} au plus"
    yield ""
    for row in odds(lottery):
        name = f"{row.quota.category} : {row.quota.feature}"
        bounds = f"{row.quota.low} à {row.quota.high} places"
        if row.least is None or row.most is None:
            yield f"  {name} — {bounds}, personne dans la réserve"
        else:
            yield (
                f"  {name} — {bounds}, {row.people} dans la réserve, "
                f"chances de {percent(row.least)} à {percent(row.most)}"
            )
    yield ""
    origin = f"graine « {seed} »" if seed is not None else "numéro tiré en public"
    yield f"Panel {drawn:0{lottery.digits}} ({origin}) :"
    line = " "
    for name in panel:
        if len(line) + len(name) > ROWS:
            yield line
            line = " "
        line += f" {name}"
    yield line


def _record(lottery: Lottery, seed: str | None, drawn: int) -> dict[str, Any]:
    fairest = lottery.leximin
    return {
        "data_digest": data_digest(lottery.problem),
        "panels_digest": lottery.digest,
        "solver": lottery.solver,
        "people": len(lottery.problem.people),
        "kinds": len(fairest.chances),
        "size": lottery.problem.size,
        "minimum_chance": str(min(fairest.chances)),
        "attained": fairest.attained,
        "deviation": str(lottery.deviation),
        "chances": {name: str(chance) for name, chance in sorted(fairest.by_person.items())},
        "panels": len(lottery.panels),
        "seed": seed,
        "number": drawn,
        "panel": lottery.panel(drawn),
    }


def percent(chance: Fraction) -> str:
    """« 10 % », « 4,47 % »."""
    text = f"{float(chance * 100):.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{text}\N{NO-BREAK SPACE}%"
