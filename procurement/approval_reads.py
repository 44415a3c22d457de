"""Reads about the approval of one approach: which rule holds, what runs, and in which seat somebody may judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from accounts.models import AuditEvent, Membership, User
from accounts.permissions import has_right
from accounts.roles import DECIDE, ROLES, WRITE, roles_with
from procurement.approach_snapshot import RowChange, differences, snapshot_of
from procurement.approval import APPROVERS, Rule, roles_open, rule_for
from procurement.models import ApproachDecision, ApproachRemark, ApproachRound, Replacement, Tender, Theme
from procurement.thresholds import in_euro

AREA = "approve_approach"
DUE_DATE_MOVED = "tender.approach_due_on"


@dataclass(frozen=True)
class Seat:
    """As what somebody may judge: in a role of his own, or in that of a member for whom he stands in."""

    role: str
    on_behalf_of: User | None = None

    @property
    def key(self) -> str:
        return f"{self.role}:{self.on_behalf_of.pk}" if self.on_behalf_of else self.role


def rule_of(tender: Tender) -> Rule:
    """The rule of the organisation for the value of this tender; one query."""
    rules = [row.rule for row in tender.organisation.approval_rules.all()]
    return rule_for(rules, in_euro(tender.estimated_value, tender.currency))


def may_judge(user: User, tender: Tender) -> bool:
    """Whether this person judges approaches of this organisation at all."""
    return has_right(user, tender.organisation_id, AREA, DECIDE)


def may_move_due_date(user: User, organisation_id: int) -> bool:
    """Who submits approaches, and who judges them."""
    may_submit = has_right(user, organisation_id, "tender_approach", WRITE)
    return may_submit or has_right(user, organisation_id, AREA, DECIDE)


def current_round(tender: Tender) -> ApproachRound | None:
    """The latest submission; none where the approach was never submitted."""
    return tender.approach_rounds.select_related("submitted_by").filter(number=tender.approach_round).first()


def decisions_of_round(tender: Tender) -> list[ApproachDecision]:
    """What was decided in the round that runs now, the first decision first."""
    return list(
        tender.approach_decisions.filter(round=tender.approach_round)
        .select_related("decided_by", "on_behalf_of")
        .order_by("decided_at")
    )


def open_roles(asks: str, decisions: Sequence[ApproachDecision]) -> tuple[str, ...]:
    """The roles that may still judge the submitted approach."""
    return roles_open(asks, [each.role for each in decisions if each.verdict == ApproachDecision.Verdict.APPROVED])


def took_part(decisions: Sequence[ApproachDecision]) -> set[int]:
    """Keys of who gave a decision, or had one given on his behalf: each gives one of a round."""
    found = {each.decided_by_id for each in decisions}
    return found | {each.on_behalf_of_id for each in decisions if each.on_behalf_of_id}


def seats(tender: Tender, asks: str, decisions: Sequence[ApproachDecision], user: User, today: date) -> list[Seat]:
    """As what this person may judge now: none for the submitter, nor for who took part in this round already."""
    if tender.approach_state != "submitted" or not may_judge(user, tender):
        return []
    out = took_part(decisions) | {tender.approach_submitted_by_id}
    if user.pk in out:
        return []
    still, held = open_roles(asks, decisions), user.roles_in(tender.organisation_id)
    found = [Seat(role) for role in still if role in held]
    for member, roles in replaced_by(user, tender.organisation_id, today).items():
        found += [Seat(role, member) for role in still if role in roles and member.pk not in out]
    return found


def replaced_by(user: User, organisation_id: int, today: date) -> dict[User, frozenset[str]]:
    """For whom this person stands in today, with the roles in which that member judges; two queries at most."""
    running = Replacement.objects.of(organisation_id).running(today).filter(colleague=user, member__is_active=True)
    members = [row.member for row in running.select_related("member").order_by("member__name")]
    return {member: roles for member, roles in _roles_of(members, organisation_id).items() if roles}


def _roles_of(members: Sequence[User], organisation_id: int) -> dict[User, frozenset[str]]:
    if not members:
        return {}
    rows = Membership.objects.filter(organisation=organisation_id, user__in=members, role__in=APPROVERS)
    pairs = set(rows.order_by().values_list("user_id", "role"))
    return {member: frozenset(role for key, role in pairs if key == member.pk) for member in dict.fromkeys(members)}


def judges(organisation_id: int, *, but: User) -> list[User]:
    """The colleagues with the right to judge, by name."""
    with_right = Membership.objects.filter(organisation=organisation_id, role__in=roles_with(AREA, DECIDE))
    people = User.objects.filter(pk__in=with_right.values("user"), is_active=True).exclude(pk=but.pk)
    return list(people.order_by("name", "pk"))


def waiting_for(rounds: Sequence[ApproachRound], today: date) -> dict[int, list[User]]:
    """Key of a running round → who may judge it now, also on somebody's behalf; in three queries for all of them.

    The rounds come with their tender. The same people to whom ``seats`` offers one.
    """
    organisations = {each.tender.organisation_id for each in rounds}
    people: dict[int, User] = {}
    held: dict[tuple[int, int], set[str]] = defaultdict(set)
    members = Membership.objects.filter(organisation__in=organisations, role__in=APPROVERS, user__is_active=True)
    for row in members.select_related("user").order_by("user__name", "pk"):
        people[row.user_id] = row.user
        held[row.organisation_id, row.user_id].add(row.role)
    standing_in: dict[tuple[int, int], set[int]] = defaultdict(set)
    for replacement in Replacement.objects.running(today).filter(organisation__in=organisations):
        standing_in[replacement.organisation_id, replacement.colleague_id].add(replacement.member_id)
    given: dict[int, list[ApproachDecision]] = defaultdict(list)
    for decision in ApproachDecision.objects.filter(tender__in=[each.tender_id for each in rounds]):
        given[decision.tender_id].append(decision)
    found = {}
    for each in rounds:
        key, decisions = each.tender.organisation_id, [d for d in given[each.tender_id] if d.round == each.number]
        out, still = took_part(decisions) | {each.submitted_by_id}, set(open_roles(each.asks, decisions))
        able = {person for person in people if person not in out and still & held.get((key, person), set())}
        found[each.pk] = [
            user
            for person, user in people.items()
            if person not in out and (key, person) in held and (person in able or standing_in[key, person] & able)
        ]
    return found


def remarks_of(tender: Tender) -> list[ApproachRemark]:
    """All remarks with their answers, the eldest first."""
    return list(tender.approach_remarks.select_related("theme", "written_by", "answered_by"))


@dataclass(frozen=True)
class RemarkCount:
    """How many remarks there are about one row, and how many of them wait for an answer."""

    code: str
    number: int
    unanswered: int


def remark_counts(tender: Tender) -> dict[str, RemarkCount]:
    """Code of a row (``ApproachRemark.row``) → its remarks; one query."""
    found: dict[str, list[ApproachRemark]] = defaultdict(list)
    for remark in tender.approach_remarks.select_related("theme"):
        found[remark.row].append(remark)
    return {
        code: RemarkCount(code, len(rows), sum(row.answered_at is None for row in rows)) for code, rows in found.items()
    }


@dataclass(frozen=True)
class DueDateMove:
    """That the due date of a round was changed."""

    number: int
    before: date
    after: date
    by: str
    at: datetime
    reason: str


def due_date_moves(tender: Tender) -> list[DueDateMove]:
    """Every change of a due date, the first first; one query."""
    events = AuditEvent.objects.about(tender).filter(action=DUE_DATE_MOVED).order_by("at", "pk")
    return [
        DueDateMove(
            each.after["round"], date.fromisoformat(each.before["due_on"]), date.fromisoformat(each.after["due_on"]),
            each.actor_label, each.at, each.reason,
        )
        for each in events
    ]  # fmt: skip


def theme_names() -> dict[str, str]:
    """The name of each theme by its code, in their order."""
    return {theme.code: theme.name for theme in Theme.objects.all()}


def changes_since(found: ApproachRound, tender: Tender, names: Mapping[str, str]) -> list[RowChange]:
    """What the team changed since this submission."""
    rows = tender.ambitions.select_related("theme", "responsible")
    return differences(found.snapshot, snapshot_of(tender, rows, tender.criteria.all()), names)


def changes_by_round(rounds: Sequence[ApproachRound], names: Mapping[str, str]) -> dict[int, list[RowChange]]:
    """Number of a round → what differs from the submission before; rounds in order."""
    return {later.number: differences(earlier.snapshot, later.snapshot, names) for earlier, later in pairwise(rounds)}


def seat_label(seat: Seat) -> str:
    """The role, and on whose behalf."""
    if seat.on_behalf_of is None:
        return str(ROLES[seat.role])
    return _("%(role)s, on behalf of %(name)s") % {"role": ROLES[seat.role], "name": seat.on_behalf_of}
