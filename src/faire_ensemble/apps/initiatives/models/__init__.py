"""Initiatives and their lines, exchanges between carriers, working groups."""

from faire_ensemble.apps.initiatives.models.contacts import Message, NoDigest, Thread, Told
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
    "Task",
    "TaskStateChoice",
    "Thread",
    "Told",
]
