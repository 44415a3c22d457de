"""The Celery application: tasks live in the `tasks` module of each app."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init, beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("gepast")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def wake_now(**_: Any) -> None:
    """Sweep when the beat starts: a new schedule waits a whole turn first, while things fell due as all stood still."""
    app.send_task("monitoring.tasks.sweep")


for starts in (beat_init, beat_embedded_init):
    starts.connect(wake_now)
