"""The obligation to apply ISV in sentences, in the reader's language: the outcome, and each fact that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from procurement.obligation import MANDATORY, NOT_MANDATORY, VOLUNTARY, Category, Facts, Obligation
from procurement.obligation import UNKNOWN as OPEN

YES, NO, UNKNOWN = "yes", "no", "unknown"

UNDATED = gettext_noop(
    "Without a publication date it is not known which threshold and which list of risk categories apply."
)
EXPECTED = {
    MANDATORY: gettext_noop("If it is published on %(day)s, ISV is mandatory."),
    NOT_MANDATORY: gettext_noop("If it is published on %(day)s, ISV is not mandatory."),
}


@dataclass(frozen=True)
class Point:
    """One sentence; ``state`` says whether it speaks for the obligation (yes), against it (no), or is unknown."""

    state: str
    text: str


@dataclass(frozen=True)
class Explanation:
    headline: str
    points: tuple[Point, ...]


def explain(facts: Facts, result: Obligation, expected: tuple[Facts, Obligation] | None = None) -> Explanation:
    """Say in the active language what :func:`procurement.obligation.obligation` found for these facts.

    ``expected``: the facts and the outcome were the tender published today, told beside the headline where only that
    date lacks.
    """
    if result.outcome == VOLUNTARY:
        return Explanation(
            _headline(result), (Point(NO, _("The organisation does not belong to the central government.")),)
        )
    central = Point(YES, _("The organisation belongs to the central government."))
    day = expected[0].published_on if expected is not None and expected[1].outcome in EXPECTED else None
    if result.outcome == OPEN and expected is not None and day is not None:
        told = _(EXPECTED[expected[1].outcome]) % {"day": _day(day)}
        return Explanation(f"{_headline(result)} {told}", (central, Point(UNKNOWN, _(UNDATED)), *_points(*expected)))
    return Explanation(_headline(result), (central, *_points(facts, result)))


def _points(facts: Facts, result: Obligation) -> list[Point]:
    return [*_about_value(facts, result), *_about_categories(facts, result)]


def _headline(result: Obligation) -> str:
    if result.outcome == MANDATORY:
        return _("ISV is mandatory for this tender.")
    if result.outcome == NOT_MANDATORY:
        return _("ISV is not mandatory for this tender.")
    if result.outcome == VOLUNTARY:
        return _("ISV is voluntary for this organisation, where it is proportionate to the contract.")
    return _("It cannot be said yet whether ISV is mandatory for this tender.")


def _about_value(facts: Facts, result: Obligation) -> list[Point]:
    if result.threshold is not None and facts.value is not None and result.is_at_threshold is not None:
        amounts = {
            "value": _euro(facts.value),
            "threshold": _euro(result.threshold.amount),
            "since": _day(result.threshold.valid_from),
        }
        if result.is_at_threshold:
            text = _(
                "The value of %(value)s is at or above the threshold of %(threshold)s that applies from %(since)s."
            )
            return [Point(YES, text % amounts)]
        text = _("The value of %(value)s is below the threshold of %(threshold)s that applies from %(since)s.")
        return [Point(NO, text % amounts)]
    sentences = {
        "value": _("The estimated value is not filled in."),
        "currency": _("The value is in %(currency)s, while the threshold is in euro.") % {"currency": facts.currency},
        "publication_date": _(UNDATED),
        "nature": _("Without the nature of the tender it is not known which threshold applies."),
        "threshold": _("No threshold is known for the date of publication."),
    }
    return [Point(UNKNOWN, text) for name, text in sentences.items() if name in result.missing]


def _about_categories(facts: Facts, result: Obligation) -> list[Point]:
    day = facts.published_on
    points = [Point(YES, _risk_sentence(category, day)) for category in result.risk_categories if day is not None]
    if not facts.categories:
        points.append(Point(UNKNOWN, _("The tender has no lots yet.")))
    if empty := sum(category is None for category in facts.categories):
        text = ngettext("%(count)d lot has no category.", "%(count)d lots have no category.", empty)
        points.append(Point(UNKNOWN, text % {"count": empty}))
    if day is not None:
        text = _("%(category)s was not on the list of risk categories on %(day)s.")
        points += [
            Point(UNKNOWN, text % {"category": _quoted(category), "day": _day(day)})
            for category in dict.fromkeys(facts.categories)
            if category and category.is_risk and category.counting_on(day) is None
        ]
    if facts.categories and not any(category is None or category.is_risk for category in facts.categories):
        points.append(Point(NO, _("No lot is in a risk category.")))
    return points


def _risk_sentence(category: Category, day: date) -> str:
    counting = category.counting_on(day)
    if counting is None or counting == category:
        return _("%(category)s is a risk category.") % {"category": _quoted(category)}
    text = _("%(category)s counts as %(counterpart)s, a risk category on the date of publication.")
    return text % {"category": _quoted(category), "counterpart": _quoted(counting)}


def _quoted(category: Category) -> str:
    return f"‘{category.name}’"


def _euro(amount: Decimal) -> str:
    return f"€\N{NO-BREAK SPACE}{number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)}"


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
