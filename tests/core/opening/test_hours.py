"""Opening hours: what people type is understood, and read back as the same week."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faire_ensemble.core.opening import (
    CLOSED,
    DAY,
    Change,
    HoursRefused,
    Week,
    is_open,
    next_opening,
    read_day,
    read_exceptions,
    read_week,
    tidy,
    write_changes,
    write_day,
    write_days,
    write_week,
)

PARIS = ZoneInfo("Europe/Paris")
minutes = st.integers(0, DAY)
intervals = st.tuples(minutes, minutes).map(sorted).map(tuple)
days = st.lists(intervals, max_size=4).map(tidy)
weeks = st.tuples(days, days, days, days, days, days, days)


@given(weeks)
def test_a_week_written_is_read_back_the_same(week: Week) -> None:
    assert read_week(write_week(week)) == week


@given(weeks)
def test_the_same_hours_are_open_however_often_they_are_rewritten(week: Week) -> None:
    once = write_week(week)
    assert write_week(read_week(once)) == once


@given(days)
def test_a_day_written_is_read_back_the_same(hours: tuple[tuple[int, int], ...]) -> None:
    assert read_day(write_day(hours)) == (hours, ())


@pytest.mark.parametrize(
    "text",
    [
        "9h-12h / 14h-17h",
        "9h-12h/14h-17h",
        "09:00 - 12:00 / 14:00 - 17:00",
        "09:00-12:00 14:00-17:00",
        "09:00-12:00,14:00-17:00",
        "9h00 à 12h00 et 14h00 à 17h00",
        "de 9 h à 12 h, puis de 14 h à 17 h",
        "9-12 14-17",
        "9h–12h ; 14h–17h",
        "09 :00-12:00 / 14:00 - 17h00",
        "de 9 heures à 12 heures et de 14 heures à 17 heures",
        "14h-17h / 9h-12h",
    ],
)
def test_the_ways_people_write_a_day(text: str) -> None:
    assert read_day(text) == (((540, 720), (840, 1020)), ())


@pytest.mark.parametrize("text", ["", "fermé", "Fermée", "-", "FERME"])
def test_closed_days(text: str) -> None:
    assert read_day(text) == ((), ())


@pytest.mark.parametrize(
    ("text", "open_days"),
    [
        ("lundi au vendredi : 9h-12h", {0, 1, 2, 3, 4}),
        ("lun-ven 9h-12h", {0, 1, 2, 3, 4}),
        ("Du lundi au jeudi 9h-12h\nsamedi : 9h-12h", {0, 1, 2, 3, 5}),
        ("mardi et jeudi 9h-12h", {1, 3}),
        ("mardi, jeudi et samedi : de 9h à 12h", {1, 3, 5}),
        ("le mercredi 9h-12h", {2}),
        ("tous les jours 9h-12h", set(range(7))),
        ("7j/7 : 9h-12h", set(range(7))),
        ("samedi au lundi 9h-12h", {5, 6, 0}),
        ("lundi : 9h-12h\nmardi : fermé", {0}),
        ("tous les jours : 9h-12h\nle dimanche : fermé", {0, 1, 2, 3, 4, 5}),
        ("", set()),
    ],
)
def test_the_ways_people_name_days(text: str, open_days: set[int]) -> None:
    week = read_week(text)
    assert {day for day in range(7) if week[day]} == open_days
    assert all(week[day] == ((540, 720),) for day in open_days)


def test_a_night_is_kept_as_two_days_and_read_back_as_one() -> None:
    week = read_week("vendredi : 22h-2h")
    assert week[4] == ((1320, 1440),) and week[5] == ((0, 120),)
    assert write_week(week) == "vendredi : 22h-2h"
    assert is_open(week, (), datetime(2026, 11, 28, 1, 30, tzinfo=PARIS))
    assert not is_open(week, (), datetime(2026, 11, 28, 2, 0, tzinfo=PARIS))


def test_spans_that_touch_are_one_and_a_published_file_is_taken_as_it_is() -> None:
    assert read_week("lundi : 9h-12h / 12h-14h")[0] == ((540, 840),)
    assert read_day("9h-12h / 11h-14h") == (((540, 840),), ())


def test_a_night_does_not_overlap_the_next_morning() -> None:
    with pytest.raises(HoursRefused, match="samedi, avec la nuit.* 0h-3h et 2h-5h se recouvrent"):
        read_week("vendredi : 22h-3h\nsamedi : 2h-5h")
    assert read_week("vendredi : 22h-3h\nsamedi : 3h-5h")[5] == ((0, 300),)
    assert write_days(read_week("vendredi : 22h-3h"))[4:] == ("22h-3h", "", "")


def test_a_sunday_night_goes_on_on_monday() -> None:
    week = read_week("dimanche : 20h-1h")
    assert week[0] == ((0, 60),)
    assert write_week(week) == "dimanche : 20h-1h"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lundi : 14h-9h", "la fermeture est avant l'ouverture"),
        ("lundi : 9h-9h", "la fermeture est avant l'ouverture"),
        ("lundi : 9h-25h", "n'est pas une heure"),
        ("lundi : 9h75-12h", "n'est pas une heure"),
        ("9h-12h", "il manque le jour"),
        ("lundi : le matin", "nous ne comprenons pas"),
        ("lundi : 9h-12h sauf vacances", "nous ne comprenons pas"),
        ("lundi : 9h-12h\nlundi : 14h-17h", "déjà écrit"),
        ("lundi : 9h", "nous ne comprenons pas"),
        ("lundi : 9h-12h / 11h30-14h", "9h-12h et 11h30-14h se recouvrent. Écrivez « 9h-14h »"),
        ("lundi : 14h-18h / 9h-20h", "Écrivez « 9h-20h »"),
        ("mardi : 9h-12h / 9h-12h", "se recouvrent"),
    ],
)
def test_what_is_not_understood_is_said_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(HoursRefused, match=said) as refused:
        read_week(text)
    assert text.splitlines()[-1].split(" : ")[-1] in str(refused.value)


def test_days_apart() -> None:
    changes = read_exceptions(
        "24/12/2026 : 9h-12h\ndu 1/8/2027 au 22/8/2027 : fermé (congés d'été)"
    )
    assert changes == (
        Change(date(2026, 12, 24), date(2026, 12, 24), ((540, 720),)),
        Change(date(2027, 8, 1), date(2027, 8, 22), (), "congés d'été"),
    )
    assert read_exceptions(write_changes(changes)) == changes
    week = read_week("tous les jours : 8h-20h")
    assert not is_open(week, changes, datetime(2027, 8, 10, 10, 0, tzinfo=PARIS))
    assert not is_open(week, changes, datetime(2026, 12, 24, 15, 0, tzinfo=PARIS))
    assert is_open(week, changes, datetime(2026, 12, 25, 15, 0, tzinfo=PARIS))


@pytest.mark.parametrize(
    "text", ["fermé", "31/02/2026 : fermé", "du 5/1/2026 au 1/1/2026 : fermé", "1/1/2026 : 22h-2h"]
)
def test_days_apart_that_cannot_be(text: str) -> None:
    with pytest.raises(HoursRefused):
        read_exceptions(text)


def test_next_opening_skips_closed_days_and_changes() -> None:
    week = read_week("lundi : 9h-12h / 14h-17h")
    noon = datetime(2026, 11, 30, 12, 30, tzinfo=PARIS)
    assert next_opening(week, (), noon) == datetime(2026, 11, 30, 14, 0, tzinfo=PARIS)
    closed = read_exceptions("30/11/2026 : fermé")
    assert next_opening(week, closed, noon) == datetime(2026, 12, 7, 9, 0, tzinfo=PARIS)
    assert next_opening(CLOSED, (), noon) is None
