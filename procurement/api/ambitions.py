"""The ambition of a tender over the API: read, saved, compared, and who changed what."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.asking import body
from accounts.api.problems import Conflict
from accounts.api.views import MemberAnswer
from procurement.actions import ambitions
from procurement.actions.ambitions import Answer
from procurement.ambition_cells import CELLS
from procurement.ambition_reads import averages, history_of_cell, targets_of
from procurement.api.serializers import AmbitionChangesSerializer, AmbitionsSerializer, CellHistorySerializer
from procurement.api.views import found
from procurement.models import Ambition, Tender, Theme
from procurement.reads import Judgement, need_of, themes_of
from procurement.wording import cell_text, proposal_sentence


class TenderAmbitions(MemberAnswer):
    """The ambition of one tender: read it, or save what changes. All of it is saved, or nothing.

    409 when somebody else changed the same cells since the version that was named: read again, and decide.
    """

    serializer_class = AmbitionsSerializer
    http_method_names = ["get", "head", "post"]

    @extend_schema(responses=AmbitionsSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return self._answer(found(self, pk))

    @extend_schema(request=AmbitionChangesSerializer, responses=AmbitionsSerializer)
    def post(self, request: Request, pk: int) -> Response:
        tender = found(self, pk)
        sent = body(AmbitionChangesSerializer, request.data)
        try:
            ambitions.save(
                tender=tender, answers=[_as_answer(dict(change)) for change in sent.validated_data["ambitions"]],
                by=self.member, at=self.now,
            )  # fmt: skip
        except ambitions.AmbitionConflict as conflict:
            cells = ", ".join(f"{clash.theirs.theme.code}.{clash.cell}" for clash in conflict.clashes)
            raise Conflict(f"{conflict} {cells}") from conflict
        return self._answer(tender)

    def _answer(self, tender: Tender) -> Response:
        rows = list(tender.ambitions.select_related("theme", "responsible"))
        proposals = self._proposals(tender, {row.theme_id: row for row in rows})
        answer = {"ambitions": rows, "proposals": proposals, "web": self._web(tender)}
        return Response(AmbitionsSerializer(answer).data)

    def _web(self, tender: Tender) -> list[dict[str, Any]]:
        """What the web draws beside this tender."""
        means, targets = averages(tender, self.member), targets_of(tender.organisation)
        return [
            {"theme": theme, "average": means.get(theme.pk), "target": targets.get(theme.pk)}
            for theme in themes_of(tender, self.today)
        ]

    def _proposals(self, tender: Tender, rows: dict[int, Ambition]) -> list[dict[str, Any]]:
        """Of each theme that the tender is asked about, as the matrix shows it."""
        judgement = Judgement(tender, self.today)
        found = []
        for theme in themes_of(tender, self.today):
            proposed = judgement.proposed(theme.code)
            plan = judgement.plan_of(theme.code, proposed)
            found.append(
                {
                    "theme": theme, "level": proposed.level, "because": proposed.reason,
                    "sentence": proposal_sentence(proposed, plan=plan, promising=judgement.plans.promising),
                    "asks_explanation": need_of(theme, rows.get(theme.pk), proposed) in ("none", "left_out", "below"),
                }
            )  # fmt: skip
        return found


class AmbitionHistory(MemberAnswer):
    """Who changed one cell of one theme from what to what, the latest first."""

    serializer_class = CellHistorySerializer

    @extend_schema(
        parameters=[
            OpenApiParameter("theme", str, "path", description="Code of a theme."),
            OpenApiParameter("cell", str, "path", enum=list(CELLS)),
        ],
        responses=CellHistorySerializer(many=True),
    )
    def get(self, request: Request, pk: int, theme: str, cell: str) -> Response:
        tender = found(self, pk)
        about = next((each for each in Theme.objects.all() if each.code == theme), None)
        if about is None or cell not in CELLS:
            raise Http404(_("This does not exist, or you may not see it."))
        changes = [
            {
                "changed_at": each.at, "changed_by": each.by, "before": cell_text(cell, each.before),
                "after": cell_text(cell, each.after),
            }
            for each in history_of_cell(tender, about, cell)
        ]  # fmt: skip
        return Response(CellHistorySerializer(changes, many=True).data)


def _as_answer(change: dict[str, Any]) -> Answer:
    theme, version = change.pop("theme"), change.pop("version")
    if "responsible" in change:
        change["responsible_id"] = change.pop("responsible")
    return Answer(theme, change, version=version)
