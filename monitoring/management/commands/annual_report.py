"""``annual_report YEAR --organisation SLUG [--as-of DATE] --format json|csv|xlsx|pdf --output FILE``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.calendar import local_date
from accounts.models import Organisation, User
from monitoring import editions, report_files
from monitoring.actions import builds


def day(text: str) -> date:
    """A date as 2024-02-01."""
    return date.fromisoformat(text)


WRONG_USE = 2


class Command(BaseCommand):
    help = "Writes the report of a year. Without --as-of: the published edition where there is one, else as of today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--as-of", type=day, default=None, metavar="DATE")
        parser.add_argument("--format", choices=report_files.FORMATS, default="json")
        parser.add_argument("--language", choices=["nl", "en"], default="nl")
        parser.add_argument("--output", required=True, metavar="FILE", help="- is standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']!r}.", returncode=WRONG_USE)
        if not 1 <= options["year"] <= 9999:
            raise CommandError(f"{options['year']} is no year", returncode=WRONG_USE)
        edition = editions.chosen(
            organisation=organisation, year=options["year"], as_of=options["as_of"], today=local_date(now)
        )
        made = builds.hand_out(
            edition=edition, file_format=options["format"], language=options["language"], by=User.objects.system(),
            at=now,
        )  # fmt: skip
        if options["output"] == "-":
            sys.stdout.buffer.write(made.content)
            return
        try:
            Path(options["output"]).write_bytes(made.content)
        except OSError as error:
            said = f"{options['output']} cannot be written: {error.strerror}"
            raise CommandError(said, returncode=WRONG_USE) from error
        self.stderr.write(f"{options['output']}: {len(made.content)} bytes, sha256 {edition.sha256}")
