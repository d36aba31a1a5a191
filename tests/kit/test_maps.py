"""Maps are read back as XML."""

from xml.etree import ElementTree as Tree  # noqa: S405 - parses our own drawings

import pytest
from shapely import MultiPolygon, Point, Polygon, box

from faire_ensemble.kit.maps import Layer, Map, Shape, draw_map, map_figure

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert('x')</script>\"onload=\"y"
COMMUNES = Layer(
    "Communes",
    (Shape(box(3, 50, 3.2, 50.2), "Ouest"), Shape(box(3.2, 50, 3.4, 50.2), "Est", "/communes/2")),
    names=True,
)
QUARTERS = Layer(
    "Quartiers",
    (
        Shape(Point(3.2, 50.1).buffer(0.02), "Les Rives", "/q/1", "Ouest, Est", 1),
        Shape(box(3.3, 50.15, 3.32, 50.16), "Le Bois", step=None),
    ),
    look="accent",
)


def drawn(*layers, **options):
    return Tree.fromstring(draw_map(Map("Carte", layers, **options), "carte"))  # noqa: S314


def test_links_names_and_titles():
    made = drawn(COMMUNES, QUARTERS)
    links = {link.get("href"): link.get("aria-label") for link in made.iter(f"{SVG}a")}
    assert links == {"/communes/2": "Est", "/q/1": "Les Rives : Ouest, Est"}
    titles = [title.text for title in made.iter(f"{SVG}title")]
    assert titles == ["Carte", "Ouest", "Est", "Les Rives : Ouest, Est", "Le Bois"]
    texts = [text.text for text in made.iter(f"{SVG}text")]
    assert {"Ouest", "Est", "Communes", "Quartiers"} <= set(texts)
    assert any(text and text.endswith("km") for text in texts)


def test_links_make_a_group_and_none_an_image():
    assert drawn(COMMUNES).get("role") == "group"
    assert drawn(Layer("Communes", COMMUNES.shapes[:1])).get("role") == "img"


def test_shapes_stay_in_the_frame_at_the_right_place():
    made = drawn(COMMUNES)
    width, height = map(float, made.get("viewBox").split()[2:])
    names = {text.text: float(text.get("x")) for text in made.iter(f"{SVG}text")}
    assert width / 8 < names["Ouest"] < width / 2 < names["Est"] < width * 7 / 8
    assert height < width * 1.2


def test_no_script_no_style_and_everything_escaped():
    shape = Shape(box(3, 50, 3.1, 50.1), HOSTILE, HOSTILE, HOSTILE)
    text = draw_map(Map(HOSTILE, (Layer(HOSTILE, (shape,), names=True),), description=HOSTILE), "c")
    made = Tree.fromstring(text)  # noqa: S314
    assert not [node for node in made.iter() if node.tag.endswith(("script", "style"))]
    assert not [node for node in made.iter() if {"style", "onload"} & set(node.attrib)]


def test_a_choropleth_says_its_classes_and_what_is_unknown():
    data = Map("Pauvreté", (COMMUNES, QUARTERS), steps=("moins de 20 %", "20 % et plus"))
    made = Tree.fromstring(draw_map(data, "carte"))  # noqa: S314
    texts = [text.text for text in made.iter(f"{SVG}text")]
    assert texts[-3:] == ["moins de 20 %", "20 % et plus", "non connu (1)"]
    fills = [path.get("fill") for path in made.iter(f"{SVG}path") if path.get("fill")]
    assert fills[:2] == ["#EFB28C", "#FFFFFF"]
    assert data.table().rows == (
        ("Les Rives", "Ouest, Est · 20 % et plus"),
        ("Le Bois", "non connu"),
    )


@pytest.mark.parametrize("layers", [(), (Layer("Quartiers", ()),)])
def test_an_empty_map_says_so(layers):
    made = drawn(*layers)
    assert "Aucun contour connu." in [text.text for text in made.iter(f"{SVG}text")]


def test_holes_and_parts_are_drawn():
    ring = Polygon(box(3, 50, 3.3, 50.3).exterior, [box(3.1, 50.1, 3.2, 50.2).exterior])
    both = MultiPolygon([box(3.4, 50, 3.5, 50.1), box(3.6, 50, 3.7, 50.1)])
    made = drawn(Layer("Formes", (Shape(ring, "Anneau"), Shape(both, "Deux"))))
    paths = [path.get("d") for path in made.iter(f"{SVG}path")][:2]
    assert [path.count("M") for path in paths] == [2, 2]


def test_many_points_stay_light():
    circles = tuple(
        Shape(Point(3 + i / 10, 50 + j / 10).buffer(0.05, quad_segs=200), f"{i}-{j}")
        for i in range(11)
        for j in range(11)
    )
    assert len(draw_map(Map("Ronds", (Layer("Ronds", circles),)), "carte")) < 60_000


def test_the_figure_carries_table_and_source():
    made = map_figure(Map("Carte", (COMMUNES, QUARTERS)), uid="carte", source="Essai")
    assert made.source == "Essai"
    assert made.table.head[0] == "Quartiers"
    assert made.description == "Carte : Communes (2), Quartiers (2)."
