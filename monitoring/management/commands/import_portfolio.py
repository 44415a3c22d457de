"""``import_portfolio FILE.xlsx|FOLDER_OF_CSV --organisation SLUG [--dry-run] [--errors OUT.xlsx]``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation, User
from monitoring.actions.portfolio import importing, sheets
from procurement.formats.tables.columns import Sheet
from procurement.formats.tables.reading import FileRefused, Source, WorkbookSource, folder_of_csv
from procurement.formats.tables.writing import write_errors

WRONG_USE = 2
MOST_SHOWN = 1000


class Command(BaseCommand):
    help = "Takes a portfolio in, all or nothing. Repeating it updates by key; what is the same stays untouched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="FILE.xlsx|FOLDER", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="do all of it and keep nothing")
        parser.add_argument("--errors", metavar="OUT.xlsx", type=Path, help="give the file back with what is wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        errors: Path | None = options["errors"]
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']!r}.", returncode=WRONG_USE)
        if not path.exists():
            raise CommandError(f"{path} does not exist.", returncode=WRONG_USE)
        if errors is not None and not errors.parent.is_dir():
            raise CommandError(f"{errors.parent} is not a folder.", returncode=WRONG_USE)
        try:
            source = _opened(path, sheets.current())
            outcome = importing.take_in(
                source=source, organisation=organisation, by=User.objects.system(), at=timezone.now(),
                rehearse=options["dry_run"],
            )  # fmt: skip
            if errors is not None and outcome.problems:
                write_errors(errors, source, outcome.problems, language="nl")
        except FileRefused as refused:
            raise CommandError(f"{path}: {refused}", returncode=1) from refused
        self._tell(outcome, dry_run=options["dry_run"])

    def _tell(self, outcome: importing.Outcome, *, dry_run: bool) -> None:
        for problem in outcome.problems[:MOST_SHOWN]:
            self.stderr.write(str(problem))
        hidden = len(outcome.problems) - MOST_SHOWN + outcome.left_out
        if not outcome.is_good:
            more = f" ({hidden} more than shown)" if hidden > 0 else ""
            number = len(outcome.problems) + outcome.left_out
            raise CommandError(f"{number} problems{more}; nothing was taken in.", returncode=1)
        for name, count in outcome.counts.items():
            told = f"{count.created} created, {count.changed} changed, {count.unchanged} unchanged"
            self.stdout.write(f"{name}\t{told}" + (" (dry run)" if dry_run else ""))


def _opened(path: Path, wanted: tuple[Sheet, ...]) -> Source:
    if path.is_dir():
        return folder_of_csv(path, sheets=wanted)
    return WorkbookSource(str(path), name=path.name, sheets=wanted)
