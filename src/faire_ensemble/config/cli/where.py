"""`faire where LON LAT`: the communes and neighbourhoods of a point, or of a CSV of points."""

import io
import sys
from datetime import UTC, date, datetime

import click
from django.utils import timezone

from faire_ensemble.apps.territory.selectors import (
    Territory,
    epcis,
    gazetteer,
    last_day_of_priority,
    locate,
)
from faire_ensemble.config.cli.output import (
    fail,
    format_option,
    print_json,
    progress,
    ready_database,
)
from faire_ensemble.config.cli.points import PointsRefused, locate_rows

SWAPPED = "Longitude et latitude semblent inversées : la longitude (de -5 à 10 en France) d'abord."


@click.command(
    "where",
    epilog="Exemple : faire where 3.0573 50.6366 --on 2019-01-01 ; "
    "faire where < points.csv > points_situes.csv",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("lon", metavar="[LON", required=False)
@click.argument("lat", metavar="LAT]", required=False)
@click.option(
    "--on", "day", default="", metavar="DATE", help="Jour (AAAA-MM-JJ), sinon aujourd'hui."
)
@format_option
def command(lon: str | None, lat: str | None, day: str, output: str) -> None:
    """Dire dans quelles communes et quels quartiers tombe un point, limites comprises.

    Sans coordonnées, lit des points en CSV sur l'entrée standard (colonnes lon et lat, virgules
    ou points-virgules) et les écrit au fur et à mesure avec leurs communes et quartiers. Une
    ligne sans coordonnées lisibles est gardée, avec la raison dans la colonne « erreur ».
    """
    on = _day(day)
    ready_database()
    if not epcis().exists():
        fail("Aucune intercommunalité n'est ouverte. Commencez par « faire open SIREN ».")
    _warn_of_the_past(on)
    if lon is None:
        _stream(on)
        return
    if lat is None:
        fail("Il faut deux nombres : longitude puis latitude.")
    x, y = _number(lon, "longitude", 180), _number(lat, "latitude", 90)
    if 41 < x < 52 and -6 < y < 10:
        click.echo(SWAPPED, err=True)
    communes, neighbourhoods = locate(x, y, on)
    if output == "json":
        print_json(
            {"lon": x, "lat": y, "on": on}
            | {"communes": [_record(place) for place in communes]}
            | {"neighbourhoods": [_record(place) for place in neighbourhoods]}
        )
        return
    click.echo("Communes : " + (_words(communes) or "aucune de celles qui sont ouvertes"))
    click.echo("Quartiers : " + (_words(neighbourhoods) or "aucun"))


def _warn_of_the_past(on: date | None) -> None:
    """Say when the only priority perimeters loaded ended before the day asked."""
    last = last_day_of_priority(on or timezone.localdate())
    if last:
        click.echo(
            f"Les quartiers prioritaires chargés valent jusqu'au {last:%d/%m/%Y} : "
            f"ajoutez --on {last} pour les chercher, ou chargez les contours suivants.",
            err=True,
        )


def _stream(on: date | None) -> None:
    if sys.stdin.isatty():
        fail("Donnez LON et LAT, ou un CSV de points sur l'entrée standard (faire where --help).")
    lines = io.TextIOWrapper(
        sys.stdin.buffer, encoding="utf-8-sig", errors="surrogateescape", newline=""
    )
    written = io.TextIOWrapper(
        sys.stdout.buffer, encoding="utf-8", errors="surrogateescape", newline=""
    )
    try:
        with progress("Points situés") as bar:
            faults = locate_rows(
                lines, written, gazetteer(on), lambda text: click.echo(text, err=True), bar.update
            )
        written.flush()
    except PointsRefused as error:
        fail(str(error))
    finally:
        lines.detach()
        written.detach()
    if faults:
        click.echo(f"{faults} ligne(s) sans position, gardée(s) avec la raison.", err=True)


def _day(text: str) -> date | None:
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    fail(f"« {text} » n'est pas une date : écrivez par exemple 2019-01-31.")


def _number(text: str, name: str, most: int) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        fail(f"« {text} » n'est pas une {name} : il faut un nombre de degrés, par exemple 3.05.")
    if not -most <= value <= most:
        fail(f"{name} {text} : une {name} va de -{most} à {most} degrés.")
    return value


def _words(places: tuple[Territory, ...]) -> str:
    return ", ".join(f"{place.name} ({place.code})" for place in places)


def _record(place: Territory) -> dict[str, object]:
    return {"code": place.code, "name": place.name, "kind": place.kind}
