"""What an indicator is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db.models import Q
from django.utils.functional import Promise

Text = str | Promise


class Rows(StrEnum):
    """The kinds of rows that a figure opens; each is a source of sources.py."""

    TENDERS = "tenders"
    THEMED_TENDERS = "themed_tenders"
    CONTRACTS = "contracts"
    DELIVERABLES = "deliverables"
    MEETINGS = "meetings"
    SUPPLIERS = "suppliers"
    AGREEMENTS = "agreements"
    FINDINGS = "findings"
    COMMITMENTS = "commitments"


@dataclass(frozen=True)
class Indicator:
    """A count of the rows that are ``counted``, or their share ``among`` a set of rows of the same source.

    ``unknown`` says of which rows the answer is not known. A share's rows outside ``among`` can be unknown too:
    when it is their membership that is unknown. ``unknown_is`` says in words what was not filled in. ``rule`` is where
    the rule comes from: law, policy, or that it is our own definition.
    """

    code: str
    source: Rows
    label: Text
    definition: Text
    counted: Q
    among: Q | None = None
    unknown: Q | None = None
    rule: Text = ""
    unknown_is: Text = ""

    @property
    def is_share(self) -> bool:
        return self.among is not None

    @property
    def numerator(self) -> Q:
        """The rows of the numerator: counted, and for a share also among the set."""
        return self.counted & self.among if self.among is not None else self.counted


def by_rule(rule: Text, members: Iterable[Indicator]) -> list[Indicator]:
    """These, each that names no rule of its own with this one."""
    return [one if one.rule else replace(one, rule=rule) for one in members]
