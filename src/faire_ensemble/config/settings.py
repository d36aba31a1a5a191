"""Settings, read from the environment; every default works offline on a fresh machine.

FAIRE_HOME     data folder (default ./var): database, secret key, caches, static files
DATABASE_URL   PostgreSQL or SQLite address (default: SQLite in FAIRE_HOME)
FAIRE_HOSTS    comma-separated host names (default: loopback names)
FAIRE_DEBUG    1 for development
FAIRE_FILE_MAX  largest file that people may send, in MB (default 20)
FAIRE_CLAMD    antivirus: unix:/path or host:port of clamd (default: none, files say "unscanned")
FAIRE_CONTRIBUTIONS_A_DAY, FAIRE_COMMENTS_A_DAY, FAIRE_LINKS_A_DAY   for one person, in a process
FAIRE_MAILS_PER_ORIGIN   mails asked for in a day, in a process, from one network address
FAIRE_VOLUNTEERS_PER_ORIGIN   people put down in a day for a draw by lot, from one network address
FAIRE_WRONG_CODES   codes not recognised (an hour, or ten minutes for a vote) from one address
FAIRE_WORKER   0: no worker beside the server; `faire work` runs elsewhere
FAIRE_ADDRESS  address of the site in mails, with https:// (default: http:// and the first host)
FAIRE_PUBLISHER, FAIRE_CONTACT   legal notice: publisher, e-mail address
"""

import os
import sys
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from faire_ensemble.config.identity import identity_settings
from faire_ensemble.config.navigation import DESK as DESK
from faire_ensemble.config.navigation import NAVIGATION as NAVIGATION
from faire_ensemble.config.secret import secret_key

FAIRE_HOME = Path(os.environ.get("FAIRE_HOME", "var")).resolve()
SECRET_KEY = secret_key(FAIRE_HOME)
DEBUG = os.environ.get("FAIRE_DEBUG") == "1"
TESTING = "pytest" in sys.modules
ALLOWED_HOSTS = os.environ.get("FAIRE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = "faire_ensemble.config.urls"
WSGI_APPLICATION = "faire_ensemble.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
CSRF_FAILURE_VIEW = "faire_ensemble.kit.errors.stale_form"
# The file that `faire demo` leaves in its data folder: every page then says what is invented.
FAIRE_DEMO = (FAIRE_HOME / "demonstration").exists()
SITE_NAME = os.environ.get("FAIRE_SITE_NAME", "Faire ensemble")
# Legal notice: who publishes this site, and where to write to.
SITE_PUBLISHER = os.environ.get("FAIRE_PUBLISHER", "")
SITE_CONTACT = os.environ.get("FAIRE_CONTACT", "")
# Where the links of mails lead (« https://faire.example.fr »); empty: the first of FAIRE_HOSTS.
SITE_ADDRESS = os.environ.get("FAIRE_ADDRESS", "")

INSTALLED_APPS = [
    "faire_ensemble.kit",
    "faire_ensemble.apps.accounts",
    "faire_ensemble.apps.territory",
    "faire_ensemble.apps.directory",
    "faire_ensemble.apps.initiatives",
    "faire_ensemble.apps.observatory",
    "faire_ensemble.apps.contract",
    "faire_ensemble.apps.governance",
    "faire_ensemble.apps.funding",
    "faire_ensemble.apps.participation",
    "faire_ensemble.apps.reporting",
    "faire_ensemble.apps.portal",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django_tasks",
    "django_tasks_db",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "faire_ensemble.kit.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "faire_ensemble.kit.pages.KeepPublicPages",
]
# Public pages are kept until the next act (docs/adr/0007).
FAIRE_KEEP_PAGES = not (DEBUG or TESTING) and os.environ.get("FAIRE_KEEP_PAGES") != "0"

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": sorted(Path(__file__).parent.parent.glob("apps/*/templates"))
        + [
            Path(__file__).parent.parent / "kit" / "templates",
            Path(__file__).parent / "demonstration" / "templates",
        ],
        "OPTIONS": {
            "environment": "faire_ensemble.kit.templating.environment",
            "context_processors": [
                "faire_ensemble.kit.context.site",
                "faire_ensemble.config.desk.desk",
            ],
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{FAIRE_HOME / 'faire.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Write-ahead log, and writers that queue instead of failing: see docs/adr/0002.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
        ),
    }

# Sign-in limits count in "default", which all workers share; "memory" is each process's own.
CACHES = {
    "default": {
        "BACKEND": "faire_ensemble.kit.cache.SharedCache",
        "LOCATION": "kit_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = FAIRE_HOME / "static"
STATICFILES_DIRS = [
    (
        "bootstrap",
        Path(str(distribution("XStatic-Bootstrap").locate_file("xstatic/pkg/bootstrap/data"))),
    ),
    ("leaflet", Path(str(distribution("django-leaflet").locate_file("leaflet/static/leaflet")))),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_MANIFEST_STRICT = False
MEDIA_ROOT = FAIRE_HOME / "files"
FAIRE_FILE_MAX = int(os.environ.get("FAIRE_FILE_MAX", "20")) * 1024 * 1024
FAIRE_CLAMD = os.environ.get("FAIRE_CLAMD", "")
# The first one drops what is beyond FAIRE_FILE_MAX, and lets the rest of the form through.
FILE_UPLOAD_HANDLERS = [
    "faire_ensemble.kit.files.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("FAIRE_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("FAIRE_HTTPS") == "1" else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A long grid of criteria is read whole, to say that it is too long.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# Limits of participation (docs/operations/exploiter.md).
FAIRE_CONTRIBUTIONS_A_DAY = int(os.environ.get("FAIRE_CONTRIBUTIONS_A_DAY", "10"))
FAIRE_COMMENTS_A_DAY = int(os.environ.get("FAIRE_COMMENTS_A_DAY", "50"))
FAIRE_LINKS_A_DAY = int(os.environ.get("FAIRE_LINKS_A_DAY", "12"))
FAIRE_MAILS_PER_ORIGIN = int(os.environ.get("FAIRE_MAILS_PER_ORIGIN", "200"))
FAIRE_VOLUNTEERS_PER_ORIGIN = int(os.environ.get("FAIRE_VOLUNTEERS_PER_ORIGIN", "100"))
FAIRE_WRONG_CODES = int(os.environ.get("FAIRE_WRONG_CODES", "10"))

# Jobs are rows of the same database, run by `faire work` (docs/adr/0008).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
# `faire serve` and `faire demo` start a worker beside the server.
FAIRE_WORKER = os.environ.get("FAIRE_WORKER") != "0"

# What decisions of bodies may name in the apps above them: words, and who knows what it is.
GOVERNANCE_LINKS: dict[str, tuple[Any, str]] = {
    "application": (_("dossier financé"), "faire_ensemble.config.governance_links.applications"),
    "contribution": (_("contribution"), "faire_ensemble.config.governance_links.contributions"),
}

FAIRE_TILES_URL = os.environ.get("FAIRE_TILES_URL", "")
_identity = identity_settings(os.environ, SITE_NAME)
globals().update(_identity)
# Named once more: our own code reads these.
FAIRE_PROXIES: int = _identity["FAIRE_PROXIES"]
FAIRE_REQUIRE_MFA: bool = _identity["FAIRE_REQUIRE_MFA"]
FAIRE_SIGN_IN_ORIGINS: list[str] = _identity["FAIRE_SIGN_IN_ORIGINS"]
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = _identity["SOCIALACCOUNT_PROVIDERS"]
