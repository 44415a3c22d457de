"""Whose judgement an approach needs, per organisation (domain.md §8). Pure: the caller brings the decisions."""

from __future__ import annotations

from collections.abc import Collection

TENDERBOARD, BUDGET_HOLDER = "tenderboard", "budget_holder"
APPROVERS = (TENDERBOARD, BUDGET_HOLDER)

EITHER, BOTH = "either", "both"


def roles_asked(approval: str) -> tuple[str, ...]:
    """The roles whose judgement counts under this rule of the organisation."""
    return APPROVERS if approval in (EITHER, BOTH) else (approval,)


def roles_open(approval: str, approved_by: Collection[str]) -> tuple[str, ...]:
    """The roles that may still judge in this round, given those that approved."""
    if is_complete(approval, approved_by):
        return ()
    return tuple(role for role in roles_asked(approval) if role not in approved_by)


def is_complete(approval: str, approved_by: Collection[str]) -> bool:
    """Whether these approvals together approve the approach."""
    given = [role for role in roles_asked(approval) if role in approved_by]
    return len(given) == 2 if approval == BOTH else bool(given)
