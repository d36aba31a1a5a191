"""Where a request comes from, for limits only: it is never kept as it is."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def origin(request: HttpRequest) -> str:
    """The address of the visitor, or the empty text when nothing tells it.

    Behind `settings.FAIRE_PROXIES` trusted proxies (none unless told), each has added to the right
    of X-Forwarded-For the address it was called from: the visitor's is that many from the right,
    and what is further left was written by the visitor. A header shorter than that did not come
    through all of them: the address of the connection is taken. An IPv6 address stands for its /64,
    which is what one home is given.
    """
    told = [each.strip() for each in request.headers.get("x-forwarded-for", "").split(",")]
    proxies = settings.FAIRE_PROXIES
    if 0 < proxies <= len(told) and (behind := _normal(told[-proxies])):
        return behind
    return _normal(request.META.get("REMOTE_ADDR", ""))


def _normal(text: str) -> str:
    """Without port or brackets; empty for what is no address."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
