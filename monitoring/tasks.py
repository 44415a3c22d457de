"""What the beat wakes. A task reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from monitoring.actions import approach_papers, builds, compliance, notices, publications, sweep
from monitoring.actions.portfolio import jobs as portfolio_jobs


@shared_task(name="monitoring.tasks.sweep", ignore_result=True)
def run_sweep() -> None:
    """Reminders that are due, messages that wait, deliverables of the coming cycle, files without an owner."""
    sweep.run(at=timezone.now(), by=User.objects.system(), clock=timezone.now)


@shared_task(name="monitoring.tasks.build_reports", ignore_result=True)
def build_reports() -> None:
    """Make the files of annual reports that were asked for."""
    builds.build_waiting(at=timezone.now(), by=User.objects.system())


@shared_task(name="monitoring.tasks.publish_reports", ignore_result=True)
def publish_reports() -> None:
    """Publish the annual reports on which somebody decided."""
    publications.run_waiting(at=timezone.now(), by=User.objects.system())


@shared_task(name="monitoring.tasks.exchange_portfolios", ignore_result=True)
def exchange_portfolios() -> None:
    """Check, take in and give out the portfolios that people asked for."""
    portfolio_jobs.run_waiting(at=timezone.now(), by=User.objects.system())


@shared_task(name="monitoring.tasks.take_in_notices", ignore_result=True)
def take_in_notices() -> None:
    """Check and take in the long files of notices that people sent."""
    notices.run_waiting(at=timezone.now(), by=User.objects.system())


@shared_task(name="monitoring.tasks.build_compliance", ignore_result=True)
def build_compliance() -> None:
    """Make the files of compliance reports that were asked for."""
    compliance.build_waiting(at=timezone.now(), by=User.objects.system())


@shared_task(name="monitoring.tasks.build_approach_papers", ignore_result=True)
def build_approach_papers() -> None:
    """Make the documents of approaches that were asked for."""
    approach_papers.build_waiting(at=timezone.now(), by=User.objects.system())
