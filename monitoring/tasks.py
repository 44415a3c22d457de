"""What the beat wakes. A task reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from monitoring.actions import sweep


@shared_task(name="monitoring.tasks.sweep", ignore_result=True)
def run_sweep() -> None:
    """Reminders that are due, messages that wait, deliverables of the coming cycle, files without an owner."""
    sweep.run(at=timezone.now(), by=User.objects.system(), clock=timezone.now)
