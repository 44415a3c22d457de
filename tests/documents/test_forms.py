"""Fields that take documents say at the field what is wrong with which file."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from documents.formats.kinds import CSV, PDF
from documents.forms import DocumentField, DocumentsField
from tests.documents import samples


class OneForm(forms.Form):
    file = DocumentField(kinds=(PDF, CSV))


class SeveralForm(forms.Form):
    plans = DocumentsField(most=3, required=False)


def sent(*names: str) -> MultiValueDict[str, Any]:
    files = [SimpleUploadedFile(name, samples.GOOD.get(name, b"nothing good")) for name in names]
    return MultiValueDict({"file": files, "plans": files})


def test_good_file_is_ready_to_be_kept() -> None:
    form = OneForm(files=sent("plan.csv"))

    assert form.is_valid()
    checked = form.cleaned_data["file"]
    assert (checked.kind, checked.name, checked.size) == (CSV, "plan.csv", len(samples.CSV))


def test_refusal_is_an_error_of_the_field() -> None:
    with translation.override("en"):
        form = OneForm(files=sent("plan.docx"))

        assert form.errors["file"] == ["plan.docx: We do not accept this type of file. Send one of: .pdf, .csv."]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_missing_file_is_asked_for(language: str) -> None:
    with translation.override(language):
        assert len(OneForm(files=sent()).errors["file"]) == 1


def test_every_refused_file_has_its_own_sentence() -> None:
    form = SeveralForm(files=sent("plan.csv", "a.exe", "b.pdf"))

    assert [str(error).split(":")[0] for error in form.errors["plans"]] == ["a.exe", "b.pdf"]


def test_several_good_files() -> None:
    form = SeveralForm(files=sent("plan.csv", "plan.png"))

    assert form.is_valid()
    assert [checked.name for checked in form.cleaned_data["plans"]] == ["plan.csv", "plan.png"]


def test_no_file_where_none_is_asked() -> None:
    form = SeveralForm(files=sent())

    assert form.is_valid()
    assert form.cleaned_data["plans"] == []


def test_too_many_files() -> None:
    assert not SeveralForm(files=sent("plan.csv", "plan.csv", "plan.csv", "plan.csv")).is_valid()


def test_page_says_what_is_accepted() -> None:
    with translation.override("en"):
        html = SeveralForm()["plans"]
        assert "multiple" in html.as_widget()
        assert ".docx" in html.as_widget()
        assert (
            str(html.help_text) == "PDF, Word, Excel, ODT, ODS, CSV, PNG, JPEG, e-mail (EML); at most 100\xa0MB a file."
        )
