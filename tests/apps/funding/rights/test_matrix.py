"""Role × state × act, written by hand. Whatever is not in a table is refused, with a reason.

First table: a cell holds the states in which the act is allowed. D draft, d draft whose call is
closed, S submitted, C correction asked, X decided, W withdrawn, a draft never submitted (w);
`-` nowhere. Second table: `x` is allowed, `-` refused.
"""

import importlib
import pkgutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.apps.funding.rights.cast import Cast, Contract, Subject, arbitration, subject

from faire_ensemble.apps.funding import permissions
from faire_ensemble.apps.funding.permissions import answers, applications, calls, instruction
from faire_ensemble.apps.funding.permissions import committees as committee_rules
from faire_ensemble.apps.funding.permissions import programmes as programme_rules
from faire_ensemble.kit.verdicts import Verdict

pytestmark = pytest.mark.django_db

ON_A_FILE = """
                     read     write  submit  members  withdraw  answer   documents
visitor              -        -      -       -        -         -        -
stranger             -        -      -       -        -         -        -
owner                DdSCXWw  DdC    DC      DdSCXWw  DdSC      DdSCXWw  DdSCXWw
editor               DdSCXWw  DdC    -       -        -         DdSCXWw  DdSCXWw
reader               DdSCXWw  -      -       -        -         DdSCXWw  DdSCXWw
holder_of_lead       DdSCXWw  DdC    DC      DdSCXWw  DdSC      DdSCXWw  DdSCXWw
holder_of_partner    DdSCXWw  DdC    -       -        -         DdSCXWw  DdSCXWw
officer              SCXW     -      -       -        -         SCXW     SCXW
officer_elsewhere    -        -      -       -        -         -        -
instructor           SCXW     -      -       -        -         SCXW     SCXW
instructor_not_asked -        -      -       -        -         -        -
service_asked        SCXW     -      -       -        -         SCXW     -
council              SCXW     -      -       -        -         SCXW     -
elected              SCXW     -      -       -        -         SCXW     -
analyst              -        -      -       -        -         -        -
steward              -        -      -       -        -         -        -
superuser            -        -      -       -        -         -        -
recused_instructor   -        -      -       -        -         -        -
recused_officer      -        -      -       -        -         -        -
judge_and_writer     DdSCXWw  DdC    -       -        -         DdSCXWw  DdSCXWw
mandate_ended        -        -      -       -        -         -        -
account_closed       -        -      -       -        -         -        -

                     instruct  assign  funder_opinion  service_opinion  council_opinion  recuse
visitor              -         -       -               -                -                -
stranger             -         -       -               -                -                -
owner                -         -       -               -                -                -
editor               -         -       -               -                -                -
reader               -         -       -               -                -                -
holder_of_lead       -         -       -               -                -                -
holder_of_partner    -         -       -               -                -                -
officer              SC        SC      -               -                -                SCXW
officer_elsewhere    -         -       -               -                -                -
instructor           SC        SC      SC              -                -                SCXW
instructor_not_asked -         -       -               -                -                -
service_asked        -         -       -               SC               -                SCXW
council              -         -       -               -                SC               SCXW
elected              -         -       -               -                -                SCXW
analyst              -         -       -               -                -                -
steward              -         -       -               -                -                -
superuser            -         -       -               -                -                -
recused_instructor   -         -       -               -                -                -
recused_officer      -         -       -               -                -                -
judge_and_writer     -         -       -               -                -                SCXW
mandate_ended        -         -       -               -                -                -
account_closed       -         -       -               -                -                -

                     scores  who_looks  shared_opinion  internal_of_state  internal_of_metropolis
visitor              -       -          -               -                  -
stranger             -       -          -               -                  -
owner                -       -          -               -                  -
editor               -       -          -               -                  -
reader               -       -          -               -                  -
holder_of_lead       -       -          -               -                  -
holder_of_partner    -       -          -               -                  -
officer              SCXW    SCXW       SCXW            -                  SCXW
officer_elsewhere    -       -          -               -                  -
instructor           SCXW    SCXW       SCXW            SCXW               -
instructor_not_asked -       -          -               -                  -
service_asked        -       -          SCXW            -                  -
council              -       -          SCXW            -                  -
elected              SCXW    -          SCXW            -                  -
analyst              -       -          -               -                  -
steward              -       -          -               -                  -
superuser            -       -          -               -                  -
recused_instructor   -       -          -               -                  -
recused_officer      -       -          -               -                  -
judge_and_writer     -       -          -               -                  -
mandate_ended        -       -          -               -                  -
account_closed       -       -          -               -                  -

                     be_given_the_request whole
visitor              -                    -
stranger             -                    -
owner                -                    DdSCXWw
editor               -                    DdSCXWw
reader               -                    DdSCXWw
holder_of_lead       -                    DdSCXWw
holder_of_partner    -                    DdSCXWw
officer              -                    SCXW
officer_elsewhere    -                    -
instructor           DdSCXWw              SCXW
instructor_not_asked -                    -
service_asked        -                    -
council              -                    -
elected              -                    -
analyst              -                    -
steward              -                    -
superuser            -                    -
recused_instructor   -                    -
recused_officer      -                    -
judge_and_writer     -                    DdSCXWw
mandate_ended        -                    -
account_closed       -                    -
"""

IN_THE_CONTRACT = """
                     start start_closed start_hidden read_hidden read_open read_closed manage_calls
visitor              -     -            -            -           x         x           -
stranger             x     -            -            -           x         x           -
owner                x     -            -            -           x         x           -
editor               x     -            -            -           x         x           -
reader               x     -            -            -           x         x           -
holder_of_lead       x     -            -            -           x         x           -
holder_of_partner    x     -            -            -           x         x           -
officer              x     -            -            x           x         x           x
officer_elsewhere    x     -            -            -           x         x           -
instructor           x     -            -            -           x         x           -
instructor_not_asked x     -            -            -           x         x           -
service_asked        x     -            -            -           x         x           -
council              x     -            -            -           x         x           -
elected              x     -            -            -           x         x           -
analyst              x     -            -            -           x         x           -
steward              x     -            -            -           x         x           -
superuser            x     -            -            -           x         x           -
recused_instructor   x     -            -            -           x         x           -
recused_officer      x     -            -            x           x         x           x
judge_and_writer     x     -            -            -           x         x           -
mandate_ended        x     -            -            -           x         x           -
account_closed       -     -            -            -           x         x           -

                     read_committee manage_committees propose read_envelopes envelope delegate
visitor              -              -                 -       -              -        -
stranger             -              -                 -       -              -        -
owner                -              -                 -       -              -        -
editor               -              -                 -       -              -        -
reader               -              -                 -       -              -        -
holder_of_lead       -              -                 -       -              -        -
holder_of_partner    -              -                 -       -              -        -
officer              x              x                 x       x              x        x
officer_elsewhere    -              -                 -       -              -        -
instructor           x              -                 -       x              x        x
instructor_not_asked x              -                 -       x              -        -
service_asked        x              -                 -       x              -        -
council              x              -                 -       -              -        -
elected              x              -                 -       x              -        -
analyst              -              -                 -       -              -        -
steward              -              -                 -       -              -        -
superuser            -              -                 -       -              -        -
recused_instructor   x              -                 -       x              x        x
recused_officer      x              x                 -       x              x        x
judge_and_writer     x              -                 -       x              x        x
mandate_ended        -              -                 -       -              -        -
account_closed       -              -                 -       -              -        -

                     scenario scenario_published make_scenario prepare read_programme adopt
visitor              -        x                  -             -       -              -
stranger             -        x                  -             -       -              -
owner                -        x                  -             -       -              -
editor               -        x                  -             -       -              -
reader               -        x                  -             -       -              -
holder_of_lead       -        x                  -             -       -              -
holder_of_partner    -        x                  -             -       -              -
officer              x        x                  x             x       x              x
officer_elsewhere    -        x                  -             -       -              -
instructor           x        x                  -             -       x              -
instructor_not_asked x        x                  -             -       x              -
service_asked        x        x                  -             -       x              -
council              -        x                  -             -       -              -
elected              x        x                  -             -       x              -
analyst              -        x                  -             -       -              -
steward              -        x                  -             -       -              -
superuser            -        x                  -             -       -              -
recused_instructor   x        x                  -             -       x              -
recused_officer      x        x                  x             x       x              x
judge_and_writer     x        x                  -             -       x              -
mandate_ended        -        x                  -             -       -              -
account_closed       -        x                  -             -       -              -

                     adopt_again decide_line decide_adopted_line decide_again
visitor              -           -           -                   -
stranger             -           -           -                   -
owner                -           -           -                   -
editor               -           -           -                   -
reader               -           -           -                   -
holder_of_lead       -           -           -                   -
holder_of_partner    -           -           -                   -
officer              -           x           -                   x
officer_elsewhere    -           -           -                   -
instructor           -           x           -                   -
instructor_not_asked -           -           -                   -
service_asked        -           -           -                   -
council              -           -           -                   -
elected              -           -           -                   -
analyst              -           -           -                   -
steward              -           -           -                   -
superuser            -           -           -                   -
recused_instructor   -           -           -                   -
recused_officer      -           -           -                   -
judge_and_writer     -           -           -                   -
mandate_ended        -           -           -                   -
account_closed       -           -           -                   -

                     open_files open_answers office board committees arbitration
visitor              -          -            -      -     -          -
stranger             x          x            -      -     -          -
owner                x          x            -      -     -          -
editor               x          x            -      -     -          -
reader               x          x            -      -     -          -
holder_of_lead       x          x            -      -     -          -
holder_of_partner    x          x            -      -     -          -
officer              x          x            x      x     x          x
officer_elsewhere    x          x            x      x     x          x
instructor           x          x            -      x     x          x
instructor_not_asked x          x            -      x     x          x
service_asked        x          x            -      x     x          x
council              x          x            -      x     x          -
elected              x          x            -      x     x          x
analyst              x          x            -      -     -          -
steward              x          x            -      -     -          -
superuser            x          x            -      -     -          -
recused_instructor   x          x            -      x     x          x
recused_officer      x          x            x      x     x          x
judge_and_writer     x          x            -      x     x          x
mandate_ended        x          x            -      -     -          -
account_closed       -          -            -      -     -          -

                     say solution solution_closed no_solution
visitor              -   -        -               -
stranger             x   x        -               -
owner                x   x        -               -
editor               x   x        -               -
reader               x   x        -               -
holder_of_lead       x   x        -               -
holder_of_partner    x   x        -               -
officer              x   x        -               -
officer_elsewhere    x   x        -               -
instructor           x   x        -               -
instructor_not_asked x   x        -               -
service_asked        x   x        -               -
council              x   x        -               -
elected              x   x        -               -
analyst              x   x        -               -
steward              x   x        -               -
superuser            x   x        -               -
recused_instructor   x   x        -               -
recused_officer      x   x        -               -
judge_and_writer     x   x        -               -
mandate_ended        x   x        -               -
account_closed       -   -        -               -
"""

Rule = Callable[[Any, Any], Verdict]
FILE_ACTS: dict[str, tuple[Any, Callable[[Subject], tuple[Any, ...]]]] = {
    "read": (applications.can_read_application, lambda s: (s.file,)),
    "write": (applications.can_write_application, lambda s: (s.file,)),
    "submit": (applications.can_submit_application, lambda s: (s.file,)),
    "members": (applications.can_manage_members, lambda s: (s.file,)),
    "withdraw": (applications.can_withdraw_application, lambda s: (s.file,)),
    "answer": (answers.can_read_answer, lambda s: (s.file,)),
    "documents": (instruction.can_read_documents, lambda s: (s.file,)),
    "whole": (applications.can_read_whole_application, lambda s: (s.file,)),
    "instruct": (instruction.can_instruct, lambda s: (s.file,)),
    "assign": (instruction.can_assign_instructor, lambda s: (s.request,)),
    "funder_opinion": (instruction.can_give_funder_opinion, lambda s: (s.request,)),
    "service_opinion": (
        instruction.can_give_mainstream_opinion,
        lambda s: (s.file, s.service_pk),
    ),
    "council_opinion": (instruction.can_give_council_opinion, lambda s: (s.file,)),
    "recuse": (instruction.can_recuse, lambda s: (s.file,)),
    "scores": (instruction.can_read_scores, lambda s: (s.file,)),
    "who_looks": (instruction.can_see_who_looks, lambda s: (s.file,)),
    "shared_opinion": (instruction.can_read_opinion, lambda s: (s.shared,)),
    "internal_of_state": (instruction.can_read_opinion, lambda s: (s.internal,)),
    "internal_of_metropolis": (
        instruction.can_read_opinion,
        lambda s: (s.internal_elsewhere,),
    ),
    "be_given_the_request": (instruction.can_receive_request, lambda s: (s.request,)),
}
CONTRACT_ACTS: dict[str, tuple[Any, Callable[[Contract], tuple[Any, ...]]]] = {
    "start": (applications.can_start_application, lambda c: (c.calls["open"],)),
    "start_closed": (applications.can_start_application, lambda c: (c.calls["closed"],)),
    "start_hidden": (applications.can_start_application, lambda c: (c.calls["draft"],)),
    "read_hidden": (calls.can_read_call, lambda c: (c.calls["draft"],)),
    "read_open": (calls.can_read_call, lambda c: (c.calls["open"],)),
    "read_closed": (calls.can_read_call, lambda c: (c.calls["closed"],)),
    "manage_calls": (calls.can_manage_calls, lambda c: (c.contract_id,)),
    "read_committee": (committee_rules.can_read_committee, lambda c: (c.contract_id,)),
    "manage_committees": (programme_rules.can_manage_committees, lambda c: (c.contract_id,)),
    "propose": (committee_rules.can_propose, lambda c: (c.item,)),
    "read_envelopes": (programme_rules.can_read_envelopes, lambda c: (c.contract_id,)),
    "envelope": (
        programme_rules.can_manage_envelopes,
        lambda c: (c.contract_id, c.envelope.funder_id),
    ),
    "delegate": (programme_rules.can_delegate_envelope, lambda c: (c.envelope,)),
    "scenario": (programme_rules.can_read_scenario, lambda c: (c.hidden,)),
    "scenario_published": (programme_rules.can_read_scenario, lambda c: (c.published,)),
    "make_scenario": (programme_rules.can_make_scenario, lambda c: (c.contract_id,)),
    "prepare": (programme_rules.can_prepare_programme, lambda c: (c.contract_id,)),
    "read_programme": (programme_rules.can_read_programme, lambda c: (c.preparing,)),
    "adopt": (programme_rules.can_adopt_programme, lambda c: (c.preparing,)),
    "adopt_again": (programme_rules.can_adopt_programme, lambda c: (c.adopted,)),
    "decide_line": (programme_rules.can_decide_line, lambda c: (c.line,)),
    "decide_adopted_line": (programme_rules.can_decide_line, lambda c: (c.line_adopted,)),
    "decide_again": (programme_rules.can_decide_again, lambda c: (c.line.request,)),
    "open_files": (applications.can_open_applications, lambda c: ()),
    "open_answers": (answers.can_open_answers, lambda c: ()),
    "office": (calls.can_enter_office, lambda c: ()),
    "board": (instruction.can_open_board, lambda c: ()),
    "committees": (committee_rules.can_open_committees, lambda c: ()),
    "say": (calls.can_state_solutions, lambda c: ()),
    "solution": (calls.can_state_solution, lambda c: (c.calls["solution"], timezone.now())),
    "solution_closed": (
        calls.can_state_solution,
        lambda c: (c.calls["solution"], timezone.now() + timedelta(days=99)),
    ),
    "no_solution": (calls.can_state_solution, lambda c: (c.calls["open"], timezone.now())),
    "arbitration": (programme_rules.can_open_arbitration, lambda c: ()),
}


def read(text: str) -> dict[str, dict[str, str]]:
    """role → act → cell, from blocks whose first line names the acts."""
    cells: dict[str, dict[str, str]] = {}
    for block in text.strip("\n").split("\n\n"):
        head, *lines = block.splitlines()
        for line in lines:
            role, *row = line.split()
            cells.setdefault(role, {}).update(zip(head.split(), row, strict=True))
    return cells


@pytest.fixture
def cast(year: Any) -> Cast:
    return Cast(year)


def said(verdict: Verdict) -> bool:
    """Whether it allows; a refusal is a sentence."""
    if not verdict:
        assert len(verdict.reason.split()) >= 4 and verdict.reason.endswith("."), verdict
    return bool(verdict)


def test_on_a_file(cast: Cast) -> None:
    closed = cast.year.make_call(closes_at=timezone.now() - timedelta(days=1))
    files = {
        "D": subject(cast, "draft"),
        "d": subject(cast, "draft", closed),
        "S": subject(cast, "submitted"),
        "C": subject(cast, "correction"),
        "X": subject(cast, "decided"),
        "W": subject(cast, "withdrawn"),
        "w": subject(cast, "draft"),
    }
    files["w"].file.state = "withdrawn"
    files["w"].file.save()
    wrong = []
    for role, row in read(ON_A_FILE).items():
        for act, expected in row.items():
            rule, about = FILE_ACTS[act]
            person = cast.people[role]
            found = "".join(
                letter for letter, on in files.items() if said(rule(person, *about(on)))
            )
            if (found or "-") != expected:
                wrong.append(f"{role} {act}: {expected} expected, {found or '-'} found")
    assert not wrong, "\n".join(wrong)


def test_in_the_contract(cast: Cast) -> None:
    here = arbitration(cast)
    wrong = []
    for role, row in read(IN_THE_CONTRACT).items():
        for act, expected in row.items():
            rule, about = CONTRACT_ACTS[act]
            found = "x" if said(rule(cast.people[role], *about(here))) else "-"
            if found != expected:
                wrong.append(f"{role} {act}: {expected} expected, {found} found")
    assert not wrong, "\n".join(wrong)


def test_the_tables_are_whole(cast: Cast) -> None:
    """Every role has every act, and every rule of the app is in a table."""
    for text, acts in ((ON_A_FILE, FILE_ACTS), (IN_THE_CONTRACT, CONTRACT_ACTS)):
        cells = read(text)
        assert cells.keys() == cast.people.keys()
        assert all(row.keys() == acts.keys() for row in cells.values())
    tried = {rule.__name__ for rule, _about in (FILE_ACTS | CONTRACT_ACTS).values()}
    rules = set()
    for module in pkgutil.iter_modules(permissions.__path__, f"{permissions.__name__}."):
        rules |= {name for name in dir(importlib.import_module(module.name)) if name[:4] == "can_"}
    assert rules == tried
