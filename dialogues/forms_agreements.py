"""What both sides fill in about agreements."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogues.actions.agreements import Terms
from dialogues.models import Agreement, Meeting
from dialogues.reads import contacts_of, members_of
from procurement.fields import DayField
from suppliers.models import Supplier


class AgreementForm(forms.Form):
    """What is done by whom and when. Without a person of the list the name is typed."""

    text = forms.CharField(
        label=_("What was agreed"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So concrete that both sides can see whether it has been done."),
    )  # fmt: skip
    owner_side = forms.ChoiceField(label=_("Who does it?"), choices=[], widget=forms.RadioSelect)
    supplier = forms.ModelChoiceField(
        label=_("Supplier"), queryset=Supplier.objects.none(), required=False, empty_label=_("all suppliers present")
    )
    owner_user = forms.ChoiceField(label=_("Owner"), required=False, help_text=_("Gets the reminders."))
    owner = forms.CharField(
        label=_("Other owner"), required=False, max_length=200, help_text=_("When the person is not in the list.")
    )
    due_on = DayField(label=_("Due date"))

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*args, **options)
        there = list(meeting.suppliers.all())
        sides: list[tuple[str, Any]] = [("buyer", str(meeting.organisation))]
        if there:
            sides.insert(0, ("supplier", there[0].name if len(there) == 1 else _("A supplier")))
        cast("forms.ChoiceField", self.fields["owner_side"]).choices = sides
        if len(there) > 1:
            cast("forms.ModelChoiceField[Supplier]", self.fields["supplier"]).queryset = meeting.suppliers.all()
        else:
            del self.fields["supplier"]
        self.people = {str(user.pk): user for user in members_of(meeting.organisation)}
        ours = [(key, str(user)) for key, user in self.people.items()]
        contacts = contacts_of(meeting)
        theirs = [(str(each.user_id), f"{each.user} ({each.supplier})") for each in contacts]
        self.people |= {str(each.user_id): each.user for each in contacts}
        groups: list[Any] = [("", _("somebody else"))]
        groups += [(_("Supplier"), theirs)] if theirs else []
        groups += [(str(meeting.organisation), ours)]
        cast("forms.ChoiceField", self.fields["owner_user"]).choices = groups

    @property
    def terms(self) -> Terms:
        data = self.cleaned_data
        owner: User | None = self.people.get(data["owner_user"])
        return Terms(
            text=data["text"],
            owner_side=data["owner_side"],
            due_on=data["due_on"],
            owner=data["owner"],
            owner_user=owner,
            supplier=data.get("supplier"),
        )

    @staticmethod
    def of(agreement: Agreement) -> dict[str, Any]:
        """The initial values for changing an agreement."""
        return {
            "text": agreement.text,
            "owner_side": agreement.owner_side,
            "supplier": agreement.supplier_id,
            "owner_user": str(agreement.owner_user_id or ""),
            "owner": "" if agreement.owner_user_id else agreement.owner,
            "due_on": agreement.due_on,
        }


class ReportForm(forms.Form):
    """What came of an agreement, by the owner's side."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=Agreement.Outcome, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Explanation"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What was done and where one can see it; or why it is dropped."),
    )  # fmt: skip


class JudgeForm(forms.Form):
    """Agree with a report, or not."""

    decision = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("confirm", _("Yes, I confirm it")), ("refuse", _("No, the agreement stays open"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when you do not agree."),
    )  # fmt: skip
