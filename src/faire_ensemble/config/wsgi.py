"""WSGI entry, served by granian (`faire serve`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faire_ensemble.config.settings")
application = get_wsgi_application()
