"""Form fields that take documents: a file is looked into while the form is validated, so its error is at the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.templatetags.ui import filesize
from documents.actions.uploads import CheckedUpload, UploadRefused, check
from documents.formats.kinds import ALLOWED, Kind


class FilesInput(forms.ClearableFileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class DocumentField(forms.FileField):
    """One file. Cleans to a `CheckedUpload` for `uploads.store`, or None when nothing was sent."""

    default_error_messages = {"required": _("Choose a file."), "empty": _("This file is empty.")}

    def __init__(self, *, kinds: tuple[Kind, ...] = ALLOWED, **options: Any) -> None:
        self.kinds = kinds
        options.setdefault("help_text", lazy(self.explanation, str)())
        options.setdefault("max_length", None)
        super().__init__(**options)
        self.widget.attrs["accept"] = ",".join(ext for kind in kinds for ext in kind.extensions)

    def explanation(self) -> str:
        """Which files are accepted, as a sentence."""
        names = ", ".join(dict.fromkeys(kind.label for kind in self.kinds))
        return gettext("%(names)s; at most %(limit)s a file.") % {
            "names": names,
            "limit": filesize(settings.DOCUMENT_MAX_BYTES),
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        return self._checked(super().clean(data, initial))

    def _checked(self, file: UploadedFile[Any] | None) -> CheckedUpload | None:
        if not isinstance(file, UploadedFile):
            return None
        try:
            return check(file=file, kinds=self.kinds)
        except UploadRefused as refused:
            raise ValidationError(f"{refused.name}: {refused}", refused.code) from refused


class DocumentsField(DocumentField):
    """Several files. Cleans to a list of `CheckedUpload`; every refused file has its own sentence."""

    widget = FilesInput

    def __init__(self, *, most: int = 20, **options: Any) -> None:
        self.most = most
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list[CheckedUpload]:
        files = data if isinstance(data, (list, tuple)) else [data]
        if len(files) > self.most:
            raise ValidationError(_("Send at most %(most)s files at a time.") % {"most": self.most})
        checked, errors = [], []
        for file in files:
            try:
                found = super().clean(file, initial)
            except ValidationError as error:
                errors.append(error)
            else:
                checked += [found] if found else []
        if errors:
            raise ValidationError(errors)
        return checked
