"""Whose judgement an approach needs, and by when (domain.md §8, ours). Pure: the caller brings rules and decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

TENDERBOARD, BUDGET_HOLDER = "tenderboard", "budget_holder"
APPROVERS = (TENDERBOARD, BUDGET_HOLDER)

EITHER, BOTH = "either", "both"

TERM_DAYS = 10
"""Working days in which is decided where the organisation says nothing else (ours)."""


@dataclass(frozen=True)
class Rule:
    """From this value on (euro), these roles judge, within so many working days."""

    from_value: Decimal
    asks: str
    working_days: int


UNRULED = Rule(Decimal(0), BOTH, TERM_DAYS)
"""What holds where no rule of the organisation says anything: both judge."""


def rule_for(rules: Iterable[Rule], value: Decimal | None) -> Rule:
    """The rule for a value: the highest that it reaches. An unknown value gets the strictest of all rules."""
    found = sorted(rules, key=lambda rule: rule.from_value)
    if value is None:
        return _strictest(found)
    reached = [rule for rule in found if rule.from_value <= value]
    return reached[-1] if reached else UNRULED


def _strictest(rules: list[Rule]) -> Rule:
    """Both, if any rule asks both or two rules ask one each; else the single role; either of them last."""
    asked = {rule.asks for rule in rules}
    single = asked - {EITHER, BOTH}
    strictest = EITHER if asked == {EITHER} else BOTH
    if len(single) == 1 and BOTH not in asked:
        strictest = single.pop()
    return Rule(Decimal(0), strictest, max((rule.working_days for rule in rules), default=TERM_DAYS))


def roles_asked(asks: str) -> tuple[str, ...]:
    """The roles whose judgement counts under this rule."""
    return APPROVERS if asks in (EITHER, BOTH) else (asks,)


def roles_open(asks: str, approved_by: Collection[str]) -> tuple[str, ...]:
    """The roles that may still judge in this round, given those that approved."""
    if is_complete(asks, approved_by):
        return ()
    return tuple(role for role in roles_asked(asks) if role not in approved_by)


def is_complete(asks: str, approved_by: Collection[str]) -> bool:
    """Whether these approvals together approve the approach."""
    given = [role for role in roles_asked(asks) if role in approved_by]
    return len(given) == 2 if asks == BOTH else bool(given)
