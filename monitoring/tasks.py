"""What the beat wakes. A task reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from monitoring.actions import builds, sweep


@shared_task(name="monitoring.tasks.sweep", ignore_result=True)
def run_sweep() -> None:
    """Reminders that are due, messages that wait, deliverables of the coming cycle, files without an owner."""
    sweep.run(at=timezone.now(), by=User.objects.system(), clock=timezone.now)


@shared_task(name="monitoring.tasks.build_reports", ignore_result=True)
def build_reports() -> None:
    """Make the files of annual reports that were asked for."""
    builds.build_waiting(at=timezone.now(), by=User.objects.system())
