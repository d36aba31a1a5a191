"""Response headers that keep the page to itself: no outside request, no inline script."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Send a strict Content-Security-Policy; the tile server is allowed only when configured."""
    tiles = urlsplit(settings.FAIRE_TILES_URL)
    images = f" {tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
    # A browser checks `form-action` along redirects: signing in leaves for the provider.
    forms = " ".join(["'self'", *settings.FAIRE_SIGN_IN_ORIGINS])
    policy = (
        f"default-src 'self'; img-src 'self' data:{images}; object-src 'none'; "
        f"base-uri 'self'; form-action {forms}; frame-ancestors 'none'"
    )

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return respond
