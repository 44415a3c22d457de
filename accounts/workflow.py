"""What a workflow is, and the workflow of an outgoing message. Data and its reading: no database, no clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

SUPPLIER = "supplier"
SYSTEM = "system"
RIGHTSHOLDER = "rightsholder"
"""Actors that are not a role of a member: the supplier's contact person, the system user, an affected person."""


class TransitionNotAllowed(Exception):
    """The move is not in the table, or somebody else moved first. Carries a sentence for the user."""


@dataclass(frozen=True)
class Move:
    """One allowed move: who may make it, and whether it asks a reason or a person other than an earlier one.

    ``other_than`` names the attribute that holds the user who must not be the one who makes this move.
    """

    roles: frozenset[str]
    asks_reason: bool = False
    other_than: str = ""


@dataclass(frozen=True)
class Workflow:
    """The states of one field of one kind of object, and the moves between them."""

    name: str
    field: str
    labels: Mapping[str, Text]
    moves: Mapping[tuple[str, str], Move]
    initial: str
    final: frozenset[str] = frozenset()

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self.labels)

    @property
    def choices(self) -> list[tuple[str, Text]]:
        return list(self.labels.items())

    def move(self, source: str, target: str) -> Move | None:
        return self.moves.get((source, target))

    def targets(self, source: str, roles: frozenset[str]) -> list[str]:
        """The states that somebody with these roles may move to from ``source``."""
        return [to for (start, to), move in self.moves.items() if start == source and move.roles & roles]

    def arrows(self) -> Iterator[tuple[str, str, Move]]:
        for (source, target), move in self.moves.items():
            yield source, target, move


def by(*roles: str, reason: bool = False, other_than: str = "") -> Move:
    return Move(frozenset(roles), asks_reason=reason, other_than=other_than)


MESSAGE = Workflow(
    name="message",
    field="state",
    initial="pending",
    labels={
        "pending": _("waiting"),
        "sending": _("being sent"),
        "sent": _("sent"),
        "failed": _("not delivered"),
        "bounced": _("returned undelivered"),
    },
    moves={
        ("pending", "sending"): by(SYSTEM),
        ("sending", "sent"): by(SYSTEM),
        ("sending", "pending"): by(SYSTEM),
        ("sending", "failed"): by(SYSTEM),
        ("failed", "pending"): by("administrator", "contract_manager"),
        ("sent", "bounced"): by(SYSTEM, "administrator"),
    },
    final=frozenset({"bounced"}),
)
