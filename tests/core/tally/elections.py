"""Elections for tests: small ones written by hand, tie-heavy ones drawn, published ones."""

from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from faire_ensemble.core.tally import Ballot, BallotType, Election, Project, read_pb


def election(budget, costs, ballots, vote_type=BallotType.APPROVAL, **columns) -> Election:
    """`costs` by project; `ballots` as strings of one-letter projects, or (projects, points)."""
    rows = []
    for number, ballot in enumerate(ballots):
        names, points = ballot if isinstance(ballot, tuple) else (ballot, ())
        rows.append(Ballot(f"v{number}", tuple(names), tuple(map(Decimal, points))))
    return Election(
        budget=Decimal(budget),
        projects=tuple(
            Project(name, Decimal(cost), extra={k: v[name] for k, v in columns.items()})
            for name, cost in costs.items()
        ),
        ballots=tuple(rows),
        vote_type=vote_type,
        project_columns=("project_id", "cost", "name", *columns),
    )


@st.composite
def elections(draw, vote_type=BallotType.APPROVAL):
    """Few costs, few kinds of ballots: ties everywhere."""
    names = "abcdefgh"[: draw(st.integers(2, 8))]
    palette = draw(st.lists(st.integers(1, 12), min_size=1, max_size=3))
    costs = {name: draw(st.sampled_from(palette)) for name in names}
    subsets = st.lists(st.sampled_from(names), max_size=5, unique=True)
    kinds = draw(st.lists(subsets, min_size=1, max_size=6))
    ballots = []
    for _ in range(draw(st.integers(1, 12))):
        chosen = tuple(draw(st.sampled_from(kinds)))
        points = ()
        if vote_type is BallotType.CUMULATIVE:
            points = tuple(draw(st.integers(0, 3)) for _ in chosen)
        ballots.append((chosen, points))
    budget = draw(st.integers(max(palette), 3 * max(palette) + sum(palette)))
    return election(budget, costs, ballots, vote_type)


def published(folder: Path, name: str) -> Election:
    return read_pb(text(folder, name))


def text(folder: Path, name: str) -> str:
    return (folder / "pabulib" / name).read_bytes().decode("utf-8-sig")


FILES = {
    # name: whether pabutools counts it in a few seconds
    "France_Toulouse_2019.pb": True,
    "France_Toulouse_2022_10_-_Jolimont_Soupetard_Roseraie_Gloire_Gramont_Amouroux.pb": True,
    "France_Toulouse_2022_11_-_Bonhoure_Guilhemery_Chateau_de_lHers_Limayrac_Cote_Pavee.pb": True,
    "France_Toulouse_2022_12_-_Pont_des_Demoiselles_Ormeau_Montaudran_La_Terrasse_Malepere.pb": True,  # noqa: E501
    "France_Toulouse_2022_13_-_Rangueil_Sauzelong_Jules-Julien_Pech-David_Pouvourville.pb": True,
    "France_Toulouse_2022_14_-_Saint-Simon_Lafourguette_Oncopole-Campus_Sante_du_Futur.pb": True,
    "France_Toulouse_2022_15_-_Croix_de_Pierre_Route_dEspagne.pb": True,
    "France_Toulouse_2022_16_-_Fontaine-Lestang_Arenes_Bagatelle_Papus_Tabar_Bordelongue_Mermoz_La_Faourette.pb": True,  # noqa: E501
    "France_Toulouse_2022_17_-_Mirail-Universite_Reynerie_Bellefontaine.pb": True,
    "France_Toulouse_2022_18_-_Lardenne_Pradettes_Basso-Cambo.pb": True,
    "France_Toulouse_2022_19_-_Casselardit_Fontaine-Bayonne_Cartoucherie.pb": True,
    "France_Toulouse_2022_1_-_Capitole_Arnaud_Bernard_Carmes.pb": True,
    "France_Toulouse_2024.pb": False,
    "Hungary_Budapest_2022_VIII_Jozsefvaros.pb": True,
    "Netherlands_Amsterdam_166.pb": True,
    "Netherlands_Amsterdam_285.pb": False,
    "Netherlands_Amsterdam_621.pb": False,
    "Poland_Katowice_2023.pb": False,
    "Poland_Krakow_2024.pb": False,
    "Poland_Lodz_2022.pb": False,
    "Poland_Warszawa_2025_Praga-Poludnie.pb": False,
    "Poland_Warszawa_2025_Wola.pb": False,
    "Poland_Wieliczka_2023_Green_Budget.pb": False,
    "Switzerland_Zurich_S5R.pb": True,
    "Worldwide_Mechanical_Turk_Knapsack_8.pb": True,
    "Worldwide_Mechanical_Turk_Ranking_value_money_6.pb": True,
}
