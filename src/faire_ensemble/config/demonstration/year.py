"""The funding year of the demonstration, from its call to the answers given to holders."""

from collections import Counter

from faire_ensemble.apps.contract.models import Contract
from faire_ensemble.config.demonstration import (
    asking,
    calls,
    conversing,
    deciding,
    judging,
    keys,
    meetings,
    trying,
    voting,
)
from faire_ensemble.config.demonstration.people import add_people
from faire_ensemble.config.demonstration.submitted import add_files, add_projects, add_writers


def add_year(contract: Contract) -> dict[str, int]:
    """Everything invented of the year; what was written, by kind."""
    found = keys.read(contract)
    files = asking.files()
    again = asking.renewals(files, found.words["renewed"])
    # Those with most files under instruction have the most to show.
    often = Counter(each.holder.name for each in again)
    people = add_people(found, sorted(often, key=lambda name: (-often[name], name)))
    past, following, _open = calls.add_calls(found)
    projects = add_projects(found, files, past.first_year)
    decided = add_files(found, past, files, projects)
    judging.judge(found, past, decided, people)
    meetings.hold_committees(found, decided)
    decisions = deciding.decide(found, past, decided, people)
    former = {file.number: row for file, row in decided}
    waiting = add_files(found, following, again, projects, former)
    judging.judge(found, following, waiting, people)
    deciding.add_envelopes(found, following, deciding.NEXT_YEAR)
    add_writers(found, decided + waiting, people)
    written = conversing.add_conversations(found, people)
    ballots = voting.add_budgets(found, people)
    return {
        "files": len(decided),
        "waiting": len(waiting),
        "decisions": len(decisions),
        "contributions": written,
        "ballots": ballots,
        "initiatives": trying.add_initiatives(found, people),
    }
