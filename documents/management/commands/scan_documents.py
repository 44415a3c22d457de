from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from documents.actions import scans
from documents.clamd import ScannerUnreachable


class Command(BaseCommand):
    help = "Has every document scanned that was kept while no virus scanner was configured."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLAMAV_URL:
            raise CommandError("CLAMAV_URL is empty. Set it to tcp://HOST:3310 or unix:///PATH and try again.")
        system = User.objects.get(kind=User.Kind.SYSTEM)
        try:
            counts = scans.scan_unscanned(by=system, at=timezone.now())
        except ScannerUnreachable as error:
            raise CommandError(f"The virus scanner at {settings.CLAMAV_URL} does not answer: {error}") from error
        self.stdout.write(", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing to scan")
