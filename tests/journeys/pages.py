"""Which pages the journeys open: one of each kind that a reader can reach by links from home."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404

# Reached by a form or by an address of their own, not by a link; and the process that has most to
# show, since one of each view is opened.
STARTS = (
    "/",
    "/compte/login/",
    "/compte/signup/",
    "/recherche/?q=Lille",
    "/participer/budget-participatif-lille/",
    "/participer/essayer-le-vote/voter/",
    "/participer/mieux-vivre-ensemble/proposer/",
    "/participer/mieux-vivre-ensemble/mes-contributions/",
    "/aide/?q=lire",
)
LIMIT = 400


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def one_of_each(site: str) -> dict[str, str]:
    """View name → address of its first page found, walking the site from its home."""
    chosen: dict[str, str] = {}
    queue, seen = list(STARTS), set(STARTS)
    opened = 0
    while queue and opened < LIMIT:
        address = queue.pop(0)
        name = view_name(address)
        if name is None or name in chosen:
            continue
        opened += 1
        html = _html(site + address)
        if html is None:
            continue
        chosen[name] = address
        links = _Links()
        links.feed(html)
        for link in links.found:
            inside = _inside(link, address)
            if inside and inside not in seen:
                seen.add(inside)
                queue.append(inside)
    return chosen


def view_name(address: str) -> str | None:
    """The name of the view behind an address; None outside of the site's public part."""
    path = urlsplit(address).path
    if path.startswith(("/admin/", "/static/")):
        return None
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def public_names() -> set[str]:
    """Names of all views that are declared public."""
    return {name for name, view in _walk(get_resolver()) if getattr(view, "access", "") == "public"}


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield prefix + (each.name or ""), each.callback
        elif isinstance(each, URLResolver):
            below = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from _walk(each, below)


def _inside(link: str, page: str) -> str | None:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not (parts.path or parts.query):
        return None
    path = parts.path or urlsplit(page).path
    if not path.startswith("/"):
        path = re.sub(r"[^/]*$", "", urlsplit(page).path) + path
    return path + (f"?{parts.query}" if parts.query else "")


def _html(address: str) -> str | None:
    request = urllib.request.Request(address, headers={"Accept-Language": "fr"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            if "text/html" not in answer.headers["Content-Type"]:
                return None
            text: str = answer.read().decode()
            return text
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{address} answers {error.code}") from error
