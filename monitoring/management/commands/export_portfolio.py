"""``export_portfolio --organisation SLUG OUT.xlsx``; a name without .xlsx is a folder of CSV files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation, User
from monitoring.actions.portfolio import exporting

WRONG_USE = 2


class Command(BaseCommand):
    help = "Writes the portfolio in the format of import_portfolio: a workbook, or a folder of CSV files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", metavar="OUT.xlsx|FOLDER", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']!r}.", returncode=WRONG_USE)
        what: dict[str, Any] = {"organisation": organisation, "by": User.objects.system(), "at": timezone.now()}
        try:
            if out.suffix.lower() == ".xlsx":
                with out.open("ab"):
                    pass  # say that it cannot be written before the work
                exporting.to_workbook(out, **what)
            else:
                out.mkdir(exist_ok=True)
                exporting.to_folder(out, **what)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}", returncode=WRONG_USE) from error
        self.stderr.write(f"{out}: written")
