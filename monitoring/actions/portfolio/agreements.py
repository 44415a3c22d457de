"""The sheet of agreements. Numbers count within a meeting (A1, A2 …), so a row is found by both references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from dialogues.actions import records
from dialogues.models import Agreement, Meeting
from monitoring.actions.portfolio.keeper import Case, Complaint, Keeper, Key, Scene, Waits, strings, text
from procurement.formats.tables.cells import Fact
from procurement.formats.tables.columns import Sheet

FIELDS = {"text": "text", "owner": "owner", "owner_side": "owner_side", "due_date": "due_on", "done_on": "done_on"}


class AgreementKeeper(Keeper[Agreement]):
    area = "dialogue"

    def __init__(self, sheet: Sheet, scene: Scene) -> None:
        super().__init__(sheet, scene)
        self._meetings: dict[str, Meeting] = {}
        members = User.objects.filter(memberships__organisation=scene.organisation).distinct()
        self._members = {user.email.lower(): user for user in members}

    def records(self) -> QuerySet[Agreement]:
        visible = Agreement.objects.visible_to(self.scene.by).filter(meeting__organisation=self.scene.organisation)
        return visible.select_related("meeting").order_by("meeting__reference", "reference")

    def find(self, keys: Sequence[Key]) -> QuerySet[Agreement]:
        return Agreement.objects.filter(
            meeting__organisation=self.scene.organisation, meeting__reference__in={key[0] for key in keys}
        ).select_related("meeting")

    def facts_of(self, record: Agreement) -> dict[str, Fact]:
        return {
            "reference": text(record.reference),
            "meeting_reference": text(record.meeting.reference),
            "text": text(record.text),
            "owner": text(record.owner),
            "owner_side": record.owner_side,
            "due_date": record.due_on,
            "done_on": record.done_on,
        }

    def prepare(self, rows: Sequence[dict[str, Fact]]) -> None:
        wanted = strings(rows, "meeting_reference")
        found = Meeting.objects.filter(organisation=self.scene.organisation, reference__in=wanted)
        self._meetings = {meeting.reference: meeting for meeting in found}

    def check(self, case: Case[Agreement]) -> Iterator[Complaint]:
        record = case.record
        if record is not None and "done_on" in case.changed and (record.reported_at or record.state == "dropped"):
            yield "done_on", _("This agreement is followed in Gepast. That it is done is recorded there.")
        reference = case.facts.get("meeting_reference")
        if record is None and reference and reference not in self._meetings:
            if self.scene.is_refused("meetings", reference):
                raise Waits
            yield "meeting_reference", _("There is no meeting with this reference.")

    def keep(self, cases: Sequence[Case[Agreement]]) -> tuple[int, int]:
        common: Any = {"organisation": self.scene.organisation, "by": self.scene.by, "at": self.scene.at}
        new = [
            {
                "meeting": self._meetings[cast("str", case.facts["meeting_reference"])],
                "reference": case.facts["reference"],
                **self._fields(case),
            }
            for case in cases
            if case.record is None
        ]
        old = [(case.record, self._fields(case)) for case in cases if case.record is not None]
        made = records.create_agreements(facts=new, **common)
        return len(made), len(records.change_agreements(changes=old, **common))

    def _fields(self, case: Case[Agreement]) -> dict[str, Any]:
        fields: dict[str, Any] = {field: case.changed[name] for name, field in FIELDS.items() if name in case.changed}
        if case.record is None or "done_on" in case.changed:
            fields["state"] = "done" if case.facts.get("done_on") else "open"
        if case.has("owner", "owner_side"):
            is_ours = case.facts.get("owner_side") == Agreement.Side.BUYER
            fields["owner_user"] = self._members.get(str(case.facts.get("owner")).lower()) if is_ours else None
        return fields
