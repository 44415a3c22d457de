"""The components: what each tag writes, in Dutch unless a test says otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from accounts.templatetags import ui, ui_classes
from accounts.workflow import MESSAGE


def written(source: str, /, **context: Any) -> str:
    """The HTML of a template that loads the tags, white space between tags taken out."""
    request = RequestFactory().get(context.pop("path", "/lijst/"))
    html = Template("{% load ui %}" + source).render(Context({"request": request, **context}))
    return "".join(line.strip() for line in html.splitlines())


def test_an_address_may_break_behind_its_sign() -> None:
    assert written("{{ address|address }}", address="a<b@c.example") == "a&lt;b@<wbr>c.example"


@pytest.mark.parametrize(
    ("size", "language", "said"),
    [
        (100 * 1024**2, "nl", "100\xa0MB"), (100 * 1024**2, "en", "100\xa0MB"), (2_500_000, "nl", "2,4\xa0MB"),
        (10 * 1024, "en", "10\xa0KB"), (0, "nl", "0\xa0bytes"), (1024**3, "nl", "1\xa0GB"),
    ],
)  # fmt: skip
def test_a_size_has_no_zero_behind_its_sign(size: int, language: str, said: str) -> None:
    with translation.override(language):
        assert written("{{ size|filesize }}", size=size) == said


class Form(forms.Form):
    name = forms.CharField(label="Naam", help_text="Voluit")
    note = forms.CharField(label="Notitie", required=False, widget=forms.Textarea)
    level = forms.ChoiceField(label="Niveau", choices=[("1", "Basis"), ("2", "Significant")], widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Soort", choices=[("a", "A")])
    agreed = forms.BooleanField(label="Akkoord")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


# Small ones


@pytest.mark.parametrize("tone", ui.TONES)
def test_a_badge_has_its_tone(tone: str) -> None:
    assert ui_classes.BADGES[tone] in ui.badge("Te laat", tone)


def test_a_label_is_escaped() -> None:
    assert "&lt;b&gt;" in ui.badge("<b>")
    assert "&lt;b&gt;" in ui.button("<b>")


def test_a_status_takes_its_tone_from_its_code() -> None:
    assert ui_classes.BADGES["success"] in ui.status("approved", "Goedgekeurd")
    assert ui_classes.BADGES["danger"] in ui.status("overdue", "Te laat")
    assert ui_classes.BADGES["neutral"] in ui.status("something_new", "Iets nieuws")


def test_every_failed_message_shows_as_danger() -> None:
    assert {ui_classes.STATUS_TONES.get(state) for state in MESSAGE.states if state in ("failed", "bounced")} == {
        "danger"
    }


def test_a_button_passes_attributes_on() -> None:
    html = ui.button("Sla op", variant="danger", name="keuze", value="ja", hx_post="/x/", disabled=True, hidden=False)
    assert 'name="keuze" value="ja" hx-post="/x/" disabled=""' in html
    assert "hidden" not in html
    assert "utrecht-button--danger" in html


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in ui.icon("plus")
    assert 'role="img" aria-label="Vertrouwelijk"' in ui.icon("lock", label="Vertrouwelijk")


def test_a_count_says_of_what() -> None:
    assert ui.count(3) == '<span class="count">3</span>'
    assert '<span class="sr-only"> te doen</span>' in ui.count(3, "te doen")


def test_a_form_of_one_button_posts_with_token_and_question() -> None:
    html = written('{% post_button "Trek in" "/weg/" confirm="Zeker?" name="a" value="b" %}', csrf_token="sleutel")
    assert html.startswith('<form method="post" action="/weg/" data-confirm="Zeker?">')
    assert 'name="csrfmiddlewaretoken" value="sleutel"' in html
    assert 'name="a" value="b"' in html


# Dates, amounts and what is unknown


@pytest.mark.parametrize(("language", "text"), [("nl", "14-01-2027"), ("en", "14 Jan 2027")])
def test_a_date_is_written_in_the_way_of_the_language(language: str, text: str) -> None:
    with translation.override(language):
        assert ui.day(date(2027, 1, 14)) == f'<time datetime="2027-01-14">{text}</time>'


def test_an_instant_shows_the_local_day_and_time() -> None:
    at = datetime(2027, 6, 30, 22, 30, tzinfo=UTC)
    assert ">01-07-2027</time>" in ui.day(at)
    assert ">01-07-2027 00:30</time>" in ui.moment(at)


def test_no_date_is_a_dash_that_is_read_out_as_a_word() -> None:
    assert ui.day(None) == ui.moment(None)
    assert '<span aria-hidden="true">—</span>' in ui.day(None)
    assert "sr-only" in ui.due(None, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("on", "overdue", "tone", "words"),
    [
        (date(2027, 1, 7), None, "danger", "3 dagen te laat"),
        (date(2027, 1, 9), None, "danger", "1 dag te laat"),
        (date(2027, 1, 10), None, "warning", "vandaag"),
        (date(2027, 1, 11), None, "warning", "over 1 dag"),
        (date(2027, 1, 30), None, "neutral", "over 20 dagen"),
    ],
)
def test_a_near_due_date_says_how_near(on: date, overdue: bool | None, tone: str, words: str) -> None:
    html = ui.due(on, date(2027, 1, 10), overdue)
    assert f'<span class="due due--{tone}">{words}</span>' in html


def test_a_due_date_far_away_is_only_a_date() -> None:
    assert ui.due(date(2027, 9, 1), date(2027, 1, 10)) == ui.day(date(2027, 9, 1))


def test_what_the_domain_does_not_call_overdue_is_not_called_late() -> None:
    saturday, monday = date(2027, 1, 9), date(2027, 1, 11)
    assert ui.due(saturday, monday, overdue=False) == ui.day(saturday)


def test_the_clock_of_a_request_counts_as_its_local_day() -> None:
    just_before_midnight_utc = datetime(2027, 1, 9, 23, 30, tzinfo=UTC)
    assert "vandaag" in ui.due(date(2027, 1, 10), just_before_midnight_utc)


def test_an_amount_is_written_in_the_way_of_the_language() -> None:
    assert "€\u00a01.240.000,50" in ui.money(Decimal("1240000.50"))
    assert "USD\u00a03,00" in ui.money(3, "USD")
    with translation.override("en"):
        assert "€\u00a01,240,000.50" in ui.money(Decimal("1240000.50"))


def test_a_share_is_a_percentage() -> None:
    assert "65,6\u00a0%" in ui.percent(0.6564551422319475)
    assert ">66\u00a0%" in ui.percent(0.6564551422319475, 0)


@pytest.mark.parametrize("value", [None, ""])
def test_unknown_is_a_value_of_its_own(value: Any) -> None:
    unknown = '<span class="unknown">onbekend</span>'
    assert ui.known(value) == unknown
    assert ui.money(value) == unknown
    assert ui.fact("Categorie", value) == f"<dt>Categorie</dt><dd>{unknown}</dd>"


@pytest.mark.parametrize("value", [0, False, "0"])
def test_zero_is_an_answer(value: Any) -> None:
    assert "unknown" not in ui.known(value)


# Lists


def test_breadcrumbs_end_at_the_page_itself() -> None:
    html = written('{% breadcrumbs "Aanbestedingen" "/a/" "2026-1" %}')
    assert '<a class="utrecht-link utrecht-link--html-a" href="/a/">Aanbestedingen</a>' in html
    assert '<span aria-current="page">2026-1</span>' in html


def test_the_pager_keeps_the_filters() -> None:
    page = Paginator(range(95), 10).page(3)
    html = written("{% pager page %}", page=page, path="/lijst/?q=laad&page=3")
    assert 'href="?q=laad&amp;page=2"' in html
    assert html.count('aria-current="page"') == 1
    assert "21–30 van 95" in html


def test_one_page_needs_no_pager() -> None:
    assert written("{% pager page %}", page=Paginator(range(5), 10).page(1)) == ""


def test_a_column_header_says_how_the_list_is_sorted() -> None:
    html = written('{% th "Waarde" sort="value" align="end" %}', path="/lijst/?sort=-value")
    assert 'data-align="end" aria-sort="descending"' in html
    assert 'href="?sort=value"' in html
    assert "aria-sort" not in written('{% th "Waarde" sort="value" %}')
    assert written('{% th "Acties" hidden=True %}') == '<th scope="col"><span class="sr-only">Acties</span></th>'


def test_a_table_becomes_cards_on_a_phone_or_a_region_that_scrolls() -> None:
    rows = "<thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody>"
    cards = written('{% table "3 regels" %}' + rows + "{% endtable %}")
    assert 'data-label="A"' in cards
    assert "tabindex" not in cards
    region = written('{% table "3 regels" stack=False %}' + rows + "{% endtable %}")
    assert 'role="region" aria-label="3 regels" tabindex="0"' in region
    assert "data-label" not in region


def test_filters_work_without_script_and_keep_the_order() -> None:
    html = written('{% filters target="lijst" %}<input name="q">{% endfilters %}', path="/lijst/?sort=-value")
    assert html.startswith('<form method="get" action="/lijst/"')
    assert 'hx-target="#lijst"' in html
    assert '<input type="hidden" name="sort" value="-value">' in html


# Blocks


def test_blocks_keep_the_markup_inside_them() -> None:
    for block in (
        'card "T"',
        'alert "info" "T"',
        'dialog id="d" title="T"',
        'fieldset "T"',
        'empty_state "T"',
        'menu "T"',
    ):
        html = written("{% " + block + " %}<b>x</b>{% end" + block.split()[0] + " %}")
        assert "<b>x</b>" in html, block
        assert "T" in html, block


def test_a_card_has_a_heading_of_the_asked_level_and_is_named_by_it() -> None:
    html = written('{% card "Termijnen" level=3 variant="accent" id="t" %}x{% endcard %}')
    assert '<section class="card card--accent" id="t" aria-label="Termijnen">' in html
    assert "<h3>Termijnen</h3>" in html


def test_an_alert_is_read_out_only_when_it_is_live() -> None:
    assert 'role="alert"' in written('{% alert "danger" "Fout" live=True %}{% endalert %}')
    assert 'role="status"' in written('{% alert "info" "Let op" live=True %}{% endalert %}')
    assert "role=" not in written('{% alert "danger" "Fout" %}{% endalert %}')


def test_an_event_says_when_what_who_and_why() -> None:
    event = '{% event at=at title="Teruggegeven" by="Tess" tone="warning" reason="Te vaag" %}<p>meer</p>{% endevent %}'
    html = written("{% timeline %}" + event + "{% endtimeline %}", at=date(2027, 1, 14))
    for part in ("14-01-2027", "Teruggegeven", "Tess", "Te vaag", "<p>meer</p>", "timeline__event--warning"):
        assert part in html


def test_an_event_without_detail_has_no_empty_box() -> None:
    assert "timeline__detail" not in written('{% event at=at title="Gemaakt" %} {% endevent %}', at=date(2027, 1, 14))


def test_the_current_tab_and_its_number() -> None:
    html = written(
        '{% tabs "Delen" %}{% tab "Documenten" "/d/" current=True number=3 %}{% tab "Rest" "/r/" %}{% endtabs %}'
    )
    assert '<a href="/d/" aria-current="page">Documenten <span class="count">3</span></a>' in html
    assert '<a href="/r/">Rest</a>' in html


def test_a_stat_leads_to_the_rows_behind_it() -> None:
    assert written('{% stat "Te laat" 4 url="/x/" %}').startswith('<a class="stat" href="/x/">')
    assert written('{% stat "Te laat" 4 %}').startswith('<div class="stat">')


def test_progress_says_how_far_it_is() -> None:
    html = written('{% progress "Verslag" 3 10 %}')
    assert '<progress max="10" value="3" aria-label="Verslag">' in html
    assert "3 van 10" in html


def test_steps_mark_where_one_is() -> None:
    html = written("{% steps items %}", items=[{"label": "A", "state": "done"}, {"label": "B", "state": "current"}])
    assert html.count('aria-current="step"') == 1
    assert '<span class="sr-only"> (gereed)</span>' in html


@pytest.mark.parametrize(
    ("level", "look"), [(constants.SUCCESS, "ok"), (constants.ERROR, "error"), (constants.INFO, "info")]
)
def test_a_message_is_an_alert_of_its_level(level: int, look: str) -> None:
    assert f"utrecht-alert--{look}" in written("{% message_alert message %}", message=Message(level, "Opgeslagen"))


# Forms


def field(name: str, data: dict[str, str] | None = None, options: str = "") -> str:
    return written('{% include "components/field.html" with field=field ' + options + " %}", field=Form(data)[name])


def test_a_field_has_label_help_and_control_tied_together() -> None:
    html = field("name")
    assert '<label class="field__label utrecht-form-label" for="id_name">Naam</label>' in html
    assert 'id="id_name_helptext"' in html
    assert 'aria-describedby="id_name_helptext"' in html


def test_an_error_stands_at_its_field_and_what_was_typed_stays() -> None:
    html = field("name", {"name": "", "note": "blijft"})
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert "blijft" in field("note", {"note": "blijft"})


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert "(niet verplicht)" in field("note")
    assert "(niet verplicht)" not in field("name")
    assert "(niet verplicht)" not in field("note", options="hide_optional=True")


def test_choices_form_a_group_with_a_legend() -> None:
    html = field("level", {})
    assert html.startswith("<fieldset")
    assert '<legend class="field__label utrecht-form-label">Niveau</legend>' in html
    assert html.count('class="utrecht-radio-button utrecht-radio-button--html-input"') == 2
    assert 'id="id_level"' in html


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("name", "utrecht-textbox"),
        ("note", "utrecht-textarea"),
        ("kind", "utrecht-select"),
        ("agreed", "utrecht-checkbox"),
    ],
)
def test_each_kind_of_control_has_its_look(name: str, look: str) -> None:
    assert look in field(name)


def test_a_hidden_field_is_only_itself() -> None:
    assert field("token") == '<input type="hidden" name="token" id="id_token">'


def test_the_summary_links_to_every_field_with_an_error() -> None:
    form = Form({"kind": "a"})
    form.add_error(None, "Het geheel klopt niet")
    html = written('{% include "components/error_summary.html" %}', form=form)
    for target in ("#id_name", "#id_level", "#id_agreed"):
        assert f'href="{target}"' in html
    assert "Het geheel klopt niet" in html
    assert written('{% include "components/error_summary.html" %}', form=Form()) == ""
