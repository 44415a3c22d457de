"""``verify_report FILE.pdf|FILE.json|ID``: prints ``valid ID HASH``; exit status 1 when it does not hold."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from monitoring import verification


class Command(BaseCommand):
    help = (
        "Checks the hash of a report, and for a published one that it is exactly what was published here. "
        "Prints “valid ID HASH”; ID is - for figures that were not published."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", metavar="FILE|ID")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with translation.override("en"):  # programs read it
                verified = verification.verify(options["report"])
        except verification.NotValid as refused:
            raise CommandError(f"not valid: {refused}") from refused
        self.stdout.write(f"valid {verified.report or '-'} {verified.sha256}")
