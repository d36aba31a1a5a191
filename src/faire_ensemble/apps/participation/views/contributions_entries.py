"""Coming in without an account: by a mailed link, by a paper code; and what one wrote."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from faire_ensemble.apps.participation.forms.contributions import (
    CodeEntryForm,
    EmailEntryForm,
    read_keys,
)
from faire_ensemble.apps.participation.models import Entry, Process
from faire_ensemble.apps.participation.permissions.contributions import can_enter_with
from faire_ensemble.apps.participation.selectors.contributions.mine import mine, unconfirmed
from faire_ensemble.apps.participation.services import contributions as services
from faire_ensemble.apps.participation.services.contributions.links import ENTER, STOP, link_of
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.views.contributions_acts import FORM, to_door
from faire_ensemble.apps.participation.views.contributions_doors import open_door
from faire_ensemble.apps.participation.views.contributions_known import (
    entered,
    readable,
    remember,
    visit,
)
from faire_ensemble.kit.access import public, refusal
from faire_ensemble.kit.origin import origin

AFTER = "participation_after"
"""Where somebody was going when they asked for a link, in the same browser."""


@public
@never_cache
@require_http_methods(FORM)
@open_door
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """The ways to come in that the process takes."""
    process = readable(request, code)
    after = _after(request, process)
    by = request.POST.get("par", "") if request.method == "POST" else ""
    mail = EmailEntryForm(request.POST if by == Entry.EMAIL else None)
    paper = CodeEntryForm(request.POST if by == Entry.CODE else None)
    if by == Entry.EMAIL and mail.is_valid():
        email = mail.cleaned_data["email"]
        try:
            services.count_mail(process, origin(request))
            services.send_entry(process=process, address=email, visit=visit(request))
        except BadInput as error:
            mail.add_error("email", str(error))
        else:
            request.session[AFTER] = after
            context = {"process": process, "email": email}
            return render(request, "participation/contributions/sent.html", context, using="jinja2")
    if by == Entry.CODE and paper.is_valid():
        try:
            who = services.enter_with_code(
                process=process,
                typed=paper.cleaned_data["code"],
                origin=origin(request),
                visit=visit(request),
            )
        except BadInput as error:
            paper.add_error("code", str(error))
        else:
            remember(request, who)
            return redirect(after)
    context = {
        "process": process, "mail": mail, "paper": paper, "after": after,
        "ways": {each: bool(can_enter_with(process, each)) for each in Entry.values},
    }  # fmt: skip
    wrong = bool(mail.errors or paper.errors)
    return render(
        request,
        "participation/contributions/enter.html",
        context,
        status=422 if wrong else 200,
        using="jinja2",
    )


@public
@never_cache
@require_http_methods(FORM)
def enter_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A page with a button: software that opens the links of mails confirms nothing."""
    link = link_of(secret, ENTER)
    if link is None:
        return refusal(request, _("Ce lien ne sert plus : demandez-en un autre."))
    process = link.contributor.process
    if request.method == "POST":
        try:
            who = services.enter_by_link(
                secret=secret, contribution_ids=read_keys(request.POST.getlist("contribution"))
            )
        except BadInput as error:
            return refusal(request, str(error))
        remember(request, who)
        messages.success(request, _("C'est confirmé."))
        mine_page = reverse("participation:my_contributions", args=[process.code])
        return redirect(request.session.pop(AFTER, None) or mine_page)
    context = {
        "process": process,
        "waiting": unconfirmed(link.contributor),
        "asked": link.contribution_id,
    }
    return render(request, "participation/contributions/confirm.html", context, using="jinja2")


@public
@never_cache
@require_http_methods(FORM)
def stop_mails(request: HttpRequest, secret: str) -> HttpResponse:
    """No more mails, without signing in."""
    link = link_of(secret, STOP)
    if link is None:
        return refusal(request, _("Ce lien n'existe pas : recopiez-le en entier."))
    done = request.method == "POST"
    if done:
        services.stop_by_link(secret=secret)
    context = {"process": link.contributor.process, "done": done}
    return render(request, "participation/contributions/stop.html", context, using="jinja2")


@public
@never_cache
@require_safe
@open_door
def my_contributions(request: HttpRequest, code: str) -> HttpResponse:
    """What one wrote, what became of it."""
    process = readable(request, code)
    me = entered(request, process)
    if me is None:
        return to_door(request, process)
    context = {"process": process, "mine": mine(me), "name": me.name, "me": me}
    return render(request, "participation/contributions/mine.html", context, using="jinja2")


def _after(request: HttpRequest, process: Process) -> str:
    """Where to go once in: an address of this site, else what one wrote."""
    asked = request.POST.get("suite") or request.GET.get("suite", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/"):
        return asked
    return reverse("participation:my_contributions", args=[process.code])
