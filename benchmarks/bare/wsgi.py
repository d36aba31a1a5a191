"""What granian serves for the peer. Our apps want their middlewares at start; it serves without."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"
django.setup()
settings.MIDDLEWARE = settings.BARE_MIDDLEWARE
application = WSGIHandler()
