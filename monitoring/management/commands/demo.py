"""demo: the organisation `demo` with people and data, all fictional."""

from __future__ import annotations

import gc
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from accounts.models import User
from monitoring.demo import build, people, words


class Command(BaseCommand):
    help = "Makes the demonstration organisation with people and data, once, and prints its accounts."
    requires_system_checks = ()  # migrate, which comes before, did them; they take a second

    def handle(self, *args: Any, **options: Any) -> None:
        gc.disable()  # tens of thousands of rows come and go without cycles; looking for them takes a tenth of the time
        build.build(by=User.objects.system(), at=timezone.now())
        with translation.override(settings.LANGUAGE_CODE):
            rows = people.accounts()
        self.stdout.write(f"Wachtwoord van elk account: {words.PASSWORD}")
        for address, role in rows:
            self.stdout.write(f"  {address:<32} {role}")
