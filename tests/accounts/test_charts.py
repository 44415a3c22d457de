"""Charts: their geometry, and that each says in words and in a table what it draws."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils import translation

from accounts.templatetags import chart_shapes as shapes
from accounts.templatetags import charts

BARS = [{"label": "Risicoanalyse", "value": 0.875, "url": "/x/"}, {"label": "Plan", "value": None}]
STACKS = [{"label": "2025", "values": [3, 0, 1]}, {"label": "2026", "values": [None, 8, 8]}]
LINES = [{"label": "MVI", "values": [0.5, None, 0.7]}, {"label": "ISV", "values": [0.1, 0.2, 0.3]}]
WEBS = [{"label": "Gekozen", "values": [3, None, 1]}]

ALL = {
    "bars": '{% bar_chart "Op tijd" bars unit="%" pdf=pdf %}',
    "stacks": '{% stacked_chart "Per niveau" names stacks pdf=pdf %}',
    "lines": '{% line_chart "Per jaar" years lines unit="%" pdf=pdf %}',
    "share": '{% share_chart "Met MVI" 300 457 label="met MVI" pdf=pdf %}',
    "web": '{% web_chart "Ambitieweb" names webs pdf=pdf %}',
}


def drawn(source: str, *, pdf: bool = False) -> str:
    values: dict[str, Any] = {
        "bars": BARS,
        "stacks": STACKS,
        "lines": LINES,
        "webs": WEBS,
        "names": ["Basis", "Significant", "Ambitieus"],
        "years": [2024, 2025, 2026],
        "pdf": pdf,
    }
    return Template("{% load charts %}" + source).render(Context(values))


def svg(html: str) -> ET.Element:
    pictures = re.findall(r"<svg class=\"chart__svg\".*?</svg>", html, re.S)
    assert len(pictures) == 1
    return ET.fromstring(pictures[0])  # noqa: S314  (our own markup)


# Geometry


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (1, 1), (1.1, 2), (2.2, 2.5), (7, 10), (43, 50), (100, 100), (101, 200)]
)
def test_an_axis_ends_at_a_round_number(value: float, top: float) -> None:
    assert shapes.ceiling(value) == top


def test_the_longest_bar_fills_the_width_and_unknown_has_none() -> None:
    assert [box.width for box in shapes.bars([5, 10, None])] == [200, 400, 0]


def test_bars_without_any_value_do_not_divide_by_zero() -> None:
    assert [box.width for box in shapes.bars([0, None])] == [0, 0]


def test_the_parts_of_a_whole_bar_follow_each_other_to_its_end() -> None:
    first, second = shapes.stacks([[3, 0, 1]], whole=True)
    assert (first.x, second.x, second.index) == (0, 300, 2)
    assert second.x + second.width == pytest.approx(shapes.WIDTH, abs=2)


def test_bars_of_numbers_are_as_long_as_their_sum() -> None:
    boxes = shapes.stacks([[4], [16]], whole=False)
    assert [box.width + 1.5 for box in boxes] == [100, 400]


def test_a_line_breaks_where_a_value_is_unknown() -> None:
    line = shapes.line([1, 2, None, 2, 1], 2)
    assert len(line.points) == 4
    assert len(line.segments) == 2


def test_one_moment_stands_in_the_middle() -> None:
    assert shapes.columns(1) == [(shapes.PLOT_LEFT + shapes.PLOT_RIGHT) / 2]


def test_a_ring_is_drawn_for_its_share_only() -> None:
    assert shapes.donut(0).startswith("0.0 ")
    assert shapes.donut(1).endswith(" 0.0")


def test_the_first_axis_of_a_web_points_up() -> None:
    assert shapes.spokes(["Klimaat"] * 6)[0].x == shapes.RADAR_CENTRE[0]
    assert shapes.web([3, 0, 0], 3).points[0] == (200.0, 60.0)
    assert shapes.ring(3, 3, 3).startswith("200.0,60.0 ")


def test_a_web_of_known_values_is_one_closed_line() -> None:
    web = shapes.web([3, 1, 2], 3)
    assert (web.area, web.outline.count("M"), web.outline.endswith("Z")) == (web.outline, 1, True)


def test_what_is_unknown_in_a_web_is_a_gap_and_no_zero() -> None:
    web = shapes.web([3, 1, None, 2], 3)
    assert len(web.points) == 3
    assert web.outline.count("M") == 2
    assert not web.outline.endswith("Z")
    assert shapes.web([None, 0, None], 3).points == (shapes.RADAR_CENTRE,)
    assert shapes.web([None, None], 3) == shapes.Web("", "", ())


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Klimaat", ["Klimaat"]),
        ("Milieu en biodiversiteit", ["Milieu en", "biodiversiteit"]),
        ("Ketenverantwoordelijkheid", ["Ketenverant-", "woordelijk-", "heid"]),
    ],
)
def test_a_long_label_is_broken_where_dutch_breaks_it(label: str, lines: list[str]) -> None:
    assert shapes.broken(label, shapes.LABEL_ROOM) == lines


def test_an_english_word_breaks_as_english_does() -> None:
    with translation.override("en"):
        assert shapes.broken("Innovation-oriented procurement", 13) == ["Innovation-", "oriented", "procurement"]
        assert shapes.broken("responsibility", 11) == ["responsib-", "ility"]


@pytest.mark.parametrize("number", [6, 7])
def test_labels_beside_a_web_stay_within_the_picture(number: int) -> None:
    labels = [
        "Milieu en biodiversiteit", "Klimaat", "Circulair (niet relevant)", "Ketenverantwoordelijkheid (nog open)",
        "Diversiteit en inclusie (niet relevant)", "Social return", "Innovatiegericht inkopen (nog open)",
    ]  # fmt: skip
    widest = 7.6
    for spoke in shapes.spokes(labels[:number]):
        for text, y in spoke.lines:
            half = {"middle": 0.5, "start": 0, "end": 1}[spoke.anchor]
            left = spoke.label_x - half * widest * len(text)
            assert left >= -8
            assert left + widest * len(text) <= shapes.WIDTH + 8
            assert 8 <= y <= shapes.RADAR_HEIGHT


# Words


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "%", "onbekend"),
        (0.6564, "%", "65,6\u00a0%"),
        (1240000, "", "1.240.000"),
        (1240000, "€", "€\u00a01.240.000"),
        (2.5, "dagen", "2,5 dagen"),
    ],
)
def test_a_figure_is_written_in_the_way_of_the_language(value: float | None, unit: str, text: str) -> None:
    assert charts.figure(value, unit) == text


@pytest.mark.parametrize("name", ALL)
def test_every_chart_has_a_title_a_description_and_a_table(name: str) -> None:
    html = drawn(ALL[name])
    picture = svg(html)
    title, description = picture[0], picture[1]
    assert (title.tag, description.tag) == ("title", "desc")
    assert picture.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert description.text
    assert '<th scope="col">' in html
    assert '<th scope="row">' in html
    assert "<details" in html


@pytest.mark.parametrize("name", ALL)
def test_in_a_pdf_the_table_stands_open(name: str) -> None:
    html = drawn(ALL[name], pdf=True)
    assert "<details" not in html
    assert "<table" in html
    assert "/x/" not in html


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_coordinates_keep_their_decimal_points(name: str, language: str) -> None:
    with translation.override(language):
        picture = svg(drawn(ALL[name]))
    places = ("x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r")
    for element in picture.iter():
        for place in places:
            if place in element.attrib:
                float(element.attrib[place])
    for element in picture.iter("polygon"):
        for corner in element.attrib["points"].split():
            assert len([float(number) for number in corner.split(",")]) == 2


@pytest.mark.parametrize("name", ALL)
def test_no_colour_depends_on_a_style_sheet(name: str) -> None:
    html = drawn(ALL[name])
    assert "style=" not in html
    assert "var(" not in html


def test_a_web_says_why_a_value_is_missing() -> None:
    axes = [{"label": "Klimaat", "note": "niet relevant"}, "Milieu", "Circulair"]
    html = Template("{% load charts %}{% web_chart 'Web' axes webs %}").render(
        Context({"axes": axes, "webs": [{"label": "Gekozen", "values": [None, 2, 1]}]})
    )
    assert "Klimaat niet relevant, Milieu 2" in svg(html)[1].text  # type: ignore[operator]
    assert "stroke-dasharray" in html


def test_unknown_is_said_in_the_description() -> None:
    assert "Plan: onbekend" in drawn(ALL["bars"])
    assert "2025 onbekend" in drawn(ALL["lines"])


def test_a_row_leads_to_what_is_behind_it() -> None:
    assert '<a href="/x/">Risicoanalyse</a>' in drawn(ALL["bars"])


def test_a_share_of_nothing_is_unknown() -> None:
    html = drawn('{% share_chart "Leeg" 0 0 %}')
    assert "onbekend" in html


def test_levels_run_from_light_to_dark() -> None:
    html = drawn('{% stacked_chart "Per niveau" names stacks ordinal=True %}')
    assert charts.ORDINAL_COLOURS[0] in html
    assert charts.COLOURS[2] not in html
