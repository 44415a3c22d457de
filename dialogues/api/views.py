"""Meetings: list and one."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from accounts.api.queries import check
from accounts.api.views import DetailAnswer, ListAnswer
from dialogues.api.serializers import MeetingDetailSerializer, MeetingSerializer
from dialogues.filters import MEETING_SORTS, MeetingFilter, ordered
from dialogues.models import Agreement, Meeting
from dialogues.querysets import MeetingQuerySet


class MeetingList(ListAnswer):
    """The meetings of the organisation, the latest first."""

    area = "dialogue"
    serializer_class = MeetingSerializer
    filters = MeetingFilter
    sorts = MEETING_SORTS

    def rows(self) -> Any:
        own = Meeting.objects.visible_to(self.member).of(self.organisation)
        asked = MeetingFilter(self.request.query_params, own, organisation=self.organisation, today=self.today)
        check(asked)
        found = ordered(asked.qs.with_agreements(), self.sort, sorts=MEETING_SORTS, default="-date")
        return found.prefetch_related("suppliers")


class MeetingDetail(DetailAnswer):
    """One meeting with its points, report and agreements."""

    area = "dialogue"
    serializer_class = MeetingDetailSerializer

    def get_queryset(self) -> MeetingQuerySet:
        agreements = Agreement.objects.visible_to(self.member).with_overdue(self.today)
        return (
            Meeting.objects.visible_to(self.member)
            .of(self.organisation)
            .with_agreements()
            .prefetch_related(
                "suppliers",
                "contracts",
                "points",
                Prefetch("agreements", agreements.select_related("supplier").order_by("due_on", "pk")),
            )
        )
