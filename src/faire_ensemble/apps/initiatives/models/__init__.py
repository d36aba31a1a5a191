"""Initiatives and their lines, exchanges between carriers, working groups."""

from faire_ensemble.apps.initiatives.models.claims import Claim
from faire_ensemble.apps.initiatives.models.contacts import (
    Message,
    NoDigest,
    ShownName,
    Thread,
    Told,
)
from faire_ensemble.apps.initiatives.models.groups import (
    Door,
    Group,
    GroupFile,
    GroupRole,
    Membership,
    MembershipStateChoice,
    Note,
    NoteVersion,
    Task,
    TaskStateChoice,
)
from faire_ensemble.apps.initiatives.models.initiatives import (
    Audience,
    CostKind,
    Domain,
    Family,
    Initiative,
    InitiativePhoto,
    InitiativeStateChoice,
    InitiativeStep,
    Partner,
    Progress,
)

__all__ = [
    "Audience",
    "Claim",
    "CostKind",
    "Domain",
    "Door",
    "Family",
    "Group",
    "GroupFile",
    "GroupRole",
    "Initiative",
    "InitiativePhoto",
    "InitiativeStateChoice",
    "InitiativeStep",
    "Membership",
    "MembershipStateChoice",
    "Message",
    "NoDigest",
    "Note",
    "NoteVersion",
    "Partner",
    "Progress",
    "ShownName",
    "Task",
    "TaskStateChoice",
    "Thread",
    "Told",
]
