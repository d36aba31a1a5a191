"""Whose request it is, behind trusted proxies and without."""

from typing import Any

import pytest
from django.test import RequestFactory

from faire_ensemble.kit.origin import origin

HOME = "203.0.113.9"


def asked(told: str | None = None, here: str = "10.0.0.1") -> str:
    more = {} if told is None else {"headers": {"x-forwarded-for": told}}
    return origin(RequestFactory().get("/", REMOTE_ADDR=here, **more))


def test_nobody_is_believed_unless_told(settings: Any):
    assert settings.FAIRE_PROXIES == 0
    assert asked(HOME) == "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "told", "expected"),
    [
        (1, HOME, HOME),
        (1, f"198.51.100.1, {HOME}", HOME),  # the visitor wrote the left part
        (2, f"198.51.100.1, {HOME}, 10.0.0.7", HOME),
        (2, HOME, "10.0.0.1"),  # it did not come through both
        (1, None, "10.0.0.1"),
        (1, "n'importe quoi", "10.0.0.1"),
        (1, f"{HOME}:51820", HOME),
        (1, "[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.9", HOME),
    ],
)
def test_counted_from_the_right(settings: Any, proxies: int, told: str | None, expected: str):
    settings.FAIRE_PROXIES = proxies
    assert asked(told) == expected


def test_a_home_has_one_network_of_ipv6_and_nothing_is_no_address(settings: Any):
    assert asked(here="2001:db8:1:2:aaaa::1") == asked(here="2001:db8:1:2:bbbb::2")
    assert asked(here="") == ""
