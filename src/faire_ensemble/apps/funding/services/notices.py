"""Telling holders what was decided, once."""

from collections.abc import Iterable
from itertools import batched
from django.db import transaction
