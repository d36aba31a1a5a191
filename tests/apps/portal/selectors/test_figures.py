"""Charts of a neighbourhood: what moved and means something, and the paths of targets."""

from faire_ensemble.apps.portal.selectors.neighbourhood import neighbourhood_page


def charts_of(code: str) -> dict[str, list[str]]:
    page = neighbourhood_page(code)
    return {
        theme.slug: [chart.uid for chart in theme.charts]
        for theme in page.described + page.themes
        if theme.charts
    }


def test_a_figure_known_for_two_years_is_drawn_with_its_target(world):
    assert charts_of("QP059074") == {
        "income": ["valeur-qp059074-poverty", "cible-qp059074-poverty"]
    }


def test_a_drawing_has_its_table_and_its_source(world):
    chart = next(
        theme.charts[0] for theme in neighbourhood_page("QP059074").described if theme.charts
    )
    assert chart.svg.startswith("<svg") and "Insee" in chart.source
    assert any("56,3" in cell for row in chart.table.rows for cell in row)


def test_nothing_is_drawn_from_one_year_or_from_secrecy(world):
    assert charts_of("QP059087") == {}


def test_the_same_numbers_are_drawn_once_and_each_language_has_its_own(world, client):
    first, again = charts_of("QP059074"), charts_of("QP059074")
    assert first == again
    french = client.get("/quartiers/QP059074/", headers={"accept-language": "fr"})
    english = client.get("/quartiers/QP059074/", headers={"accept-language": "en"})
    assert "56,3" in french.content.decode() and "56.3" in english.content.decode()
