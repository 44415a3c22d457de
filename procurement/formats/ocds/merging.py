"""A record as one release: what is known of the process in the end.

The rules are those of the standard (its "merging" page): a later release changes what it states and
leaves the rest, objects in a list are the same when their `id` is, other lists are replaced whole.
"""

from __future__ import annotations

from typing import Any

from procurement.formats.fields import Json, part, parts, texts, trimmed

_OF_THE_RELEASE = ("id", "date", "tag")


def merged(record: Json) -> Json | None:
    """Return the compiled release of a record, or else its releases put together; None when it only links to them.

    The tags are those of its newest release, because "compiled" says nothing of the process.
    """
    releases = sorted(
        (release for release in parts(record, "releases") if "url" not in release),
        key=lambda release: trimmed(release, "date") or "",
    )
    compiled = dict(part(record, "compiledRelease"))
    if not compiled:
        if not releases:
            return None
        for release in releases:
            compiled = _over(compiled, release)
        compiled |= {key: releases[-1].get(key) for key in _OF_THE_RELEASE}
    newest = (releases or parts(record, "releases") or [{}])[-1]
    compiled.setdefault("ocid", record.get("ocid"))
    if texts(newest, "tag"):
        compiled["tag"] = newest["tag"]
    if trimmed(compiled, "id") is None:
        # As the standard names a compiled release that has no number of its own.
        compiled["id"] = trimmed(newest, "id") or _named(compiled)
    return compiled


def _named(compiled: Json) -> str | None:
    ocid, date = trimmed(compiled, "ocid"), trimmed(compiled, "date")
    return f"{ocid}-{date}" if ocid and date else None


def _over(older: Json, newer: Json) -> Json:
    result = dict(older)
    for key, value in newer.items():
        result[key] = _value_over(older.get(key), value)
    return result


def _value_over(older: Any, newer: Any) -> Any:
    if isinstance(older, dict) and isinstance(newer, dict):
        return _over(older, newer)
    if _have_ids(older) and _have_ids(newer):
        by_id = {str(item["id"]): item for item in older}
        for item in newer:
            by_id[str(item["id"])] = _over(by_id.get(str(item["id"]), {}), item)
        return list(by_id.values())
    return newer


def _have_ids(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) and "id" in item for item in value)
