#!/usr/bin/env python3
"""Django's command line for this project; `python3 run.py manage …` calls it in the right environment."""

import os
import sys

from django.core.management import BaseCommand, ManagementUtility

WRONG_USE = 2


class CommandLine(ManagementUtility):
    """Django's own, that tells an unknown command from refused data by its exit status."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        try:
            return super().fetch_command(subcommand)
        except SystemExit:
            sys.exit(WRONG_USE)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    CommandLine(sys.argv).execute()
