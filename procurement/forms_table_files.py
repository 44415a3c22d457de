"""The field for a table to take in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from documents.actions.uploads import UploadRefused, check
from documents.formats.kinds import Kind
from documents.formats.names import safe_name
from procurement.actions.table_files import TextFile

MEGABYTE = 1024 * 1024


class TableFileField(forms.FileField):
    """A workbook or CSV, which are looked into, or one of ``texts``, of at most ``largest_text`` bytes."""

    default_error_messages = {"required": _("Choose a file."), "empty": _("This file is empty.")}

    def __init__(self, *, kinds: tuple[Kind, ...], texts: tuple[Kind, ...], largest_text: int, **options: Any) -> None:
        super().__init__(**options)
        self.kinds, self.texts, self.largest_text = kinds, texts, largest_text
        self.widget.attrs["accept"] = ",".join(each for kind in (*kinds, *texts) for each in kind.extensions)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        name = safe_name(file.name or "")
        kind = next((kind for kind in self.texts if name.lower().endswith(kind.extensions)), None)
        if kind is not None:
            if (file.size or 0) > self.largest_text:
                limit = {"name": name, "limit": self.largest_text // MEGABYTE}
                raise ValidationError(_("%(name)s is larger than %(limit)s MB.") % limit)
            return TextFile(name, file.read(), kind)
        try:
            return check(file=file, kinds=self.kinds)
        except UploadRefused as refused:
            raise ValidationError(f"{refused.name}: {refused}", refused.code) from refused
