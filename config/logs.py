"""How a line of the log is written: without the secrets that stand in some addresses."""

import logging
import re

SECRET = re.compile(r"(/portal/enter/|/password/reset/key/)[^/\s]+")
"""A personal link and a link for a new password open a door for who reads them, so also for who reads the log."""


class Line(logging.Formatter):
    """One line, or a traceback, with the secrets taken out."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1…", super().format(record))
