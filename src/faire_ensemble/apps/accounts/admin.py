"""Django's admin, for the technical team: it reads; acts go through the services.

It opens with allauth's sign-in (codes, second factor, limits), never with Django's own form.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest

from faire_ensemble.apps.accounts.models import Mandate, User
from faire_ensemble.apps.accounts.permissions import can_enter_admin
from faire_ensemble.kit.models import AuditEntry, ImportRun


def may_enter(request: HttpRequest) -> bool:
    """Staff, with a second factor where the site demands one."""
    return bool(can_enter_admin(request.user))


admin.site.has_permission = may_enter  # type: ignore[method-assign]
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = "Faire ensemble"


class ReadOnly(admin.ModelAdmin):
    """Everything is shown, nothing is changed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnly):
    """Persons. The first superuser is made by `faire django createsuperuser`."""

    list_display = ("email", "first_name", "last_name", "is_active", "is_staff", "is_superuser")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "first_name", "last_name")
    fields = (
        "email",
        "first_name",
        "last_name",
        "is_active",
        "is_staff",
        "is_superuser",
        "last_login",
        "date_joined",
        "erased_at",
    )


@admin.register(Mandate)
class MandateAdmin(ReadOnly):
    """Mandates are given and ended on /mandats/, where the act is checked and kept."""

    list_display = ("person", "role", "organisation", "contract", "valid_from", "valid_to")
    list_filter = ("role",)
    list_select_related = ("person",)
    search_fields = ("person__email", "organisation")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    """The journal, as rows."""

    list_display = ("sequence", "at", "actor", "verb", "subject")
    ordering = ("-sequence",)
    search_fields = ("actor", "verb", "subject")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    """The imports, as rows."""

    list_display = ("file_name", "kind", "actor", "finished_at")
    list_filter = ("kind",)
