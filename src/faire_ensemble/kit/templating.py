"""The Jinja2 environment of all pages (why Jinja2: docs/adr/0003)."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, override
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from faire_ensemble.kit import numbers
from faire_ensemble.kit.charts import Figure


def environment(**options: Any) -> Environment:
    """Build the environment: strict, escaped, with French number and date filters."""
    options.update(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=settings.DEBUG
    )
    made = Environment(**options)  # noqa: S701 - Django's backend sets autoescape=True
    made.globals.update(
        static=_static if settings.DEBUG else lru_cache(_static),
        url=_url,
        _=_sentence,
        ngettext=ngettext,
        messages_of=get_messages,
        override=override,
        drawn=_drawing_room(made),
        tiles_url=lambda: settings.FAIRE_TILES_URL,
    )
    made.filters.update(
        # Jinja's own puts the rest in small letters: « l'état » is not « l'État ».
        capitalize=capfirst,
        typeset=_marked,
        number=numbers.number,
        signed=numbers.signed,
        euros=numbers.euros,
        percent=numbers.percent,
        measure=numbers.measure,
        long_date=numbers.long_date,
        moment=numbers.moment,
        opening=numbers.opening,
        ending=numbers.ending,
    )
    return made


def _drawing_room(made: Environment) -> Callable[[Figure], Markup]:
    """The macro `figure` of kit/figure.html, written once for the same figure in each language."""

    @lru_cache(maxsize=1024)
    def written(data: Figure, language: str) -> Markup:
        macro = made.get_template("kit/figure.html").module.figure  # type: ignore[attr-defined]
        return Markup(macro(data))  # noqa: S704 - the macro escaped it

    return lambda data: written(data, get_language() or settings.LANGUAGE_CODE)


def _static(path: str) -> str:
    """The address of a file, under the name that carries its hash; the plain address when files
    were not collected, so that no page (the one for breakdowns least of all) fails for that."""
    try:
        return static(path)
    except ValueError:
        return settings.STATIC_URL + path


def _url(name: str, *args: object, **kwargs: object) -> str:
    if kwargs:
        return reverse(name, kwargs=kwargs)
    return _reversed(get_script_prefix(), name, args)


@lru_cache(maxsize=8192)
def _reversed(prefix: str, name: str, args: tuple[object, ...]) -> str:
    """Cached: no address depends on the language, only on where the site is mounted."""
    return reverse(name, args=args or None)


@pass_context
def _sentence(context: Context, text: str) -> str:
    """A translated sentence; French marks never begin or end a line alone.

    The page's language is in its context (asking Django for it a hundred times a page is slow),
    except in macros, which are imported without one.
    """
    language = context.parent.get("language") or get_language() or settings.LANGUAGE_CODE
    return _typeset(language, text)


@lru_cache(maxsize=4096)
def _typeset(language: str, text: str) -> str:
    """Cached: the sentences of the pages are a fixed list, one set a language."""
    translated = gettext(text)
    return _marked(translated) if language.startswith("fr") else translated


def _marked(text: str) -> str:
    """French marks kept with their words; the names that people typed are French everywhere."""
    for mark in (" :", " ;", " !", " ?", " »", " €"):
        text = text.replace(mark, numbers.HARD + mark[1:])
    return text.replace("« ", "«" + numbers.HARD)
