"""What the pages of one tender share: finding it, and what its tabs need."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from accounts.permissions import has_right
from accounts.requests import MemberRequest
from accounts.roles import DECIDE, WRITE
from procurement.models import Tender


def find(request: MemberRequest, pk: int) -> Tender:
    """The tender, if this member may see it; else 404."""
    visible = Tender.objects.visible_to(request.user).select_related("organisation", "approach_submitted_by")
    return get_object_or_404(visible, pk=pk)


def page(request: MemberRequest, tender: Tender, tab: str, **context: Any) -> dict[str, Any]:
    """The context of a tab of a tender."""
    return {
        "tender": tender,
        "tab": tab,
        "may_write": has_right(request.user, tender.organisation_id, "tender_approach", WRITE),
        "may_decide": has_right(request.user, tender.organisation_id, "approve_approach", DECIDE),
        "may_move": "buyer" in request.user.roles_in(tender.organisation_id),
        **context,
    }
