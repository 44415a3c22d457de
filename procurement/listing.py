"""The list of tenders as a table, for the export: everything that the pages show of a tender."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext as _

from procurement.ambition_cells import CHOICE, as_text
from procurement.formats.sheets import Cell
from procurement.formats.tables.cells import without_zeros
from procurement.models import ISV_FORMS, Ambition, Tender, Theme
from procurement.querysets import TenderQuerySet
from procurement.wording import CELL_LABELS, OBLIGATIONS, cell_text

CHUNK = 1000


def header(themes: Sequence[Theme]) -> list[str]:
    """The names of the columns, in the reader's language."""
    first = [
        _("Reference"), _("Title"), _("Nature"), _("Regime"), _("Procedure"), _("Estimated value"), _("Currency"),
        _("Publication date"), _("Award date"), "CPV", _("Categories"), _("Relevant product group"),
        _("Product groups"), _("Government-wide category"), _("Award weight on societal impact (%)"), _("Stage"),
        _("Approach"), _("Approved after publication"), _("ISV obligation"),
    ]  # fmt: skip
    parts = [_("Ambition level"), _("Relevant"), *(str(label) for cell, label in CELL_LABELS.items() if cell != CHOICE)]
    levels = [f"{part}: {theme.name}" for theme in themes for part in parts]
    return [
        *first,
        *levels,
        _("ISV decided"),
        *(f"ISV: {label}" for label in ISV_FORMS.values()),
        _("Explanation on ISV"),
    ]


def rows(tenders: TenderQuerySet, themes: Sequence[Theme]) -> Iterator[list[Cell]]:
    """A row per tender of ``tenders.with_obligation()``, read in chunks."""
    read = tenders.prefetch_related("lots__category", "ambitions__responsible").defer("description")
    for tender in read.iterator(chunk_size=CHUNK):
        yield _row(tender, themes)


def _row(tender: Tender, themes: Sequence[Theme]) -> list[Cell]:
    categories = dict.fromkeys(lot.category.name for lot in tender.lots.all() if lot.category)
    answers = {ambition.theme_id: ambition for ambition in tender.ambitions.all()}
    levels: list[Cell] = []
    for theme in themes:
        answer = answers.get(theme.pk)
        levels += _ambition(answer)
    obligation = str(OBLIGATIONS[cast("Any", tender).obligation])  # added by with_obligation()
    return [
        tender.reference, tender.title, tender.get_nature_display(), tender.get_regime_display(), tender.procedure,
        tender.estimated_value, tender.currency, tender.publication_date, tender.award_date, " ".join(tender.cpv),
        "; ".join(categories), _yes_no(tender.relevant_product_group), tender.product_groups,
        _yes_no(tender.government_wide), _percentage(tender.impact_weight), tender.get_stage_display(),
        tender.get_approach_state_display(), _yes_no(tender.is_approved_late), obligation,
        *levels, _yes_no(tender.isv_answered), *(_form(tender, form) for form in ISV_FORMS), tender.isv_explanation,
    ]  # fmt: skip


def _ambition(answer: Ambition | None) -> list[Cell]:
    if answer is None:
        return [None] * (len(CELL_LABELS) + 1)
    texts = as_text(answer)
    told: list[Cell] = [cell_text(cell, texts) or None for cell in CELL_LABELS if cell != CHOICE]
    return [answer.level, _yes_no(answer.is_relevant), *told]


def _form(tender: Tender, form: str) -> str | None:
    return _yes_no(getattr(tender, f"isv_{form}")) if tender.isv_answered else None


def _percentage(value: Decimal | None) -> Decimal | None:
    return None if value is None else without_zeros(value)


def _yes_no(value: bool | None) -> str | None:  # noqa: FBT001
    return None if value is None else _("yes") if value else _("no")
