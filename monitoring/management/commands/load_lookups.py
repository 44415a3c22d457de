"""load_lookups: fill the tables of themes, categories, thresholds, schedules, questions and reminders."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import User
from monitoring.actions import lookups


class Command(BaseCommand):
    help = (
        "Brings the tables that ship with the product up to date. Repeatable; what an organisation added or "
        "a person edited stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for tally in lookups.bring_up_to_date(by=User.objects.system(), at=timezone.now()):
            self.stdout.write(str(tally))
