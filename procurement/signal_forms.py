"""What people fill in about signals: one of their own, and a file to take in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from documents.formats.kinds import XML
from procurement import countries
from procurement.actions.signal_files import About
from procurement.actions.signals import OWN, Entry
from procurement.actions.table_files import TextFile
from procurement.fields import DayField
from procurement.formats.signals import CHECKED, LARGEST_TEXT, TEXTS, plain_good
from procurement.forms_table_files import TableFileField
from procurement.models import RiskTheme


class SignalFileForm(forms.Form):
    """The file to take in, and what holds for all rows that do not say it themselves."""

    document = TableFileField(
        kinds=CHECKED, texts=TEXTS, largest_text=LARGEST_TEXT, label=_("File with signals"),
        help_text=_("A workbook (.xlsx), CSV or JSON by our template, or the DoL list of goods as XML."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Source"), required=False, max_length=300,
        help_text=_("For rows that do not name it. The DoL list does not, so fill it in there."),
    )  # fmt: skip
    dated_on = DayField(
        label=_("Date of the source"), required=False,
        help_text=_("Of the edition that you take in. Empty is: unknown, and it is shown so."),
    )  # fmt: skip
    is_whole = forms.BooleanField(
        label=_("This is the whole list: what this source says no longer is withdrawn"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """The DoL list has no column for its source, so that is asked once and not told at each row."""
        given = super().clean() or {}
        document = given.get("document")
        if isinstance(document, TextFile) and document.kind == XML and not given.get("source"):
            self.add_error("source", _("This list does not say what it is: name its source."))
        return given

    def about(self) -> About:
        return About(self.cleaned_data["source"], self.cleaned_data["dated_on"], self.cleaned_data["is_whole"])


class OwnSignalForm(forms.Form):
    """A signal that the organisation found itself."""

    theme = forms.ModelChoiceField(
        RiskTheme.objects.all(), label=_("Risk theme"), empty_label=_("choose"), to_field_name="code",
        error_messages={"required": _("Choose the risk theme.")},
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), required=False)
    good = forms.CharField(
        label=_("Product or good"),
        required=False,
        max_length=200,
        help_text=_("The name of a product of your scan, or a good as the lists call it. Empty is: every product."),
    )
    description = forms.CharField(
        label=_("What is the matter"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Who says so: a report, a newspaper, a union.")
    )
    source_url = forms.URLField(label=_("Address of the source"), required=False, max_length=500, assume_scheme="https")
    dated_on = DayField(label=_("Date of the source"))
    for_supplier = forms.BooleanField(label=_("The supplier may see this signal"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("every country")), *countries.choices(get_language() or "nl")]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("country") and not given.get("good"):
            self.add_error("country", _("Name a country, a product or both."))
        return given

    def entry(self) -> Entry:
        given = self.cleaned_data
        code = given["country"]
        return Entry(
            kind=OWN, source=given["source"], country=code, country_text=countries.name(code, "nl") if code else "",
            good=plain_good(given["good"]), theme=given["theme"], description=given["description"],
            source_url=given["source_url"], dated_on=given["dated_on"], for_supplier=given["for_supplier"],
        )  # fmt: skip
