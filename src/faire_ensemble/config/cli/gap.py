"""`faire gap INDICATOR --vintage YEAR`: every neighbourhood against its reference."""

from collections.abc import Iterator

import click

from faire_ensemble.apps.observatory.selectors import (
    Comparison,
    GapTable,
    UnknownEpci,
    UnknownIndicator,
    epci_of,
    find_indicator,
    gaps_of_indicator,
    sources_of,
    table_record,
    words,
)
from faire_ensemble.config.cli.output import fail, print_json, ready_database

HEAD = ("Rang", "Code", "Quartier", "Valeur", "Écart", "Intervalle à 95 %", "Évolution", "Cible")
RIGHT = {0, 3, 4}
NAME_WIDTH = 32


@click.command(
    "gap",
    epilog="Exemple : faire gap DISP_Q2 --vintage 2019 --format json",
)
@click.argument("indicator", metavar="INDICATEUR")
@click.option("--vintage", type=int, metavar="ANNÉE", help="Millésime (sinon le plus récent).")
@click.option("--epci", default="", metavar="SIREN", help="Quand plusieurs sont ouvertes.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "text", "json"]),
    default="table",
    show_default=True,
    help="Forme du résultat (text : comme table).",
)
def command(indicator: str, vintage: int | None, epci: str, output: str) -> None:
    """Comparer chaque quartier à sa métropole pour un indicateur.

    INDICATEUR est un code du catalogue ou le code officiel de l'INSEE (TP60, DISP_Q2…), sans
    égard aux majuscules.
    """
    ready_database()
    try:
        found = find_indicator(indicator)
        table = gaps_of_indicator(found, epci_of(epci), vintage)
    except (UnknownIndicator, UnknownEpci) as error:
        fail(str(error))
    if table.year not in table.years:
        fail(_no_vintage(table))
    if output == "json":
        print_json(table_record(table))
    else:
        click.echo("\n".join(_lines(table)))


def _no_vintage(table: GapTable) -> str:
    years = ", ".join(str(year) for year in table.years)
    name = table.indicator.official_code or table.indicator.code
    if not years:
        return (
            f"{name} n'a de valeur pour aucun quartier de {table.epci.name} : chargez un fichier "
            "(faire import insee-qpv …)."
        )
    return f"{name} n'a pas de valeur pour {table.year}. Millésimes chargés : {years}."


def _lines(table: GapTable) -> Iterator[str]:
    indicator = table.indicator
    yield f"{indicator.label} ({indicator.official_code or indicator.code}), {table.year}"
    yield f"{table.epci.name} : {words.figure_words(indicator, table.reference)}"
    if table.national is not None:
        yield f"Ensemble des QPV (France) : {words.figure_words(indicator, table.national)}"
    yield f"Sens : {words.rise_words(indicator.rise)}"
    yield ""
    yield from _columns([HEAD, *(_cells(table, row) for row in table.rows)])
    yield ""
    yield from _remarks(table)
    for figure in sources_of(table.rows):
        yield f"Source : {words.source_words(figure)}"


def _cells(table: GapTable, row: Comparison) -> tuple[str, ...]:
    ranked = table.ranks.get(row.place.code)
    interval = row.gap.interval if row.gap is not None else None
    change = words.change_words(row.indicator, row.change) if row.change is not None else ""
    status = row.target_status
    return (
        f"{ranked.rank}{'=' if ranked.tied else ''}" if ranked is not None else "—",
        row.place.code,
        row.place.name[:NAME_WIDTH],
        words.figure_words(row.indicator, row.figure),
        words.gap_words(row.indicator, row.gap),
        words.interval_words(interval) or "—",
        change or "—",
        words.target_state_words(status) if status is not None else "—",
    )


def _columns(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Aligned columns; those that hold nothing on any row are left out."""
    kept = [
        column
        for column in range(len(HEAD))
        if column < 4 or any(row[column] != "—" for row in rows[1:])
    ]
    widths = {column: max(len(row[column]) for row in rows) for column in kept}
    for row in rows:
        cells = (
            row[column].rjust(widths[column])
            if column in RIGHT
            else row[column].ljust(widths[column])
            for column in kept
        )
        yield "  ".join(cells).rstrip()


def _remarks(table: GapTable) -> Iterator[str]:
    """Each reason once, with the number of neighbourhoods it concerns."""
    counts: dict[str, int] = {}
    for row in table.rows:
        said = [words.no_gap_words(row.no_gap, row.year), words.overlap_words(row.change)]
        if row.gap is not None:
            said.append(words.no_interval_words(row.gap.no_interval))
        if row.figure is not None and row.figure.note:
            said.append(f"Note de la source : {row.figure.note}")
        for sentence in filter(None, said):
            counts[sentence] = counts.get(sentence, 0) + 1
    for sentence, count in counts.items():
        yield f"{sentence} ({count} quartier{'s' if count > 1 else ''} sur {len(table.rows)})"
