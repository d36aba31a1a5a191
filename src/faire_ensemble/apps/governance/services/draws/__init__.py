"""Draws by lot. Every act checks a permission, saves once and is recorded."""

from faire_ensemble.apps.governance.services.draws.answering import reply, reply_for, seat_panel
from faire_ensemble.apps.governance.services.draws.asking import (
    ask_replacements,
    ask_seal,
    give_back,
    sealings_under_way,
    stop_panels,
)
from faire_ensemble.apps.governance.services.draws.erasing import erase_pool
from faire_ensemble.apps.governance.services.draws.faults import BadDraw, NoPanels
from faire_ensemble.apps.governance.services.draws.pool import (
    PoolReport,
    Volunteer,
    count_volunteer,
    import_roll,
    volunteer,
    withdraw,
)
from faire_ensemble.apps.governance.services.draws.preparing import (
    QuotaLine,
    cancel_draw,
    change_draw,
    create_draw,
    open_draw,
    set_quotas,
)
from faire_ensemble.apps.governance.services.draws.sealing import (
    compute_panels,
    draw_number,
    draw_seed,
)

__all__ = [
    "BadDraw",
    "NoPanels",
    "PoolReport",
    "QuotaLine",
    "Volunteer",
    "ask_replacements",
    "ask_seal",
    "cancel_draw",
    "change_draw",
    "compute_panels",
    "count_volunteer",
    "create_draw",
    "draw_number",
    "draw_seed",
    "erase_pool",
    "give_back",
    "import_roll",
    "open_draw",
    "reply",
    "reply_for",
    "sealings_under_way",
    "seat_panel",
    "set_quotas",
    "stop_panels",
    "volunteer",
    "withdraw",
]
