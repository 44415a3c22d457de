"""``import_signals FILE --organisation SLUG``: lists of goods, tables of countries and own signals, from the shell."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation, User
from procurement.actions.signal_files import About, take_in_path
from procurement.formats.signals import CHECKED, LARGEST_TEXT, TEXTS
from procurement.formats.tables.reading import FileRefused

WRONG_USE = 2


class Command(BaseCommand):
    help = "Takes signals in, all or nothing: our template (XLSX, CSV, JSON) or the DoL list of goods (XML)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--source", default="", help="for rows that do not name their source")
        parser.add_argument("--dated-on", type=date.fromisoformat, metavar="DATE", help="the date of the source")
        parser.add_argument("--whole", action="store_true", help="withdraw what a source in it says no longer")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        kind = next((kind for kind in (*CHECKED, *TEXTS) if path.suffix.lower() in kind.extensions), None)
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']!r}.", returncode=WRONG_USE)
        if not path.is_file():
            raise CommandError(f"{path} is not a file.", returncode=WRONG_USE)
        if kind is None or (kind in TEXTS and path.stat().st_size > LARGEST_TEXT):
            raise CommandError(f"{path} is no XLSX, CSV, JSON or XML of at most 10 MB.", returncode=WRONG_USE)
        try:
            outcome = take_in_path(
                path=path, kind=kind, about=About(options["source"], options["dated_on"], options["whole"]),
                organisation=organisation, by=User.objects.system(), at=timezone.now(), rehearse=options["dry_run"],
            )  # fmt: skip
        except FileRefused as refused:
            raise CommandError(f"{path}: {refused}", returncode=1) from refused
        for line in (*map(str, outcome.problems), *outcome.remarks):
            self.stderr.write(line)
        if outcome.problems:
            raise CommandError(f"{len(outcome.problems)} problems; nothing was taken in.", returncode=1)
        count = outcome.count
        told = f"{count.created} created, {count.changed} changed, {count.withdrawn} withdrawn"
        self.stdout.write(f"{told}, {count.unchanged} unchanged" + (" (dry run)" if options["dry_run"] else ""))
