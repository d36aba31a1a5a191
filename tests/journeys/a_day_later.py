"""Makes what was mailed a day old: the next mail of a day may leave. Run in the site's own
environment by test_participation.py: `python -m tests.journeys.a_day_later`.
"""

from datetime import timedelta
from importlib import import_module

import django


def main() -> None:
    django.setup()
    expression = import_module("django.db.models").F
    telling = import_module("faire_ensemble.apps.participation.models").Telling
    telling.objects.exclude(sent_at=None).update(sent_at=expression("sent_at") - timedelta(days=1))


if __name__ == "__main__":
    main()
