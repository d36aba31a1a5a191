"""Every view says who may enter: `@public`, or `@guarded(rule)` with a reason for refusals."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from faire_ensemble.kit.verdicts import Refused, Verdict

View = Callable[..., HttpResponseBase]
Rule = Callable[[Any], Verdict]
Doorstep = Callable[..., HttpResponse | None]


def public(view: View) -> View:
    """Declare that anyone may read this page."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def guarded(rule: Rule, doorstep: Doorstep | None = None) -> Callable[[View], View]:
    """Let in the persons whom `rule(user)` allows; others sign in, or read why not (403).

    `doorstep` answers a visitor who only opens the page, in place of the sign-in page: it says what
    the page is for and leads there. None of it: sign in.

    Nothing of the answer may stay in a cache, a shared computer's included.
    """

    def declare(view: View) -> View:
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            verdict = rule(request.user)
            if not verdict and not request.user.is_authenticated:
                if doorstep is not None and request.method in ("GET", "HEAD"):
                    told = doorstep(request, *args, **kwargs)
                    if told is not None:
                        return told
                return redirect_to_login(request.get_full_path())
            if not verdict:
                return refusal(request, verdict.reason)
            try:
                return view(request, *args, **kwargs)
            except Refused as refused:
                return refusal(request, str(refused))

        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = answer(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        enter.access = f"guarded: {rule.__name__}"  # type: ignore[attr-defined]
        enter.doorstep = doorstep is not None  # type: ignore[attr-defined]
        return enter

    return declare


def refusal(request: HttpRequest, reason: str) -> HttpResponse:
    """The page that says why a person may not do this."""
    return render(request, "kit/refused.html", {"reason": reason}, status=403, using="jinja2")
