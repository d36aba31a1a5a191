"""For the few pages that packages draw with Django's templates (accounts): our own frame.

The site's pages are Jinja2 (docs/adr/0003); `{% jinja %}` lets a Django template end in one of
them, so that head, header, footer and messages have a single source.
"""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def jinja(context: template.Context, name: str, **variables: Any) -> SafeString:
    """Draw a Jinja2 template (which escapes by itself) with the current request."""
    drawn = render_to_string(name, variables, request=context["request"], using="jinja2")
    return SafeString(drawn)


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's control with Bootstrap's class; Django ties help and errors to it."""
    widget = field.field.widget
    kind = "form-control"
    if isinstance(widget, CheckboxInput | RadioSelect):
        kind = "form-check-input"
    elif isinstance(widget, Select):
        kind = "form-select"
    return field.as_widget(attrs={"class": kind})


@register.filter
def is_check(field: BoundField) -> bool:
    """A box to tick: its label comes after it."""
    return isinstance(field.field.widget, CheckboxInput)
