"""Forms of the tables of this app: lines of a default schedule, and the questions of an assessment."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suppliers.forms_terms import TermFieldsForm
from suppliers.models import FollowUp, Question, QuestionSet, ScheduleLine

MOST_QUESTIONS = 40
EMPTY_QUESTIONS = 3


class ScheduleLineForm(TermFieldsForm):
    class Meta:
        model = ScheduleLine
        fields = [
            "follow_up", "kind", "anchor", "offset_months", "offset_days", "recurrence", "month", "day", "duration",
            "grace_days", "position",
        ]  # fmt: skip
        help_texts = {
            "month": _("Only for a calendar date."),
            "day": _("Only for a calendar date."),
            "grace_days": _("Days after the due date in which it still counts as on time."),
        }


class FollowUpForm(forms.Form):
    follow_up = forms.ChoiceField(label=_("Follow-up"), choices=FollowUp.choices)


class QuestionForm(forms.Form):
    """One question in two languages; both empty takes it out."""

    key = forms.SlugField(required=False, widget=forms.HiddenInput)
    text_nl = forms.CharField(
        label=_("Question (Dutch)"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    text_en = forms.CharField(
        label=_("Question (English)"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        dutch, english = cleaned.get("text_nl"), cleaned.get("text_en")
        if bool(dutch) != bool(english):
            self.add_error("text_en" if dutch else "text_nl", gettext("Write the question in both languages."))
        return cleaned


QuestionFormSet = forms.formset_factory(
    QuestionForm, extra=EMPTY_QUESTIONS, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS, validate_max=True
)


def questions_of(question_set: QuestionSet | None) -> list[dict[str, str]]:
    """The questions as initial data of the form set."""
    found = Question.objects.filter(question_set=question_set)
    return [{"key": row.key, "text_nl": row.text_nl, "text_en": row.text_en} for row in found]


def with_keys(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The filled-in questions; a new one gets a key that no other has."""
    filled = [row for row in rows if row.get("text_nl")]
    taken = {row["key"] for row in filled if row.get("key")}
    numbers = (f"q{number}" for number in range(1, 2 * MOST_QUESTIONS) if f"q{number}" not in taken)
    return [{**row, "key": re.sub(r"\W", "-", row.get("key") or next(numbers))} for row in filled]
