"""``{% load notices %}``: codes of published notices as readers know them."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.core import get_global
from django import template
from django.utils.translation import get_language

from procurement import countries, notice_wording
from procurement.formats.notice import Notice as ReadNotice
from procurement.models import Notice

register = template.Library()


@register.filter
def country(code: str) -> str:
    """The name of a country in the reader's language."""
    return countries.name(code, get_language() or "nl")


@register.filter
def language(code: str) -> str:
    """The name of a language, of which notices write three letters, in the reader's language."""
    known = get_global("language_aliases").get(code.lower(), code.lower())
    names = Locale.parse((get_language() or "nl")[:2]).languages
    return str(names.get(known, code))


@register.filter
def notice_kind(notice: Notice | ReadNotice) -> str:
    """What kind of notice this is, kept or just read."""
    return notice_wording.kind_of_notice(notice.type, notice.form)


@register.filter
def in_words(code: str, about: str) -> str:
    """A code about an objective, a criterion or a result."""
    return notice_wording.words_of(code, about)


@register.filter
def all_in_words(codes: list[str], about: str) -> str:
    """Several codes, as one enumeration."""
    return ", ".join(notice_wording.words_of(code, about) for code in codes)


@register.filter
def number(criterion: dict[str, str]) -> str:
    """The number of an award criterion, with what it counts."""
    return notice_wording.number_of(criterion["number"], criterion["number_kind"])


@register.filter
def as_day(text: str | None) -> date | None:
    """A day as the facts of a notice keep it."""
    return date.fromisoformat(text) if text else None
