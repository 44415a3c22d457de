"""load_cpv FILE: take over the official list of CPV codes with its Dutch and English labels."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from procurement.actions import lookups
from procurement.formats.cpv_list import ListRefused, read_cpv_list


class Command(BaseCommand):
    help = "Loads the official CPV list from a CSV file with the columns code, label_nl and label_en. Repeatable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                labels = read_cpv_list(lines)
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(name)s.") % {"name": path}) from error
        except UnicodeDecodeError as error:
            raise CommandError(_("The file is not text in UTF-8.")) from error
        except ListRefused as error:
            raise CommandError(str(error)) from error
        tally = lookups.load_cpv(labels=labels, source=path.name, by=User.objects.system(), at=timezone.now())
        self.stdout.write(str(tally))
