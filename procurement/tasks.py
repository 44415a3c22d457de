"""What a worker does for procurement. A task reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from procurement.actions import obligations


@shared_task(name="procurement.tasks.judge_obligations", ignore_result=True)
def judge_obligations() -> None:
    """Judge all tenders anew, after a change of thresholds or categories."""
    obligations.run_waiting(at=timezone.now())
