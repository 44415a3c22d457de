"""`{% load ui %}`: the components. Conventions and examples: templates/components/README.md.

Small ones are built here with `format_html`; large ones render a template of templates/components/.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BoundField, widgets
from django.forms.boundfield import BoundWidget
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext

from accounts.templatetags.ui_classes import (
    ALERTS,
    BADGES,
    BUTTONS,
    CHECKBOX,
    CONTROL,
    CONTROLS,
    MESSAGE_TONES,
    RADIO,
    STATUS_TONES,
    TONE_ICONS,
)
from accounts.templatetags.ui_table import labelled_cells, sort_state

register = template.Library()

Context = template.Context

TONES = ("neutral", "info", "success", "warning", "danger")
DAY_FORMATS = {"nl": "d-m-Y", "en": "j M Y"}


def attributes(attrs: dict[str, Any]) -> SafeString:
    """Keyword arguments as HTML attributes: `hx_get` becomes `hx-get`, True a bare one, False and None none."""
    pairs = [
        (name.rstrip("_").replace("_", "-"), "" if value is True else value)
        for name, value in attrs.items()
        if value is not None and value is not False
    ]
    return format_html_join("", ' {}="{}"', pairs)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of static/img/icons.svg; decoration, unless it gets a label."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', href)


@register.simple_tag
def badge(label: str, tone: str = "neutral") -> SafeString:
    """A word in a pill; tone is one of TONES."""
    return format_html('<span class="utrecht-status-badge badge {}">{}</span>', BADGES[tone], label)


@register.simple_tag
def status(code: str, label: str) -> SafeString:
    """A state as a badge: its code chooses the tone, its label is what people read."""
    return badge(label, STATUS_TONES.get(code, "neutral"))


@register.simple_tag
def count(number: int, label: str = "") -> SafeString:
    """A number in a pill; the label is read out after it."""
    if not label:
        return format_html('<span class="count">{}</span>', number)
    return format_html('<span class="count">{}<span class="sr-only"> {}</span></span>', number, label)


def _content(label: str, icon_name: str) -> SafeString:
    return format_html("{}<span>{}</span>", icon(icon_name) if icon_name else "", label)


@register.simple_tag
def button(label: str, variant: str = "primary", icon: str = "", type: str = "submit", **attrs: Any) -> SafeString:
    """A button; variant is one of BUTTONS, any further keyword becomes an attribute."""
    return format_html(
        '<button type="{}" class="{}"{}>{}</button>', type, BUTTONS[variant], attributes(attrs), _content(label, icon)
    )


@register.simple_tag
def button_link(label: str, url: str, variant: str = "secondary", icon: str = "", **attrs: Any) -> SafeString:
    """A link that looks like a button: it goes somewhere, it changes nothing."""
    return format_html(
        '<a href="{}" class="{} button-link"{}>{}</a>', url, BUTTONS[variant], attributes(attrs), _content(label, icon)
    )


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: Context,
    label: str,
    url: str,
    variant: str = "secondary",
    icon: str = "",
    confirm: str = "",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A form of one button that posts to `url`, with one optional hidden value and a question first."""
    return {
        "csrf_token": context.get("csrf_token", ""),
        "label": label,
        "url": url,
        "variant": variant,
        "icon": icon,
        "confirm": confirm,
        "name": name,
        "value": value,
    }


def _nothing() -> SafeString:
    return format_html('<span class="unknown">{}</span>', gettext("unknown"))


def _dash() -> SafeString:
    return format_html('<span aria-hidden="true">—</span><span class="sr-only">{}</span>', gettext("none"))


@register.simple_tag
def known(value: Any) -> SafeString:
    """The value, or the word "unknown" where it is empty (0 and False are answers)."""
    if value is None or value == "":
        return _nothing()
    return conditional_escape(value)


@register.filter
def day_text(value: date) -> str:
    """A date as people here write it: 14-01-2027, in English 14 Jan 2027."""
    return formats.date_format(value, DAY_FORMATS.get((get_language() or "nl")[:2], "d-m-Y"))


@register.simple_tag
def day(value: date | None) -> SafeString:
    """A date; a dash when there is none. An instant shows its local day."""
    if value is None:
        return _dash()
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_text(value))


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """A date with its time, local; a dash when there is none."""
    if value is None:
        return _dash()
    local = timezone.localtime(value)
    text = f"{day_text(local.date())} {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


def distance(days: int) -> str:
    """How far a date is away, in words: "3 days late", "today", "in 5 days"."""
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if days == 0:
        return gettext("today")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}


@register.simple_tag
def due(value: date | None, today: date | datetime, overdue: bool | None = None, near: int = 30) -> SafeString:
    """A due date, with the distance when it is near or past. `overdue` (the domain's answer) overrules the sign."""
    if value is None:
        return _dash()
    if isinstance(today, datetime):
        today = timezone.localtime(today).date()
    days = (value - today).days
    late = days < 0 if overdue is None else overdue
    if days > near or (days < 0 and not late):
        return day(value)
    tone = "danger" if late else "warning" if days <= 7 else "neutral"
    return format_html('{} <span class="due due--{}">{}</span>', day(value), tone, distance(days))


@register.simple_tag
def money(value: Decimal | int | None, currency: str = "EUR") -> SafeString:
    """An amount, `€ 1.240.000,00` in Dutch; "unknown" when empty."""
    if value is None or value == "":
        return _nothing()
    sign = "€" if currency == "EUR" else currency
    number = formats.number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)
    return format_html('<span class="nowrap">{}\u00a0{}</span>', sign, number)


@register.simple_tag
def percent(value: float | Decimal | None, digits: int = 1) -> SafeString:
    """A share (0.656) as 65,6 %; "unknown" when empty."""
    if value is None:
        return _nothing()
    number = formats.number_format(round(Decimal(value) * 100, digits), decimal_pos=digits, use_l10n=True)
    return format_html('<span class="nowrap">{}\u00a0%</span>', number)


@register.filter
def address(email: str) -> SafeString:
    """An e-mail address that breaks behind its sign first, where a narrow column has to break it."""
    return format_html_join(mark_safe("@<wbr>"), "{}", ((part,) for part in email.split("@")))


@register.filter
def filesize(size: int) -> str:
    """How large a file is: 2.4 MB, and 100 MB without a zero behind the sign."""
    return re.sub(r"\D0(?=\s)", "", filesizeformat(size))


@register.simple_tag
def fact(label: str, value: Any) -> SafeString:
    """One pair of a `<dl class="facts">`; an empty value reads "unknown"."""
    return format_html("<dt>{}</dt><dd>{}</dd>", label, known(value))


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """Label, url, label, url, …, label: the last label is the page itself."""
    return {"links": list(zip(parts[:-1:2], parts[1::2], strict=False)), "here": parts[-1]}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """Links to the pages of a list; keeps the filters of the query string. Nothing when there is one page."""
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "request": context["request"],
        "parameter": parameter,
        "ellipsis": page.paginator.ELLIPSIS,
    }


@register.inclusion_tag("components/th.html", takes_context=True)
def th(context: Context, label: str, sort: str = "", align: str = "", hidden: bool = False) -> dict[str, Any]:
    """A column header; with `sort` a link that sorts by that field (`?sort=field`, `?sort=-field`)."""
    state = sort_state(context["request"].GET, sort) if sort else None
    return {"label": label, "align": align, "hidden": hidden, "state": state}


@register.simple_block_tag
def table(content: SafeString, caption: str, stack: bool = True, compact: bool = False, hide: bool = False) -> str:
    """A table with its caption. On a phone its rows become cards, or with `stack=False` a region that scrolls."""
    context = {"caption": caption, "stack": stack, "compact": compact, "hide": hide}
    body = labelled_cells(content) if stack else content
    return render_to_string("components/table.html", {**context, "content": mark_safe(body)})  # noqa: S308 (rendered above)


@register.simple_block_tag
def card(content: SafeString, title: str = "", level: int = 2, variant: str = "", id: str = "", intro: str = "") -> str:
    """A panel with a heading; variant: accent, danger, flat."""
    context = {"title": title, "level": level, "variant": variant, "id": id, "intro": intro}
    return render_to_string("components/card.html", {**context, "content": content})


@register.simple_block_tag
def alert(content: SafeString, tone: str = "info", title: str = "", live: bool = False) -> str:
    """A message on the page; tone: info, success, warning, danger; `live` is read out when it appears."""
    context = {"tone": ALERTS[tone], "icon": TONE_ICONS[tone], "title": title, "live": live}
    return render_to_string("components/alert.html", {**context, "content": content})


@register.simple_block_tag
def dialog(content: SafeString, id: str, title: str, open: bool = False) -> str:
    """A native dialog, opened by a link or button with `data-dialog="id"`; give the link the same page as href."""
    return render_to_string("components/dialog.html", {"id": id, "title": title, "open": open, "content": content})


@register.simple_block_tag
def fieldset(content: SafeString, legend: str, help: str = "") -> str:
    """A group of fields with a legend."""
    return render_to_string("components/fieldset.html", {"legend": legend, "help": help, "content": content})


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: SafeString, target: str = "results", label: str = "") -> str:
    """The filter form of a list: works as a plain GET form, with HTMX it renews the element with id `target`."""
    request = context["request"]
    values = {"target": target, "label": label or gettext("Filter the list"), "path": request.path}
    sort = request.GET.get("sort", "")
    return render_to_string("components/filters.html", {**values, "sort": sort, "content": content})


@register.simple_block_tag
def empty_state(content: SafeString, title: str, icon: str = "inbox") -> str:
    """What a list or panel says when there is nothing in it, with what one can do."""
    return render_to_string("components/empty_state.html", {"title": title, "icon": icon, "content": content})


@register.simple_block_tag
def timeline(content: SafeString, label: str = "") -> SafeString:
    """A history: a list of `event`s, newest first."""
    return format_html('<ol class="timeline"{}>{}</ol>', attributes({"aria_label": label or None}), content)


@register.simple_block_tag
def event(
    content: SafeString, at: date | datetime, title: str, by: Any = "", tone: str = "neutral", reason: str = ""
) -> str:
    """One thing that happened: when, what, by whom, why."""
    when = moment(at) if isinstance(at, datetime) else day(at)
    context = {"when": when, "title": title, "by": str(by or ""), "tone": tone, "reason": reason, "content": content}
    return render_to_string("components/event.html", {**context, "has_content": bool(content.strip())})


@register.simple_block_tag
def tabs(content: SafeString, label: str) -> SafeString:
    """Sub-navigation of an object: a list of `tab`s."""
    return format_html('<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>', label, content)


@register.simple_tag
def tab(label: str, url: str, current: bool = False, number: int | None = None) -> SafeString:
    """One link of `tabs`, optionally with a number."""
    shown = "" if number is None else format_html(" {}", count(number))
    mark = attributes({"aria_current": "page" if current else None})
    return format_html('<li><a href="{}"{}>{}{}</a></li>', url, mark, label, shown)


@register.simple_block_tag
def menu(content: SafeString, label: str, icon: str = "", align: str = "end", variant: str = "subtle") -> str:
    """A button that opens a list of links and small forms; works without script."""
    context = {"label": label, "icon": icon, "align": align, "classes": BUTTONS[variant]}
    return render_to_string("components/menu.html", {**context, "content": content})


@register.inclusion_tag("components/stat.html")
def stat(label: str, value: Any, url: str = "", tone: str = "", help: str = "") -> dict[str, Any]:
    """A figure with its label; with `url` the whole tile leads to the rows behind it."""
    return {"label": label, "value": value, "url": url, "tone": tone, "help": help}


@register.inclusion_tag("components/progress.html")
def progress(label: str, value: int, maximum: int = 100, text: str = "") -> dict[str, Any]:
    """A progress bar with its label and, in words, how far it is."""
    shown = text or pgettext("progress", "%(value)s of %(maximum)s") % {"value": value, "maximum": maximum}
    return {"label": label, "value": value, "maximum": maximum, "text": shown}


@register.inclusion_tag("components/steps.html")
def steps(items: Sequence[dict[str, Any]], label: str = "") -> dict[str, Any]:
    """Where one is in a process: dicts with label, state (done, current, todo) and optionally url, note."""
    return {"items": items, "label": label or gettext("Steps")}


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The control of a field in our look; choices are laid out by components/field.html itself."""
    inner = field.field.widget
    look = next((classes for base, classes in CONTROLS if isinstance(inner, base)), CONTROL)
    ours = "" if look == CHECKBOX else "control"
    return field.as_widget(attrs={"class": " ".join(f"{ours} {look} {inner.attrs.get('class', '')}".split())})


@register.simple_tag
def choice(option: BoundWidget) -> SafeString:
    """One radio button or checkbox of a field with choices, without its label."""
    look = RADIO if option.data["type"] == "radio" else CHECKBOX
    data = {**option.data, "attrs": {**option.data["attrs"], "class": look}}
    return BoundWidget(option.parent_widget, data, option.renderer).tag()


@register.filter
def kind(field: BoundField) -> str:
    """How components/field.html lays a field out: hidden, checkbox, choices, several or control."""
    inner = field.field.widget
    if inner.is_hidden:
        return "hidden"
    if isinstance(inner, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        return "choices"
    if getattr(inner, "input_type", "") == "checkbox":
        return "checkbox"
    return "several" if field.use_fieldset else "control"


@register.inclusion_tag("components/alert.html")
def message_alert(message: Message) -> dict[str, Any]:
    """One message of django.contrib.messages as an alert."""
    tone = MESSAGE_TONES.get(message.level_tag, "info")
    return {"tone": ALERTS[tone], "icon": TONE_ICONS[tone], "title": "", "live": False, "content": message}
