"""What a supplier fills in."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from documents.forms import FilesInput
from documents.models import Document
from procurement.fields import DayField
from suppliers.models import DeliverableKind, Submission

CONFIDENTIALITY: list[tuple[str, Any]] = [
    (
        Document.Confidentiality.ORGANISATION,
        _("Only the organisation that asks it"),
    ),
    (
        Document.Confidentiality.BUYERS,
        _("Also other authorities that have a running contract with you, so that they need not ask it again"),
    ),
    (Document.Confidentiality.PUBLIC, _("Everybody: it may be published")),
]


class HandInForm(forms.Form):
    """The details beside the files. ``seen`` tells whether a colleague saved something else meanwhile."""

    note = forms.CharField(
        label=_("Note to the reader"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example what changed since the last version."),
    )
    effective_on = DayField(
        label=_("Date of effect"),
        required=False,
        help_text=_("The day from which the document holds, if that is not today."),
    )
    public_url = forms.URLField(
        label=_("Public address of the report"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        help_text=_("The page on which everybody can read the report."),
    )
    confidentiality = forms.ChoiceField(label=_("Who may see it?"), choices=CONFIDENTIALITY, widget=forms.RadioSelect)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    documents = forms.FileField(
        label=_("Files"), required=False, widget=FilesInput(attrs={"multiple": True}), help_text=""
    )

    def __init__(self, *args: Any, submission: Submission | None, kind: str, **options: Any) -> None:
        self.submission = submission
        options.setdefault("initial", _initial(submission))
        super().__init__(*args, **options)
        if kind != DeliverableKind.ANNUAL_REPORT:
            del self.fields["public_url"]

    def show_as_seen(self, mark: str) -> None:
        """Let the page that is made from this form count as made after the colleague's change."""
        self.data = {**self.data.dict(), "seen": mark} if isinstance(self.data, QueryDict) else self.data

    @property
    def details(self) -> dict[str, Any]:
        """The cleaned fields as ``submissions.save_details`` takes them."""
        data = self.cleaned_data
        return {
            "note": data.get("note", ""),
            "effective_on": data.get("effective_on"),
            "public_url": data.get("public_url", self.submission.public_url if self.submission else ""),
            "confidentiality": data.get("confidentiality", ""),
        }


def fingerprint(submission: Submission | None) -> str:
    """What the details were when the page was made."""
    if submission is None:
        return ""
    facts = (submission.note, submission.effective_on, submission.public_url, submission.confidentiality)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _initial(submission: Submission | None) -> dict[str, Any]:
    if submission is None:
        return {"confidentiality": Document.Confidentiality.ORGANISATION, "seen": ""}
    return {
        "note": submission.note,
        "effective_on": submission.effective_on,
        "public_url": submission.public_url,
        "confidentiality": submission.confidentiality,
        "seen": fingerprint(submission),
    }
