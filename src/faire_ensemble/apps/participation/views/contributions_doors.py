"""What a view that anyone may open does with a refusal: the page that says why, never a crash."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from faire_ensemble.kit.access import refusal
from faire_ensemble.kit.verdicts import Refused

View = Callable[..., HttpResponseBase]


def open_door(view: View) -> View:
    """Answer 403, with the reason, when an act or a page is refused."""

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return refusal(request, str(refused))

    return enter
