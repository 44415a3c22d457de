"""Whatever happens to a JSON file: it gives notices or refusals, never another exception."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.formats import Notice, NoticeRefused, notice_as_json, read_notices
from tests.procurement.json_notices import as_bytes, call, package, publication, release

SAMPLES = (
    package(call(), release()),
    {"records": [{"ocid": "x", "releases": [call(), release()]}]},
    [publication(), publication(id="900002")],
    release(),
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def _check(data: bytes) -> None:
    for each in read_notices(data, filename="x.json"):
        assert isinstance(each, Notice | NoticeRefused)
        if isinstance(each, Notice):
            json.dumps(notice_as_json(each)).encode()
        else:
            assert str(each)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every holder and key in the tree."""
    if isinstance(value, dict):
        return [(value, key) for key in value] + [place for each in value.values() for place in _places(each)]
    if isinstance(value, list):
        return [(value, i) for i in range(len(value))] + [place for each in value for place in _places(each)]
    return []


@given(st.data())
@settings(max_examples=150)
def test_a_value_of_another_kind(data: st.DataObject) -> None:
    value = json.loads(as_bytes(data.draw(st.sampled_from(SAMPLES))))
    for _ in range(data.draw(st.integers(1, 3))):
        places = _places(value)
        if not places:
            break
        holder, key = data.draw(st.sampled_from(places))
        holder[key] = data.draw(JUNK)
    _check(json.dumps(value).encode("utf-8", "surrogatepass"))


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=150)
def test_a_file_with_bytes_lost_or_changed(sample: Any, data: st.DataObject) -> None:
    whole = bytearray(as_bytes(sample))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole)))
        whole[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    _check(bytes(whole))


@given(JUNK)
@settings(max_examples=100)
def test_any_json_at_all(value: Any) -> None:
    _check(json.dumps(value).encode("utf-8", "surrogatepass"))


@given(st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False))
@settings(max_examples=50)
def test_an_amount_is_what_was_written(amount: Any) -> None:
    written = format(amount, "f")
    data = as_bytes(call()).replace(b"2000000.5", written.encode())
    (notice,) = read_notices(data)
    assert isinstance(notice, Notice)
    assert notice_as_json(notice)["tender"]["estimated_value"]["amount"] == written
