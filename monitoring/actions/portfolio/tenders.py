"""The sheet of tenders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from monitoring.actions.portfolio.keeper import Case, Complaint, Keeper, Key, Scene, message, names, text
from procurement.actions import records
from procurement.actions.records import TenderFacts
from procurement.actions.tenders import obligation_judged
from procurement.formats.tables.cells import Fact
from procurement.formats.tables.columns import Sheet
from procurement.models import ISV_FORMS, ProcurementCategory, Tender, Theme
from procurement.obligation import Facts, obligation
from procurement.reads import Judgement, with_counterparts

PLAIN = (
    "reference", "title", "nature", "regime", "procedure", "estimated_value", "currency", "publication_date",
    "award_date", "government_wide", "relevant_product_group", "product_groups", "isv_explanation", "impact_weight",
)  # fmt: skip
TEXTS = ("nature", "procedure", "currency", "product_groups", "isv_explanation")
"""Texts that are empty, not null, when unknown."""
JUDGED = ("estimated_value", "currency", "nature", "regime", "publication_date", "category")
"""On what it rests whether ISV is mandatory."""


class TenderKeeper(Keeper[Tender]):
    area = "tender_approach"

    def __init__(self, sheet: Sheet, scene: Scene) -> None:
        super().__init__(sheet, scene)
        self._themes = {f"level_{theme.code}": theme for theme in Theme.objects.all()}
        own = Q(organisation=None) | Q(organisation=scene.organisation)
        self._categories: dict[str, list[ProcurementCategory]] = {}
        for category in ProcurementCategory.objects.filter(own):
            for name in {category.name_nl, category.name_en, category.code, *category.aliases}:
                self._categories.setdefault(name.casefold(), []).append(category)

    def records(self) -> QuerySet[Tender]:
        visible = Tender.objects.visible_to(self.scene.by).filter(organisation=self.scene.organisation)
        return self._whole(visible).order_by("reference")

    def find(self, keys: Sequence[Key]) -> QuerySet[Tender]:
        return self._whole(
            Tender.objects.filter(organisation=self.scene.organisation, reference__in=[key[0] for key in keys])
        )

    def _whole(self, tenders: QuerySet[Tender]) -> QuerySet[Tender]:
        return tenders.prefetch_related("ambitions__theme", "lots__category")

    def facts_of(self, record: Tender) -> dict[str, Fact]:
        facts: dict[str, Fact] = {name: getattr(record, name) for name in PLAIN}
        facts |= {name: text(cast("str", facts[name])) for name in ("reference", "title", *TEXTS)}
        facts["regime"] = record.regime or "standard"
        facts["cpv"] = tuple(dict.fromkeys(record.cpv)) or None
        for ambition in record.ambitions.all():
            facts[f"level_{ambition.theme.code}"] = ambition.level
        facts["isv_forms"] = (tuple(record.isv_forms) or ("none",)) if record.isv_answered else None
        facts["category"] = tuple(sorted({lot.category.name_nl for lot in record.lots.all() if lot.category})) or None
        return facts

    def adjust(self, facts: dict[str, Fact]) -> Iterator[Complaint]:
        if facts.get("regime", "") is None:
            facts["regime"] = "standard"
        if given := self._in_full(names(facts, "category")):
            unknown = [name for name in given if name.casefold() not in self._categories]
            if unknown:
                yield "category", _("“%(name)s” is no category of the table.") % {"name": unknown[0][:60]}
                return
            facts["category"] = tuple(sorted({self._categories[name.casefold()][0].name_nl for name in given}))

    def _in_full(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """A name with a semicolon of its own comes in parts: of those that follow, the most that are one name."""
        found, rest = [], list(parts)
        while rest:
            lengths = range(len(rest), 1, -1)
            most = next((each for each in lengths if "; ".join(rest[:each]).casefold() in self._categories), 1)
            found.append("; ".join(rest[:most]))
            del rest[:most]
        return tuple(found)

    def check(self, case: Case[Tender]) -> Iterator[Complaint]:
        tender = case.record
        if tender is None:
            return
        approach = [name for name in ("isv_forms", "isv_explanation", *self._themes) if name in case.changed]
        if approach and not tender.is_editable_approach:
            yield approach[0], _("The approach of this tender was submitted or approved. Reopen it on its page first.")
        lots = list(tender.lots.all())
        if "category" in case.changed and len(names(case.facts, "category")) > 1 and lots:
            yield "category", _("Choose the category of each lot on the page of the tender.")
        elif not tender.is_editable_approach and self._alters_obligation(case, tender):
            yield next(name for name in JUDGED if name in case.changed), message(obligation_judged(tender))

    def _alters_obligation(self, case: Case[Tender], tender: Tender) -> bool:
        """Whether the row says otherwise than what was judged; one that publishes the tender sets its day."""
        is_unknown = any(name.casefold() not in self._categories for name in names(case.facts, "category"))
        if is_unknown or tender.publication_date is None or not case.has(*JUDGED):
            return False
        judgement = Judgement(tender)
        held, wanted = judgement.facts, self._wanted(case, judgement.facts)
        if tender.stage == "planned":
            held = replace(held, published_on=wanted.published_on)
        outcomes = {obligation(facts, judgement.thresholds).outcome for facts in (held, wanted)}
        return len(outcomes) > 1

    def _wanted(self, case: Case[Tender], held: Facts) -> Facts:
        given: Any = case.facts
        categories = held.categories
        if "category" in case.changed:
            chosen = tuple(with_counterparts(each) for each in self._chosen(case))
            categories = (chosen[0] if chosen else None,) * len(categories) if categories else chosen
        return replace(
            held, nature=given["nature"] or "", regime=given["regime"] or "", published_on=given["publication_date"],
            value=given["estimated_value"], currency=given["currency"] or "", categories=categories,
        )  # fmt: skip

    def keep(self, cases: Sequence[Case[Tender]]) -> tuple[int, int]:
        common: Any = {"organisation": self.scene.organisation, "by": self.scene.by, "at": self.scene.at}
        new = [self._to_write(case) for case in cases if case.record is None]
        old = [(case.record, self._to_write(case)) for case in cases if case.record is not None]
        return len(records.create(facts=new, **common)), len(records.change(changes=old, **common))

    def _to_write(self, case: Case[Tender]) -> TenderFacts:
        # An empty cell of a new row is written too, so that no default of ours stands where nothing was known.
        changed = case.facts if case.record is None else case.changed
        fields: dict[str, Any] = {name: changed[name] for name in PLAIN if name in changed}
        fields |= {name: fields[name] or "" for name in TEXTS if name in fields}
        if "cpv" in changed:
            fields["cpv"] = list(names(changed, "cpv"))
        if "isv_forms" in changed:
            chosen = names(changed, "isv_forms")
            fields["isv_answered"] = bool(chosen)
            fields |= {f"isv_{form}": form in chosen for form in ISV_FORMS}
        levels = {theme: cast("int | None", changed[name]) for name, theme in self._themes.items() if name in changed}
        categories = self._chosen(case) if "category" in changed else None
        return TenderFacts(fields, levels, categories)

    def _chosen(self, case: Case[Tender]) -> list[ProcurementCategory]:
        """Of two lists with the same name, the one of the day of publication."""
        day = case.facts.get("publication_date")
        found = []
        for name in names(case.facts, "category"):
            known = self._categories[name.casefold()]
            valid = [each for each in known if not isinstance(day, date) or _holds(each, day)]
            found.append((valid or known)[0])
        return found


def _holds(category: ProcurementCategory, day: date) -> bool:
    begun = category.valid_from is None or category.valid_from <= day
    return begun and (category.valid_until is None or day <= category.valid_until)
