"""Drawings are read back as XML: what they say, that they are safe, that their table agrees."""

import re
from decimal import Decimal
from xml.etree import ElementTree as Tree  # noqa: S405 - parses our own drawings

import pytest
from django.template import engines
from django.utils.translation import override

from faire_ensemble.kit.charts import (
    Bar,
    Bars,
    Columns,
    Dot,
    GapDots,
    Line,
    Lines,
    Meter,
    Point,
    draw,
    figure,
)
from faire_ensemble.kit.charts import svg as drawing

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert('x')</script>\"onload=\"y"

DOTS = GapDots(
    "Taux de pauvreté, 2019",
    "percent",
    (
        Dot("La Bourgogne", Decimal("56.3"), highlight=True),
        Dot("Les Oliveaux", Decimal("40"), low=Decimal("37.5"), high=Decimal("42.5")),
        Dot("Blanc Riez", None, note="secret statistique"),
    ),
    Decimal("19.4"),
    "Métropole",
)
BARS = Bars("Montants", "euros", (Bar("Adultes-relais", Decimal(600)), Bar("Reprise", -200)))
LINES = Lines(
    "Évolution",
    "percent",
    (
        Line("Quartier", (Point(2017, 50), Point(2018, None), Point(2019, 56, 52, 60))),
        Line("Métropole", (Point(2017, 20), Point(2019, 19))),
        Line("Cible", (Point(2017, 50), Point(2023, 35)), target=True),
    ),
)
COLUMNS = Columns("Par an", "euros", ("2022", "2023"), ("A", "B"), ((10, 5), (20, -5)))
METER = Meter("Écart", "percent", 2015, -15, 2019, -14, Decimal("-13.2"), 2020, Decimal("-7.5"))
ALL = [DOTS, BARS, LINES, COLUMNS, METER]
EMPTY = [
    GapDots("Rien", "percent", ()),
    Bars("Rien", "euros", ()),
    Lines("Rien", "percent", ()),
    Columns("Rien", "euros", (), (), ()),
]


@pytest.fixture(autouse=True)
def french():
    with override("fr"):
        yield


def parsed(data, uid="essai", width=320):
    return Tree.fromstring(draw(data, uid, width))  # noqa: S314 - our own drawing


def texts(root):
    return [node.text for node in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("width", [320, 480])
@pytest.mark.parametrize("data", ALL + EMPTY, ids=lambda data: f"{type(data).__name__}")
def test_a_drawing_is_one_titled_image_without_style_or_script(data, width):
    root = parsed(data, width=width)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "essai-title essai-desc"
    assert root.find(f"{SVG}title").text == data.title
    assert root.find(f"{SVG}desc").get("id") == "essai-desc"
    for node in root.iter():
        assert node.tag.removeprefix(SVG) in {
            "svg", "title", "desc", "g", "text", "line", "path", "rect", "circle",
        }  # fmt: skip
        assert not {name for name in node.attrib if name == "style" or name.startswith("on")}


@pytest.mark.parametrize("data", ALL + EMPTY, ids=lambda data: f"{type(data).__name__}")
def test_text_is_at_least_12_px_on_a_narrow_page(data):
    """A page 320 px wide leaves 296 px to the 320 units of the drawing."""
    root = parsed(data)
    sizes = [float(node.get("font-size", 13)) for node in root.iter() if node.get("font-size")]
    assert min(sizes) * 296 / 320 >= 12


@pytest.mark.parametrize("data", ALL, ids=lambda data: f"{type(data).__name__}")
def test_nothing_is_drawn_outside(data):
    root = parsed(data)
    wide, high = (float(part) for part in root.get("viewBox").split()[2:])
    for node in root.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert -0.1 <= float(node.get(name, 0)) <= wide
        for name in ("y", "y1", "y2", "cy"):
            assert -0.1 <= float(node.get(name, 0)) <= high


def test_labels_are_escaped_in_drawing_and_table():
    data = GapDots(HOSTILE, "percent", (Dot(HOSTILE, 3), Dot("b", 4, note=HOSTILE)), 3, HOSTILE)
    root = parsed(data)
    assert root.find(f"{SVG}title").text == HOSTILE
    assert not [node for node in root.iter() if "script" in node.tag]
    page = macro(figure(data, uid="f", source=HOSTILE))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 4


@pytest.mark.parametrize("uid", ["", "1a", 'a"b', "a b", "<a>"])
def test_an_identifier_that_could_break_out_is_refused(uid):
    with pytest.raises(ValueError, match="Identifiant de graphique"):
        draw(BARS, uid)


def test_dots_stand_where_their_values_are():
    root = parsed(DOTS)
    (circle,) = (float(node.get("cx")) for node in root.iter(f"{SVG}circle"))
    upright = [n for n in root.iter(f"{SVG}line") if n.get("x1") == n.get("x2")]
    dashed = [node for node in upright if node.get("stroke-dasharray")]
    assert len(dashed) == 3, "one piece of the reference by row"
    reference = float(dashed[0].get("x1"))
    grid = sorted(float(node.get("x1")) for node in upright if node not in dashed)
    zero, full = grid[0], grid[-1]
    assert (circle - zero) / (full - zero) == pytest.approx(40 / 60, abs=0.01)
    assert (reference - zero) / (full - zero) == pytest.approx(19.4 / 60, abs=0.01)
    assert "secret statistique" in texts(root), "an unknown value says why"


def test_the_table_of_dots_holds_value_gap_interval_and_reason():
    table = DOTS.table()
    assert table.rows[0] == ("La Bourgogne", "56,3\u00a0%", "+36,9\u00a0points", "—", "")
    assert table.rows[1][3] == "37,5\u00a0% – 42,5\u00a0%"
    assert table.rows[2] == ("Blanc Riez", "—", "—", "—", "secret statistique")
    assert table.rows[3][:2] == ("Métropole", "19,4\u00a0%")
    without = GapDots("t", "euros", (Dot("a", 11666),), 20940, "MEL").table()
    assert without.rows[0] == ("a", "11\u202f666\u00a0€", "\u22129\u202f274\u00a0€")
    assert len(without.head) == 3, "no interval column when none is known"


def test_bars_start_at_zero_and_go_left_when_negative():
    rects = list(parsed(BARS).iter(f"{SVG}rect"))
    zero = float(rects[0].get("x"))
    assert float(rects[1].get("x")) + float(rects[1].get("width")) == pytest.approx(zero, abs=0.2)
    assert float(rects[0].get("width")) == pytest.approx(3 * float(rects[1].get("width")), abs=0.3)


def test_a_missing_year_breaks_the_line_and_the_target_has_no_marks():
    groups = parsed(LINES).findall(f"{SVG}g")
    path = groups[1].find(f"{SVG}path").get("d")
    assert path.count("M") == 2
    assert len(groups[5].findall(f"{SVG}path")) == 1
    assert LINES.table().rows[1][1] == "—"
    assert LINES.table().rows[2][1] == "56\u00a0% [52\u00a0% ; 60\u00a0%]"


def test_stacks_add_up():
    assert COLUMNS.totals() == (15, 15)
    assert COLUMNS.table().rows[1] == (
        "2023", "20\u00a0€", "\u22125\u00a0€", "15\u00a0€",
    )  # fmt: skip
    rects = list(parsed(COLUMNS).iter(f"{SVG}rect"))[2:]
    tall = [float(node.get("height")) for node in rects]
    assert tall[0] == pytest.approx(2 * tall[1], abs=0.2)
    assert tall[2] == pytest.approx(4 * tall[3], abs=0.4)


def test_an_unknown_gap_is_said_and_not_drawn():
    unknown = Meter("Écart", "percent", 2015, -15, 2019, None, None, 2020, Decimal("-7.5"))
    assert unknown.table().rows[1][1] == "non connu"
    assert not list(parsed(unknown).iter(f"{SVG}circle"))
    assert list(parsed(METER).iter(f"{SVG}circle"))


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [*drawing.SERIES, drawing.SOFT, drawing.TEXT])
@pytest.mark.parametrize("ground", [drawing.SAND, "#FFFFFF"])
def test_colours_stand_out(colour, ground):
    ratio = (_luminance(ground) + 0.05) / (_luminance(colour) + 0.05)
    assert ratio >= (4.5 if colour in (drawing.SOFT, drawing.TEXT) else 3)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0, 60], (0, 20, 40, 60)),
        ([-9274, 0], (-10000, -7500, -5000, -2500, 0)),
        ([5, 5], (4.4, 4.6, 4.8, 5.0, 5.2, 5.4, 5.6)),
    ],
)
def test_scales_have_round_steps(values, ticks):
    made = drawing.scale(values, 0, 100)
    steps = {round(b - a, 6) for a, b in zip(made.ticks, made.ticks[1:], strict=False)}
    assert len(steps) == 1
    assert made.low <= min(values) and made.high >= max(values)
    if values[0] != values[1]:
        assert made.ticks == ticks


def test_long_names_are_cut_and_kept_whole_in_title_and_table():
    name = "Quartier Intercommunal Hautchamps Longchamp - Lionderie - 3 Baudets"
    data = Bars("t", "count", (Bar(name, 3),))
    root = parsed(data)
    shown = texts(root)[0]
    assert shown.endswith("…") and drawing.text_width(shown) < 320
    assert name in root.find(f"{SVG}g").find(f"{SVG}title").text
    assert data.table().rows[0][0] == name


def macro(data):
    source = '{% from "kit/figure.html" import figure %}{{ figure(data) }}'
    return engines["jinja2"].from_string(source).render({"data": data})


def test_the_figure_macro_shows_drawing_source_and_table():
    page = macro(figure(DOTS, uid="gap", source="Insee, Filosofi 2019"))
    assert re.search(r'<figure [^>]*id="gap"', page)
    assert "<figcaption>Taux de pauvreté, 2019</figcaption>" in page
    assert "Insee, Filosofi 2019" in page
    assert page.count("<svg ") == 1
    assert '<th scope="row">La Bourgogne</th>' in page
    assert "style=" not in page


def test_a_long_chart_is_cut_in_parts_that_share_their_axis():
    dots = tuple(Dot(f"Quartier {rank}", rank) for rank in range(100))
    parts = GapDots("t", "percent", dots, 50, "Métropole").parts(48)
    assert [len(part.dots) for part in parts] == [48, 48, 4]
    assert [part.title for part in parts] == ["t (1/3)", "t (2/3)", "t (3/3)"]
    marks = {tuple(texts(parsed(part))[:4]) for part in parts}
    assert len(marks) == 1, "the same marks on the axis"


def test_years_that_would_overlap_are_told_one_in_some():
    years = tuple(str(year) for year in range(2000, 2025))
    data = Columns("t", "euros", years, ("A",), tuple((1,) for _year in years))
    shown = [text for text in texts(parsed(data)) if text in years]
    assert "2024" in shown and len(shown) <= 10
    assert len(data.table().rows) == 25
