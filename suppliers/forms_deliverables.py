"""What members fill in about what a supplier owes: terms, due dates, extensions, assessments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.fields import DayField
from suppliers import reads
from suppliers.actions import assessments
from suppliers.deadlines import ExtensionNotPossible, check_new_due_date
from suppliers.forms_terms import TermFieldsForm
from suppliers.models import Answer, Assessment, ContractTerm, Deliverable


class TermForm(TermFieldsForm):
    """One term of a contract."""

    class Meta:
        model = ContractTerm
        fields = [*reads.TERM_FIELDS, "clause"]


TermFormSet = forms.modelformset_factory(
    ContractTerm, form=TermForm, extra=0, can_delete=True, max_num=30, validate_max=True
)


class ReasonForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class PauseForm(ReasonForm):
    """Until when nobody is reminded, and why."""

    until = DayField(label=gettext_lazy("No reminders until"), help_text=gettext_lazy("Up to and with this day."))

    field_order = ("until", "reason")


class DueDateForm(ReasonForm):
    due_on = DayField(label=gettext_lazy("New due date"))

    field_order = ("due_on", "reason")


class ExtensionForm(ReasonForm):
    """Asking for a later due date, by the supplier or for him; the date is judged beside the reason, not after it."""

    wanted_on = DayField(label=gettext_lazy("Wanted due date"))

    field_order = ("wanted_on", "reason")

    def __init__(self, *args: Any, deliverable: Deliverable, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.deliverable, self.today = deliverable, today

    def clean_wanted_on(self) -> date:
        wanted: date = self.cleaned_data["wanted_on"]
        try:
            check_new_due_date(due_on=self.deliverable.due_on, new_due_on=wanted, today=self.today)
        except ExtensionNotPossible as refused:
            raise ValidationError(str(refused)) from refused
        return wanted


class ExtensionDecisionForm(forms.Form):
    """Granted or refused; refusing asks a reason."""

    use_required_attribute = False
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), widget=forms.RadioSelect,
        choices=[("granted", gettext_lazy("grant the extension")), ("refused", gettext_lazy("refuse it"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Explanation to the requester"), required=False,
        widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, help_text=gettext_lazy("Asked when you refuse it."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "refused" and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why you refuse it."))
        return data


class RequestForm(forms.Form):
    """A request that the supplier received, from which terms may count."""

    use_required_attribute = False
    received_on = DayField(label=gettext_lazy("Received by the supplier on"))
    subject = forms.CharField(label=gettext_lazy("What was asked, and why"), max_length=400)


class AnswerForm(forms.Form):
    """One answer; its field names start with the key of the question."""

    use_required_attribute = False
    value = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=Answer.Value.choices, required=False, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, answer: Answer, **options: Any) -> None:
        self.answer = answer
        options |= {"prefix": answer.key, "initial": {"value": answer.value, "reason": answer.reason}}
        super().__init__(
            *args, **options
        )  # fmt: skip
        self.fields["value"].label = answer.text


class OutcomeForm(forms.Form):
    """The outcome of an assessment; a revision has a date."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=Assessment.Outcome.choices, widget=forms.RadioSelect
    )
    remarks = forms.CharField(
        label=gettext_lazy("Remarks to the supplier"), required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Asked when you accept with remarks or ask for a revision."),
    )  # fmt: skip
    due_on = DayField(
        label=gettext_lazy("Revision due on"), required=False, help_text=gettext_lazy("Only for a revision.")
    )

    def tell_missing(self, assessment: Assessment, *, today: date) -> None:
        """Beside what is wrong in the fields, also what the action would refuse next."""
        given = {"outcome": "", "remarks": "", "due_on": None, **self.cleaned_data}
        for name, sentence in assessments.missing(assessment, today=today, **given).items():
            if name == "outcome" or not self.has_error(name):
                self.add_error(name, sentence)

    def add_action_errors(self, refused: ValidationError) -> None:
        if not hasattr(refused, "error_dict"):
            self.add_error(None, refused)
            return
        for name, errors in refused.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)
