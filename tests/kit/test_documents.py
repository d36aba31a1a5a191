"""The PDF is read back with pypdf: its tags, language, conformity, text and determinism."""

import io
from datetime import UTC, datetime

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from faire_ensemble.kit import documents
from faire_ensemble.kit.charts import Bar, Bars, draw

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TEMPLATE = """
#heading[#data.heading]
#data.text
#drawing(data.figure)
#numbers(data.table)
#to-complete(data.asked, data.what)
"""


def content(rows=3):
    with override("fr"):
        chart = draw(Bars("Montants", "euros", (Bar("Été <b>", 6090047.1),)), "essai", 600)
    return {
        "heading": "Première partie",
        "text": "Les hostilités #pagebreak() $x$ \\ ne sont pas interprétées.",
        "figure": {
            "title": "Montants",
            "description": "Une barre.",
            "svg": chart,
            "source": "Source : essai",
            "note": "",
        },
        "table": {
            "title": "Chiffres",
            "head": ["Quartier", "Revenu"],
            "rows": [[f"Ligne {rank}", "11\u202f666\u00a0€"] for rank in range(rows)],
            "numeric": [1],
            "source": "Insee",
            "note": "À lire ainsi.",
        },
        "asked": "À compléter par la commune",
        "what": "Ses actions.",
    }


def compose(**changes):
    settings = {"title": "Rapport d'essai", "author": "Essai", "created_at": AT, **changes}
    rows = settings.pop("rows", 3)
    return documents.pdf(settings.pop("template", TEMPLATE), content(rows), **settings)


@pytest.fixture(scope="module")
def reader():
    return PdfReader(io.BytesIO(compose()))


def test_the_document_is_tagged_in_french_and_claims_pdf_ua_1(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/K"]
    assert str(root["/Lang"]).startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in xmp
    assert reader.metadata.title == "Rapport d'essai"
    assert reader.metadata.author == "Essai"


def test_data_is_text_and_never_code(reader):
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "#pagebreak() $x$ \\ ne sont pas" in text
    assert "Été <b>" in text, "text of a drawing stays text"
    assert len(reader.pages) == 1


def test_numbers_notes_and_gaps_to_fill_are_there(reader):
    text = " ".join(page.extract_text() for page in reader.pages)
    for expected in ("666", "À lire ainsi.", "À compléter par la commune", "Ses actions."):
        assert expected in text


def test_a_drawing_has_its_alternative_text(reader):
    assert "Une barre." in alternatives(reader.trailer["/Root"]["/StructTreeRoot"])


def alternatives(node, found=None):
    found = [] if found is None else found
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            alternatives(child, found)
    elif hasattr(node, "get"):
        if "/Alt" in node:
            found.append(str(node["/Alt"]))
        if "/K" in node:
            alternatives(node["/K"], found)
    return found


def test_a_long_table_repeats_its_header():
    reader = PdfReader(io.BytesIO(compose(rows=120)))
    assert len(reader.pages) > 2
    assert all("Revenu" in page.extract_text() for page in reader.pages)


def test_the_same_input_gives_the_same_bytes():
    assert compose() == compose()


def test_only_embedded_fonts_are_used(reader):
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(name.startswith(("LibertinusSerif", "DejaVuSansMono")) for name in fonts)


def test_a_faulty_template_is_refused_with_the_reason():
    with pytest.raises(documents.DocumentError, match=r"n'a pas pu être composé.*nothing-such"):
        compose(template="#nothing-such")


def test_a_drawing_without_alternative_text_is_refused():
    with pytest.raises(documents.DocumentError):
        compose(template="#image(bytes(data.figure.svg))")


def test_a_date_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="fuseau"):
        compose(created_at=datetime(2026, 3, 1))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Fête 🎉 des voisins", "Fête \ufffd des voisins"),
        ("中文 👨\u200d👩\u200d👧", "\ufffd\ufffd"),
        ("a\x00b\x07c\ud800d", "abcd"),
        ("L'Atelier n°\u202f2 – Œuvre ½ ≥ →", "L'Atelier n°"),
    ],
)
def test_a_rare_character_never_costs_the_document(name, shown):
    with override("fr"):
        chart = draw(Bars(name, "euros", (Bar(name, 1),)), "essai", 600)
    made = documents.pdf(
        "#data.name\n#image(bytes(data.svg), alt: data.name)",
        {"name": name, "svg": chart},
        title=f"Rapport {name}",
        author=name,
        created_at=AT,
    )
    assert shown in PdfReader(io.BytesIO(made)).pages[0].extract_text()
