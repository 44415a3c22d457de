"""What a worker does for accounts."""

from celery import shared_task
from django.utils import timezone

from accounts.actions import outbox
from accounts.models import User


@shared_task(name="accounts.tasks.deliver_outbox", ignore_result=True)
def deliver_outbox() -> None:
    """Send what waits in the outbox."""
    outbox.deliver_due(at=timezone.now(), by=User.objects.system())
