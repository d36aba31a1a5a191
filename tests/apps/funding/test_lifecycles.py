"""Each act happens only where the tables allow it."""

from datetime import UTC, datetime, timedelta

import pytest

from faire_ensemble.apps.funding.lifecycle import Impossible
from faire_ensemble.apps.funding.lifecycle.applications import APPLICATION, ApplicationState
from faire_ensemble.apps.funding.lifecycle.calls import CALL, CallState, Phase, phase
from faire_ensemble.apps.funding.lifecycle.programmes import PROGRAMME
from faire_ensemble.apps.funding.lifecycle.requests import REQUEST, RequestState
from faire_ensemble.apps.funding.lifecycle.sessions import SESSION

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_submitted_application_is_not_submitted_again():
    assert APPLICATION.after("submit", ApplicationState.DRAFT) is ApplicationState.SUBMITTED
    with pytest.raises(Impossible):
        APPLICATION.after("submit", ApplicationState.SUBMITTED)


def test_a_decided_request_is_not_read_any_more_but_may_be_decided_anew():
    assert not REQUEST.may("read", RequestState.AWARDED)
    assert REQUEST.after("refuse", RequestState.AWARDED) is RequestState.REFUSED


@pytest.mark.parametrize("table", [APPLICATION, CALL, PROGRAMME, REQUEST, SESSION])
def test_every_act_leads_to_a_state_that_its_own_states_know(table):
    for act in table.acts:
        froms, to = table._table[act]
        assert froms and {type(state) for state in froms} == {type(to)}


@pytest.mark.parametrize(
    ("state", "opens", "closes", "expected"),
    [
        (CallState.DRAFT, NOON - DAY, NOON + DAY, Phase.HIDDEN),
        (CallState.PUBLISHED, NOON + DAY, None, Phase.COMING),
        (CallState.PUBLISHED, NOON, NOON + DAY, Phase.OPEN),
        (CallState.PUBLISHED, None, None, Phase.OPEN),
        (CallState.PUBLISHED, NOON - DAY, NOON, Phase.CLOSED),
        (CallState.ARCHIVED, None, None, Phase.CLOSED),
    ],
)
def test_a_call_is_open_by_its_dates(state, opens, closes, expected):
    assert phase(state, opens, closes, NOON) is expected
