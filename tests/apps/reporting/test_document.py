"""The PDF: read back with pypdf, tagged, in French, with the figures and nothing executed."""

import io
import re

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from faire_ensemble.apps.observatory.models import Indicator, Value, Vintage
from faire_ensemble.apps.reporting.selectors import (
    annual_pdf,
    annual_report,
    cached_pdf,
    fingerprint,
    write_whole,
)
from faire_ensemble.apps.territory.models import Territory, TerritoryKind


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@pytest.fixture
def report(metropolis):
    return annual_report(metropolis, 2019)


def test_the_pdf_is_accessible_and_in_french(report):
    reader = read(annual_pdf(report))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/K"]
    assert str(root["/Lang"]).startswith("fr")
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part(>|=\")1", xmp)
    assert "Rapport annuel de la politique de la ville 2019" in reader.metadata.title


def test_the_figures_are_printed_with_sections_and_sources(report):
    text = words(read(annual_pdf(report)))
    for expected in (
        "11 666 €",
        "20 940 €",
        "−9 274 €",
        "56,3 %",
        "32,9 %",
        "51 611,36 €",
        "Source : Insee, Revenus des quartiers, 2019",
        "À compléter par la métropole",
        "Sommaire",
    ):
        assert expected in text, expected
    for part in report.parts:
        assert f"{part.number}. {part.title}" in text


def test_names_are_text_and_never_code(report):
    text = words(read(annual_pdf(report)))
    assert "Bourgogne #pagebreak() <script>" in text


def test_the_tags_say_what_each_thing_is(report):
    """Every figure has its alternative text, every table its headers, headings skip no level."""
    reader = read(annual_pdf(report))
    elements = list(tagged(reader.trailer["/Root"]["/StructTreeRoot"]))
    kinds = [str(element["/S"]) for element in elements]
    figures = [element for element in elements if element["/S"] == "/Figure"]
    assert len(figures) >= 5
    assert all(str(figure["/Alt"]).strip() for figure in figures)
    tables = [element for element in elements if element["/S"] == "/Table"]
    assert len(tables) >= 12
    for table in tables:
        assert "/TH" in {str(inside["/S"]) for inside in tagged(table)}
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    steps = zip(levels, levels[1:], strict=False)
    assert all(later <= earlier + 1 for earlier, later in steps)


def tagged(node):
    """The structure elements under a node, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object()
        if hasattr(child, "get") and "/S" in child:
            yield child
            yield from tagged(child)


def test_the_report_reads_in_english_too(metropolis):
    with override("en"):
        reader = read(annual_pdf(annual_report(metropolis, 2019)))
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("en")
    text = words(reader)
    assert "20,940" in text and "Contents" in text
    assert "À compléter" not in text


def test_every_section_is_a_bookmark(report):
    outline = read(annual_pdf(report)).outline
    titles = [str(entry["/Title"]) for entry in outline if not isinstance(entry, list)]
    assert [f"{part.number}. {part.title}" for part in report.parts] == [
        title for title in titles if title[:2].endswith(".")
    ]


def test_an_empty_database_gives_a_report_that_asks(opened):
    text = words(read(annual_pdf(annual_report(opened, 2019))))
    assert text.count("À compléter par") >= 15
    assert "Aucun indicateur n'est chargé jusqu'à 2019" in text


def test_a_demonstration_says_so_on_every_page(report, settings):
    settings.FAIRE_DEMO = True
    reader = read(annual_pdf(report))
    assert all("sont inventés" in page.extract_text() for page in reader.pages)


def test_the_cache_keeps_the_same_content_and_only_that(report, settings, tmp_path, metropolis):
    settings.FAIRE_HOME = tmp_path
    key = fingerprint(report)
    first = cached_pdf(report, key)
    again = annual_report(metropolis, 2019)
    assert fingerprint(again) == key, "the moment of composition does not count"
    assert cached_pdf(again, key) == first
    assert fingerprint(annual_report(metropolis, 2018)) != key
    assert [path.suffix for path in (tmp_path / "cache" / "reports").iterdir()] == [".pdf"]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "r.pdf"
    write_whole(path, b"old")

    def refuse(*_arguments):
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_metropolis_with_many_neighbourhoods_still_fits_on_pages(metropolis):
    income = Indicator.objects.get(official_code="DISP_Q2")
    vintage = Vintage.objects.get(source__code="revn", year=2019)
    places = Territory.objects.bulk_create(
        Territory(
            kind=TerritoryKind.PRIORITY,
            code=f"QP{rank:06}",
            name=f"Quartier numéro {rank}",
            epci=metropolis,
            generation=2014,
        )
        for rank in range(200)
    )
    Value.objects.bulk_create(
        Value(indicator=income, territory=place, vintage=vintage, value=10000 + rank)
        for rank, place in enumerate(places)
    )
    text = words(read(annual_pdf(annual_report(metropolis, 2019))))
    assert "Revenu disponible médian, 2019 (5/5)" in text
    assert text.count("Quartier numéro 137") >= 3, "in the list, the chart and its table"
