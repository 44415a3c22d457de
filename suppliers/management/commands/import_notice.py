"""`import_notice`: published notices into tenders, from the shell."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation, User
from suppliers.actions.notices import Outcome, SentFile, rehearse, take_in_files

WRONG_USE = 2


class Command(BaseCommand):
    help = (
        "Takes notices in (eForms and TED XML, OCDS and TenderNed JSON): makes or updates the organisation's tenders. "
        "Running it twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--json", action="store_true", help="one JSON object per line on standard output")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(
                f"There is no organisation {options['organisation']!r}; make it with create_organisation.",
                returncode=WRONG_USE,
            )
        what: dict[str, Any] = {
            "files": (_sent(path) for path in _readable(options["files"])),
            "organisation": organisation,
            "by": User.objects.system(),
            "at": timezone.now(),
        }
        rejected = 0
        for outcome in rehearse(**what) if options["dry_run"] else take_in_files(**what):
            rejected += outcome.is_rejected
            self.stdout.write(_as_json(outcome) if options["json"] else _as_text(outcome))
        if rejected:
            raise CommandError(f"{rejected} refused.", returncode=1)


def _readable(paths: list[Path]) -> list[Path]:
    """All paths, when each is a file that can be read; nothing is taken in otherwise."""
    for path in paths:
        if not path.is_file():
            raise CommandError(f"{path} is not a file.", returncode=WRONG_USE)
    return paths


def _sent(path: Path) -> SentFile:
    return SentFile(name=str(path), data=path.read_bytes())


def _as_json(outcome: Outcome) -> str:
    return json.dumps(outcome.as_json(), ensure_ascii=False)


def _as_text(outcome: Outcome) -> str:
    about = outcome.reason or f"{outcome.reference} {outcome.title}"
    return f"{outcome.result}\t{outcome.file}\t{about}".strip()
