"""The one exception with which a format reader says that it takes nothing of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class NoticeRefused(Exception):
    """The file holds no notice that can be read whole; `str()` is a sentence fit for the user.

    The sentence stays lazy until it is shown, so that it appears in the language of the
    reader and not in that of the process that found the fault. Values go in by name:
    `NoticeRefused(_("The date %(value)s does not exist."), value=text)`. `place` counts the
    notices of a file from 1; None where the file holds one.
    """

    _shown_at_most = 80

    def __init__(self, sentence: str | _StrPromise, **values: str) -> None:
        super().__init__(sentence, values)
        self.sentence = sentence
        self.filename = ""
        self.place: int | None = None
        self.values = {name: self._shortened(value) for name, value in values.items()}

    def __str__(self) -> str:
        sentence = str(self.sentence) % self.values if self.values else str(self.sentence)
        if self.place is None:
            return sentence
        return _("Notice %(place)s in the file: %(sentence)s") % {"place": self.place, "sentence": sentence}

    def _shortened(self, value: str) -> str:
        """Keep a hostile value from filling the page or breaking a log line."""
        printable = "".join(character if character.isprintable() else " " for character in value)
        if len(printable) <= self._shown_at_most:
            return printable
        return printable[: self._shown_at_most - 1] + "…"
