"""Hours as people type them: « lun-ven 9h-12h / 14h-17h », « de 9h30 à 12h », « fermé ».

A refusal says which words were not understood and how to write them.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from faire_ensemble.core.opening.week import DAY, NIGHT_END, Change, Day, Interval, Week, tidy

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_NAMES = "lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?"
_DAY = rf"(?:{_NAMES}|lun|mar|mer|jeu|ven|sam|dim)\b\.?"
_ALL_DAYS = re.compile(r"^(?:tous les jours|7\s*j?\s*/\s*7\s*j?|toute la semaine)\b")
_RANGE = re.compile(rf"(?:du\s+)?({_DAY})\s*(?:-|–|—|a|au)\s*({_DAY})")
_ONE = re.compile(rf"(?:le\s+|les\s+|et\s+)?({_DAY})")
_JOINT = re.compile(r"^\s*(?:,|et\b|&|/)?\s*")
_TIME = r"(\d{1,2})\s*(?:(?:heures?|[h:.])\s*(?:(\d{2})(?!\s*[h:]))?)?(?:\s*min)?"
_SPAN = re.compile(rf"(?:de\s+|entre\s+)?{_TIME}\s*(?:-|–|—|a|au|jusqu'?a|et)\s*{_TIME}")
_BETWEEN = re.compile(r"^[\s,;/+&]*(?:et\b|puis\b|ou\b)?[\s,;/+&]*$")
_SHUT = re.compile(r"^(?:ferme(?:e|es|s)?|-|–|—|non|aucun)?$")
_WHOLE = re.compile(r"^(?:24\s*h?\s*/\s*24\s*h?|jour et nuit|0?0h(?:00)?\s*-\s*24h(?:00)?)$")
_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


class HoursRefused(ValueError):
    """Hours that cannot be read; the message (French) says which and what to write."""


def read_day(text: str) -> tuple[Day, Day]:
    """The hours of a day, and those that they push past midnight into the next one. Hours that
    overlap are joined: a published file is taken as it is."""
    today, tomorrow = _spans(text)
    return tidy(today), tidy(tomorrow)


def _spans(text: str) -> tuple[list[Interval], list[Interval]]:
    """The same as written, each beside the others."""
    plain = _plain(text)
    if _SHUT.match(plain):
        return [], []
    if _WHOLE.match(plain):
        return [(0, DAY)], []
    today: list[Interval] = []
    tomorrow: list[Interval] = []
    at = 0
    for span in _SPAN.finditer(plain):
        if not _BETWEEN.match(plain[at : span.start()]):
            raise HoursRefused(_not_read(text))
        start, end = _minutes(span[1], span[2], text), _minutes(span[3], span[4], text)
        at = span.end()
        if start == DAY:
            raise HoursRefused(f"« {text.strip()} » : une ouverture à minuit s'écrit « 0h ».")
        if end > start:
            today.append((start, end))
        elif end == 0:
            today.append((start, DAY))
        elif end <= NIGHT_END and start != end:
            today.append((start, DAY))
            tomorrow.append((0, end))
        else:
            raise HoursRefused(
                f"« {text.strip()} » : la fermeture est avant l'ouverture. Vérifiez l'ordre ; "
                "après minuit, écrivez par exemple « 22h-2h » (jusqu'à 6h au plus)."
            )
    if not at or not _BETWEEN.match(plain[at:]):
        raise HoursRefused(_not_read(text))
    return today, tomorrow


def read_week(text: str) -> Week:
    """The week of a text, one line a day or a group of days; days not named are closed. Typed by
    somebody, two spans that overlap are a slip: refused, with the way to write them."""
    held: list[list[Interval]] = [[] for _ in DAYS]
    named: set[int] = set()
    for line in _lines(text):
        days, rest = _days(line)
        if not days:
            raise HoursRefused(
                f"« {line} » : il manque le jour. Écrivez par exemple « lundi au vendredi : "
                "9h-12h / 14h-17h »."
            )
        if _SHUT.match(_plain(rest)):
            for day in days:  # « tous les jours : 9h-12h » then « dimanche : fermé »
                held[day] = []
            continue
        if twice := sorted(named & set(days)):
            raise HoursRefused(
                f"« {line} » : {DAYS[twice[0]]} est déjà écrit plus haut. Mettez ses heures sur "
                "une seule ligne, séparées par « / »."
            )
        named |= set(days)
        today, tomorrow = _spans(rest)
        _refuse_overlap(today, line)
        for day in days:
            held[day] += today
            held[(day + 1) % 7] += tomorrow
    for day, spans in enumerate(held):
        _refuse_overlap(spans, f"{DAYS[day]}, avec la nuit qui précède")
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = map(tidy, held)
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def read_exceptions(text: str) -> tuple[Change, ...]:
    """Days with other hours, one line each: « 24/12/2026 : 9h-12h », « du 1/8/2026 au
    22/8/2026 : fermé (congés) »."""
    changes = []
    for line in _lines(text):
        dates = list(_DATE.finditer(line))
        if not 1 <= len(dates) <= 2:
            raise HoursRefused(
                f"« {line} » : il faut une date ou deux. Écrivez par exemple « 24/12/2026 : "
                "9h-12h » ou « du 1/8/2026 au 22/8/2026 : fermé »."
            )
        first, last = _date(dates[0], line), _date(dates[-1], line)
        if last < first:
            raise HoursRefused(f"« {line} » : la fin est avant le début. Vérifiez les deux dates.")
        rest = line[dates[-1].end() :].strip(" :")
        note = re.search(r"\(([^)]*)\)", rest)
        spans, after = _spans(re.sub(r"\([^)]*\)", "", rest))
        _refuse_overlap(spans, line)
        if after:
            raise HoursRefused(
                f"« {line} » : pour un jour à part, les heures s'arrêtent à minuit au plus ; "
                "ajoutez une ligne pour le lendemain."
            )
        changes.append(Change(first, last, tidy(spans), note[1].strip() if note else ""))
    return tuple(changes)


def _refuse_overlap(spans: list[Interval], line: str) -> None:
    """Spans that touch go on from each other; one that begins before the other ends is a slip."""
    ordered = sorted(spans)
    for (start, end), (after, last) in pairwise(ordered):
        if after < end:
            one, other = _in_words((start, end)), _in_words((after, last))
            whole = _in_words((start, max(end, last)))
            raise HoursRefused(
                f"« {line} » : {one} et {other} se recouvrent. Écrivez « {whole} » si c'est ouvert "
                "d'une traite ; sinon, corrigez une des heures."
            )


def _in_words(span: Interval) -> str:
    return "-".join(f"{minute // 60}h{minute % 60:02d}".removesuffix("00") for minute in span)


def _lines(text: str) -> Iterator[str]:
    for line in re.split(r"[\n\r]+", text):
        if line.strip(" ;"):
            yield line.strip(" ;")


def _days(line: str) -> tuple[list[int], str]:
    """The days at the head of a line, and the rest."""
    rest, found = _plain(line), list[int]()
    if every := _ALL_DAYS.match(rest):
        return list(range(7)), rest[every.end() :].strip(" :")
    while rest:
        joint = _JOINT.match(rest) if found else None
        tail = rest[joint.end() :] if joint else rest
        if span := _RANGE.match(tail):
            first, last = _rank(span[1]), _rank(span[2])
            found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        elif span := _ONE.match(tail):
            found.append(_rank(span[1]))
        else:
            break
        rest = tail[span.end() :]
    return list(dict.fromkeys(found)), rest.strip(" :")


def _rank(word: str) -> int:
    return next(rank for rank, day in enumerate(DAYS) if day.startswith(word[:3]))


def _minutes(hours: str, minutes: str | None, text: str) -> int:
    value = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or value > DAY:
        raise HoursRefused(
            f"« {text.strip()} » : {hours}h{minutes or ''} n'est pas une heure (de 0h à 24h)."
        )
    return value


def _date(found: re.Match[str], line: str) -> date:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise HoursRefused(
            f"« {line} » : « {found[0]} » n'est pas une date. Écrivez jour/mois/année."
        ) from None


def _not_read(text: str) -> str:
    return (
        f"« {text.strip()} » : nous ne comprenons pas ces heures. Écrivez par exemple "
        "« 9h-12h / 14h-17h », ou « fermé »."
    )


def _plain(text: str) -> str:
    """Small letters, no accent, single spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(kept.split())
