"""What surrounds an approach when it is submitted, kept with its round so that a document of a decided round shows what
was decided then: the facts of the tender, what was proposed, the web, the order of the criteria, and the risk scan.

Plain values that JSON knows, days as ISO 8601; ``Kept`` reads them back. A round from before this was kept has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.translation import get_language

from accounts.calendar import local_date
from accounts.models import User
from procurement import ambition_reads, scan_reads
from procurement.approach_snapshot import snapshot_of
from procurement.criteria_reads import chosen_of
from procurement.models import ChosenCriterion, RiskJudgement, RiskTheme, ScanProduct, Signal, Tender, Theme
from procurement.proportion import Proposal
from procurement.reads import Judgement, themes_of
from procurement.risk_bounds import Bounds
from procurement.scan_reads import Sources
from procurement.wording import proposal_sentence

KEPT = "kept"
TENDER = (
    "reference", "title", "nature", "procedure", "estimated_value", "currency", "publication_date", "award_date",
    "product_groups", "government_wide", "relevant_product_group",
)  # fmt: skip
PRODUCT = ("name", "cpv", "is_main", "countries", "goods", "none_fits", "own_check", "own_check_on", "note")
SIGNAL = (
    "kind", "country", "country_text", "good", "good_key", "forms", "rating", "year", "description", "source",
    "source_url", "dated_on",
)  # fmt: skip
JUDGEMENT = ("scale", "scope", "irremediability", "likelihood", "reason")
DATES = ("publication_date", "award_date", "own_check_on", "dated_on", "starts_on", "ends_on")


def whole_snapshot(tender: Tender, *, reader: User, at: datetime) -> dict[str, Any]:
    """The rows of the approach (``snapshot_of``) with what surrounds them; a fixed number of queries.

    ``reader``: whose tenders make up the average in the web.
    """
    criteria = chosen_of(tender)
    rows = snapshot_of(tender, tender.ambitions.select_related("theme", "responsible"), criteria)
    return {**rows, KEPT: _around(tender, criteria, reader=reader, at=at)}


def _around(tender: Tender, criteria: Iterable[ChosenCriterion], *, reader: User, at: datetime) -> dict[str, Any]:
    today = local_date(at)
    judgement, themes = Judgement(tender, today), themes_of(tender, today)
    averages, targets = ambition_reads.averages(tender, reader), ambition_reads.targets_of(tender.organisation)
    follow_up = judgement.follow_up
    return {
        "tender": {**_values(tender, TENDER), **_lots(tender)},
        "themes": [theme.code for theme in themes],
        "proposed": {theme.code: _in_each_language(partial(_proposal, judgement, theme.code)) for theme in themes},
        "obligation": {"outcome": judgement.obligation.outcome, "said": _in_each_language(partial(_said, judgement))},
        "follow_up": [follow_up.follow_up, follow_up.value_class, follow_up.risk_class, follow_up.reason],
        "web": {
            "average": {theme.code: averages[theme.pk] for theme in themes if theme.pk in averages},
            "target": {theme.code: targets[theme.pk] for theme in themes if theme.pk in targets},
        },
        "criteria": [_criterion(row) for row in criteria],
        "risks": _risks(tender),
    }


def _lots(tender: Tender) -> dict[str, Any]:
    """Its lots, and the first and last day that one of them names."""
    lots = list(tender.lots.select_related("category"))
    starts, ends = [lot.start_on for lot in lots if lot.start_on], [lot.end_on for lot in lots if lot.end_on]
    return {
        "lots": [[lot.identifier, lot.title, lot.category.name if lot.category else ""] for lot in lots],
        "starts_on": min(starts).isoformat() if starts else None,
        "ends_on": max(ends).isoformat() if ends else None,
    }


def _in_each_language(say: Callable[[], list[str]]) -> dict[str, list[str]]:
    """Sentences by language: the rules and plans that made them may change later."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = say()
    return found


def _said(judgement: Judgement) -> list[str]:
    """The obligation: the outcome first, then each fact."""
    said = judgement.explanation
    return [said.headline, *(point.text for point in said.points)]


def _proposal(judgement: Judgement, theme: str) -> list[str]:
    proposed = judgement.proposed(theme)
    plan = judgement.plan_of(theme, proposed)
    return [proposal_sentence(proposed, plan=plan, promising=judgement.plans.promising)]


def _criterion(row: ChosenCriterion) -> dict[str, Any]:
    """What the table of numbers says of it; its words stand in the snapshot under the same key."""
    return {
        "key": str(row.pk), "number": row.number, "version": row.criterion.version if row.criterion else None,
        "title": row.title, "kind": row.kind, "use": row.use, "level": row.level,
        "themes": [theme.code for theme in row.themes.all()], "origin": row.origin,
    }  # fmt: skip


def _risks(tender: Tender) -> dict[str, Any]:
    sources = scan_reads.sources_of(tender)
    shown = {row.pk: row for place in sources.found().places for row in (*place.signals, *place.ratings)}
    judged = scan_reads.judgements_of(tender)
    return {
        "products": [_values(product, PRODUCT) for product in sources.products],
        "signals": [
            {"pk": row.pk, "theme": row.theme.code if row.theme else "", **_values(row, SIGNAL)}
            for row in shown.values()
        ],
        "kinds": sorted(sources.kinds),
        "bounds": asdict(sources.bounds),
        "judgements": {code: _values(row, JUDGEMENT) for code, row in judged.items()},
    }  # fmt: skip


def _values(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Kept:
    """What was kept around one submission, read back. ``values`` are those under ``KEPT`` in its snapshot."""

    values: Mapping[str, Any]

    @property
    def tender(self) -> dict[str, Any]:
        """The facts of the tender, with days and amounts as they are in the model."""
        found = _days(self.values["tender"])
        amount = found["estimated_value"]
        return {**found, "estimated_value": None if amount is None else Decimal(amount)}

    def proposal(self, code: str) -> str:
        """What was proposed for a theme, as a sentence in the language of the reader."""
        return " ".join(in_language(self.values["proposed"].get(code, {})))

    @property
    def obligation(self) -> list[str]:
        """Why ISV was mandatory or not: the outcome first, then each fact."""
        return in_language(self.values["obligation"]["said"])

    @property
    def follow_up(self) -> Proposal:
        return Proposal(*self.values["follow_up"])

    def themes(self, there: Iterable[Theme]) -> list[Theme]:
        return [theme for theme in there if theme.code in self.values["themes"]]

    def risks(self, tender: Tender) -> tuple[Sources, dict[str, RiskJudgement]]:
        """The sources and the judgements of the scan, as rows that are in no database."""
        held, themes = self.values["risks"], {theme.code: theme for theme in RiskTheme.objects.all()}
        products = [ScanProduct(tender=tender, **_days(one)) for one in held["products"]]
        signals = [Signal(**{**_days(one), "theme": themes.get(one["theme"])}) for one in held["signals"]]
        judged = {
            code: RiskJudgement(tender=tender, theme=themes[code], **one)
            for code, one in held["judgements"].items()
            if code in themes
        }
        return Sources(products, signals, frozenset(held["kinds"]), Bounds(**held.get("bounds", {}))), judged


def in_language(said: Mapping[str, list[str]]) -> list[str]:
    """The sentences of the reader's language."""
    return list(said.get((get_language() or "nl")[:2], []))


def _days(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if value and name in DATES else value for name, value in values.items()
    }  # fmt: skip
