"""sweep [--at MOMENT]: what the beat runs, once, here and now."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from monitoring.actions import sweep


def moment(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(f"{text!r} is no moment such as 2027-03-01T06:00+01:00")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


class Command(BaseCommand):
    help = "Sends what is due: reminders, messages, deliverables of the coming cycle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=moment, help="as if it were this moment; default is now")

    def handle(self, *args: Any, **options: Any) -> None:
        run = sweep.run(at=options["at"] or timezone.now(), by=User.objects.system(), clock=timezone.now)
        self.stdout.write(
            f"deliverables {run.deliverables}, reminders {run.reminders}, messages {run.messages}, "
            f"reports {run.reports}, files {run.files}"
        )
        if run.failed_steps:
            self.stderr.write(f"failed: {', '.join(run.failed_steps)}")
            raise SystemExit(1)
