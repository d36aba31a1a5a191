"""Acts of the governance. Every one checks a permission, saves once and is recorded."""

from faire_ensemble.apps.governance.services.access import (
    grant_access,
    link_account,
    unlink_account,
)
from faire_ensemble.apps.governance.services.agenda import (
    add_item,
    add_paper,
    order_items,
    remove_item,
    take_up,
)
from faire_ensemble.apps.governance.services.bodies import (
    add_college,
    add_seat,
    change_body,
    close_seat,
    create_body,
    dissolve_body,
    install_rules,
)
from faire_ensemble.apps.governance.services.councils import (
    answer_wish,
    describe_council,
    grant_budget,
    record_label_step,
    record_training,
    send_wish,
    spend,
)
from faire_ensemble.apps.governance.services.decisions import (
    advance_decision,
    link_decision,
    postpone_decision,
    take_decision,
)
from faire_ensemble.apps.governance.services.faults import (
    BadBody,
    BadCouncil,
    BadDecision,
    BadMeeting,
    BadTerm,
)
from faire_ensemble.apps.governance.services.feeds import renew_feed_key
from faire_ensemble.apps.governance.services.holding import (
    Came,
    adjourn_meeting,
    close_meeting,
    publish_minutes,
    record_attendance,
    write_minutes,
)
from faire_ensemble.apps.governance.services.interests import declare_interest, end_interest
from faire_ensemble.apps.governance.services.meetings import (
    cancel_meeting,
    change_meeting,
    convene,
    open_meeting,
    plan_meeting,
)
from faire_ensemble.apps.governance.services.recording import record_meeting, withdraw_meeting
from faire_ensemble.apps.governance.services.terms import (
    Sitter,
    end_term,
    open_term,
    open_terms,
    renew_term,
)

__all__ = [
    "BadBody",
    "BadCouncil",
    "BadDecision",
    "BadMeeting",
    "BadTerm",
    "Came",
    "Sitter",
    "add_college",
    "add_item",
    "add_paper",
    "add_seat",
    "adjourn_meeting",
    "advance_decision",
    "answer_wish",
    "cancel_meeting",
    "change_body",
    "change_meeting",
    "close_meeting",
    "close_seat",
    "convene",
    "create_body",
    "declare_interest",
    "describe_council",
    "dissolve_body",
    "end_interest",
    "end_term",
    "grant_access",
    "grant_budget",
    "install_rules",
    "link_account",
    "link_decision",
    "open_meeting",
    "open_term",
    "open_terms",
    "order_items",
    "plan_meeting",
    "postpone_decision",
    "publish_minutes",
    "record_attendance",
    "record_label_step",
    "record_meeting",
    "record_training",
    "remove_item",
    "renew_feed_key",
    "renew_term",
    "send_wish",
    "spend",
    "take_decision",
    "take_up",
    "unlink_account",
    "withdraw_meeting",
    "write_minutes",
]
