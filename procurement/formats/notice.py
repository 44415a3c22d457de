"""What a published notice says, whatever format it was published in.

Every field holds what the notice states, as it states it; what it does not say is None or
empty and is never derived. Codes are those of the source (eForms code lists).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Stage = Literal["planned", "published", "awarded"]
Regime = Literal["standard", "social"]

_FORM_OF_TYPE = {
    "pin-buyer": "planning",
    "pin-only": "planning",
    "pin-rtl": "planning",
    "pin-tran": "planning",
    "pmc": "consultation",
    "cn-desg": "competition",
    "cn-social": "competition",
    "cn-standard": "competition",
    "pin-cfc-social": "competition",
    "pin-cfc-standard": "competition",
    "qu-sy": "competition",
    "subco": "competition",
    "veat": "dir-awa-pre",
    "can-desg": "result",
    "can-social": "result",
    "can-standard": "result",
    "can-tran": "result",
    "can-modif": "cont-modif",
    "compl": "completion",
}

_STAGE_OF_FORM: dict[str, Stage] = {
    "planning": "planned",
    "consultation": "planned",
    "competition": "published",
    "dir-awa-pre": "awarded",
    "result": "awarded",
    "cont-modif": "awarded",
    "completion": "awarded",
    "discontinued": "published",
}

# Notices on social and other specific services, in the numbering of the eForms regulation, of
# TenderNed (EF20) and of the forms before it; a type of eForms says so itself.
_SOCIAL_SUBTYPES = frozenset({"EF12", "EF20", "EF21", "EF33", "EF34", "EF35", "SF21", "SF22", "SF23"})


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as the notice writes it ("3887000.00"), with the currency when it is given."""

    amount: str
    currency: str | None

    @property
    def value(self) -> Decimal:
        """The amount as a number."""
        return Decimal(self.amount)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in the unit of the notice (DAY, WEEK, MONTH, YEAR)."""

    value: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as published. `id` is no key: several organisations may share it."""

    name: str | None
    id: str | None
    country: str | None
    id_scheme: str | None = None
    city: str | None = None
    nuts: str | None = None


@dataclass(frozen=True, slots=True)
class Buyer(Party):
    """A contracting authority or entity of the notice."""

    legal_type: str | None = None
    activity: str | None = None


@dataclass(frozen=True, slots=True)
class Winner(Party):
    """A member of a tendering party that was awarded a contract."""


@dataclass(frozen=True, slots=True)
class AwardCriterion:
    """One award criterion; `number` is a weight only when `number_kind` says so."""

    kind: str | None
    name: str | None
    description: str | None
    number: str | None
    number_kind: str | None


@dataclass(frozen=True, slots=True)
class Submissions:
    """How many tenders came in, of the kind that the notice counts (all of them when None)."""

    kind: str | None
    number: str


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot, or in a planning notice a part of which a lot may come.

    `period_code` is UNLIMITED or UNKNOWN where the notice says that instead of dates.
    """

    id: str
    title: str | None
    description: str | None
    reference: str | None
    nature: str | None
    cpv: tuple[str, ...]
    estimated_value: Money | None
    strategic: tuple[str, ...]
    environmental_impact: tuple[str, ...]
    social_objective: tuple[str, ...]
    innovation: tuple[str, ...]
    gpp_criteria: tuple[str, ...]
    award_criteria: tuple[AwardCriterion, ...]
    performance_terms: tuple[str, ...]
    start: date | None
    end: date | None
    duration: Duration | None
    period_code: str | None
    framework: str | None
    dynamic_purchasing: str | None
    submission_deadline: date | None
    interest_deadline: date | None
    result: str | None
    result_reason: str | None
    submissions: tuple[Submissions, ...]


@dataclass(frozen=True, slots=True)
class LotGroup:
    """Lots that may be awarded together. It is not a lot."""

    id: str
    title: str | None
    lots: tuple[str, ...]
    award_criteria: tuple[AwardCriterion, ...]


@dataclass(frozen=True, slots=True)
class AwardedTender:
    """A winning tender behind a contract."""

    lot: str | None
    reference: str | None
    value: Money | None
    winners: tuple[Winner, ...]


@dataclass(frozen=True, slots=True)
class Award:
    """One contract of the notice.

    `key` names the contract inside this notice; `contract` is the buyer's own number for it.
    `value` is what the contract or its single tender states; with several tenders it is
    None and each of them has its own. `start` and `end` are of the contract itself, where the
    format has them; in eForms the lot has them.
    """

    key: str
    contract: str | None
    title: str | None
    lots: tuple[str, ...]
    concluded_on: date | None
    decided_on: date | None
    winners: tuple[Winner, ...]
    value: Money | None
    tenders: tuple[AwardedTender, ...]
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class TenderFacts:
    """The procedure that the notice is about.

    `procedure_id` is None only where the format gives none, as in a planning notice. `title` is
    empty where the notice has none, as in a release about a contract alone.
    """

    procedure_id: str | None
    reference: str | None
    title: str
    description: str | None
    nature: str | None
    procedure: str | None
    is_accelerated: bool | None
    buyers: tuple[Buyer, ...]
    cpv: tuple[str, ...]
    estimated_value: Money | None
    total_awarded: Money | None
    lots: tuple[LotFacts, ...]
    lot_groups: tuple[LotGroup, ...]
    awards: tuple[Award, ...]


@dataclass(frozen=True, slots=True)
class Modification:
    """What a notice says of a change to a running contract; of which, `award` tells: its place among the awards.

    `value` is the value after the change where the format states it apart from the award.
    """

    award: int | None
    description: str | None
    reason_code: str | None
    reason: str | None
    value: Money | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A published notice. Its kind is `type`, from the notice itself and not from its wrapping.

    `earlier` are the notices that it refers to, by the number of their publication or by their own.
    """

    id: str
    version: str | None
    type: str
    form: str | None
    subtype: str | None
    publication: str | None
    gazette: str | None
    published_on: date | None
    issued_on: date | None
    language: str | None
    legal_basis: str | None
    standard: str | None
    tender: TenderFacts
    earlier: tuple[str, ...] = ()
    modifications: tuple[Modification, ...] = ()


def form_of(notice_type: str, *, stated: str | None = None) -> str | None:
    """Return the form (planning, competition, result, …) of a notice type; else what is `stated`."""
    return _FORM_OF_TYPE.get(notice_type, stated)


def stage_of(notice: Notice) -> Stage | None:
    """Return the stage in which the notice shows its tender; None when its kind is unknown.

    A modification or completion is about a contract that exists, hence `awarded`; a procedure that
    ended without an award was published and stays so.
    """
    return _STAGE_OF_FORM.get(notice.form or "")


def is_contract_modification(notice: Notice) -> bool:
    """Tell whether the notice changes a running contract instead of announcing one."""
    return notice.form == "cont-modif"


def regime_of(notice: Notice) -> Regime:
    """Return the threshold regime: social for notices on social and other specific services."""
    is_social = notice.type.endswith("-social") or notice.subtype in _SOCIAL_SUBTYPES
    return "social" if is_social else "standard"
