"""`python -m tests.e2e.settle PEOPLE.json`: tables, lookup data and people, by the product's commands."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from unittest.mock import patch

import django
from django.core.management import call_command


def settle(people: Path) -> None:
    """Make what the file says: per organisation its name, kind, password and the people by role."""
    call_command("migrate", verbosity=0)
    call_command("load_lookups")
    for slug, organisation in json.loads(people.read_text()).items():
        call_command("create_organisation", slug, name=organisation["name"], kind=organisation["kind"])
        for role, person in organisation["people"].items():
            with patch("sys.stdin", io.StringIO(organisation["password"])):
                call_command(
                    "create_user",
                    person["email"],
                    organisation=slug,
                    role=[role],
                    name=person["name"],
                    password_stdin=True,
                )


if __name__ == "__main__":
    django.setup()
    settle(Path(sys.argv[1]))
