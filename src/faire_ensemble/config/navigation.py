"""The two menus: what everyone reads, and the pages of work of each role.

Sections first, their pages on a second line once inside: twenty entries on one line are read by
nobody, and the nine sections fit on one line of a laptop.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A section of one page shows no second line: its page needs no words of its own.
ONLY = ""

NAVIGATION: list[tuple[Promise, list[tuple[str, Promise | str]]]] = [
    (
        _("Quartiers"),
        [
            ("portal:neighbourhoods", _("Tous les quartiers")),
            ("portal:map", _("Carte")),
            ("observatory:indicators", _("Écarts avec la métropole")),
        ],
    ),
    (_("Trouver de l'aide"), [("directory:help", ONLY)]),
    (
        _("Initiatives"),
        [
            ("initiatives:panorama", _("Déjà fait près d'ici")),
            ("initiatives:groups", _("Groupes de travail")),
        ],
    ),
    (
        _("Participer"),
        [
            ("participation:processes", _("Consultations et budgets")),
            ("participation:promises", _("Ce que les avis ont changé")),
        ],
    ),
    (_("Appels"), [("funding:calls", ONLY)]),
    (
        _("Argent"),
        [
            ("funding:grants", _("Qui a reçu quoi")),
            ("funding:decisions", _("Demandes acceptées et refusées")),
        ],
    ),
    (
        _("Qui décide"),
        [
            ("governance:bodies", _("Instances et réunions")),
            ("governance:decisions", _("Suivi des décisions")),
            ("governance:councils", _("Conseils citoyens")),
            ("governance:draws", _("Tirages au sort")),
        ],
    ),
    (_("Contrat"), [("contract:contract", ONLY)]),
    (_("Rapport annuel"), [("reporting:annual_latest", ONLY)]),
]

_READERS = frozenset({"officer", "partner", "council", "elected"})
_KEEPERS = frozenset({"officer", "holder", "partner", "steward"})
_DECIDERS = frozenset({"officer", "partner", "elected"})
_OFFICERS = frozenset({"officer"})
_STAFF = frozenset({"officer", "partner"})

# Each page of work with the roles that its permission opens it to.
DESK: list[tuple[Promise, list[tuple[str, Promise | str, frozenset[str]]]]] = [
    (
        _("Demandes et comités"),
        [
            ("funding:board", _("Instruction"), _READERS),
            ("funding:committees", _("Les comités"), _READERS),
            ("funding:office_calls", _("Préparer les appels"), _OFFICERS),
        ],
    ),
    (
        _("Budget"),
        [
            ("funding:envelopes", _("Enveloppes"), _DECIDERS),
            ("funding:scenarios", _("Scénarios"), _DECIDERS),
            ("funding:programmes", _("Programmation"), _DECIDERS),
        ],
    ),
    (_("Participation"), [("participation:office", ONLY, _STAFF)]),
    (
        _("Instances"),
        [
            ("governance:office", _("Les instances"), _READERS),
            ("governance:draw_office", _("Tirages au sort"), _OFFICERS),
        ],
    ),
    (_("Écrire le contrat"), [("contract:office", ONLY, _STAFF)]),
    (_("Fiches d'aide"), [("directory:records", ONLY, _KEEPERS)]),
    (_("Relire les initiatives"), [("initiatives:office", ONLY, _OFFICERS)]),
]
