"""Signals in words, as pages, exports and the API share them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from procurement import countries, goods
from procurement.models import LABOUR_FORMS, Signal


@dataclass(frozen=True)
class SignalView:
    """One signal as people read it."""

    pk: int
    kind: str
    kind_label: str
    theme: str
    says: str
    good: str
    country: str
    country_is_known: bool
    description: str
    source: str
    source_url: str
    dated_on: date | None
    year: int | None
    is_withdrawn: bool
    for_supplier: bool


def view_of(signal: Signal) -> SignalView:
    """The signal in the language of the reader. Reads ``theme``: select it along."""
    language = get_language() or "nl"
    return SignalView(
        pk=signal.pk, kind=signal.kind, kind_label=signal.get_kind_display(),
        theme=signal.theme.name if signal.theme else "", says=says(signal),
        good=goods.label(signal.good, language) if signal.good else "", country=country_of_signal(signal, language),
        country_is_known=bool(signal.country) or not signal.country_text, description=signal.description,
        source=signal.source, source_url=signal.source_url, dated_on=signal.dated_on, year=signal.year,
        is_withdrawn=signal.withdrawn_at is not None, for_supplier=signal.for_supplier,
    )  # fmt: skip


def country_of_signal(signal: Signal, language: str) -> str:
    """The name of a known country, else as it was written; empty is every country."""
    return countries.name(signal.country, language) if signal.country else signal.country_text


def says(signal: Signal) -> str:
    """What the source says, in a few words."""
    if signal.kind == Signal.Kind.RATING:
        return _("rating %(rating)s (%(year)s)") % {"rating": signal.rating, "year": signal.year}
    if signal.forms:
        return ", ".join(str(LABOUR_FORMS[form]) for form in signal.forms if form in LABOUR_FORMS)
    return signal.theme.name if signal.theme else _("theme not stated")
