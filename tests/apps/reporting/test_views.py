"""The report on the web: open to all, complete, escaped, and its PDF with an ETag."""

import re

from django.urls import reverse


def test_the_latest_year_is_offered_first(client, metropolis):
    response = client.get(reverse("reporting:annual_latest"))
    assert response.status_code == 302
    assert response.url == "/rapport/2021/"


def test_without_an_epci_or_data_the_page_says_what_to_do(client, db):
    page = client.get("/rapport/").content.decode()
    assert "faire open" in page


def test_with_an_epci_without_data_the_page_says_what_to_load(client, opened):
    page = client.get("/rapport/").content.decode()
    assert "faire import" in page
    assert client.get("/rapport/2019/").status_code == 404


def test_the_page_holds_every_section_figure_and_source(client, metropolis):
    response = client.get("/rapport/2019/")
    page = response.content.decode()
    assert response.status_code == 200
    assert len(re.findall(r"<section id=", page)) == 8
    for expected in ("11\u202f666\u00a0€", "\u22129\u202f274\u00a0€", "56,3\u00a0%", "32,9\u00a0%"):
        assert expected in page
    assert page.count("<svg ") == page.count("<figure ") >= 5
    assert page.count('class="chart-source"') == page.count("<figure ")
    assert "<table" in page and "À compléter par" in page


def test_names_are_escaped_and_nothing_is_styled_inline(client, metropolis):
    page = client.get("/rapport/2019/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert " style=" not in page


def test_identifiers_are_unique(client, metropolis):
    page = client.get("/rapport/2019/").content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_years_without_data_are_not_found(client, metropolis):
    assert client.get("/rapport/1990/").status_code == 404
    assert client.get("/rapport/1990.pdf").status_code == 404


def test_the_page_is_compressed_when_asked(client, metropolis):
    response = client.get("/rapport/2019/", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"


def test_the_pdf_is_sent_once_for_the_same_content(client, metropolis, settings, tmp_path):
    settings.FAIRE_HOME = tmp_path
    response = client.get("/rapport/2019.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    entity = response.headers["ETag"]
    again = client.get("/rapport/2019.pdf", headers={"If-None-Match": entity})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/rapport/2018.pdf", headers={"If-None-Match": entity}).status_code == 200


def test_another_epci_is_chosen_by_its_siren(client, metropolis):
    assert client.get("/rapport/2019/?epci=245900410").status_code == 200
    assert client.get("/rapport/2019/?epci=999999999").status_code == 404


def test_the_report_is_read_only(client, metropolis):
    assert client.post("/rapport/2019/").status_code == 405
