"""Every JSON file of the shared data goes through, and what became of each stands in docs/notice-outcomes-json.md.

To write the list anew: `WRITE_OUTCOMES=1 python3 run.py test tests/suppliers/test_notice_outcomes_json.py`.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from accounts.models import Organisation, User
from procurement.actions.notices import take_in
from procurement.formats import NoticeRefused, open_notices
from tests.accounts.factories import AT, OrganisationFactory

LIST = Path(settings.BASE_DIR) / "docs" / "notice-outcomes-json.md"
RESULTS = ("created", "updated", "unchanged", "rejected")
HEAD = """# What becomes of the JSON notices of others

Every JSON file of the shared test data (folder `ocds`), taken in once, in this order, by one organisation.
A test compares this list with what happens now (`tests/suppliers/test_notice_outcomes_json.py`). Reasons
are the sentences of the product, without what stood in the file.

| file | kinds | created | updated | unchanged | rejected | why |
|---|---|---|---|---|---|---|
"""


def _line(path: Path, name: str, organisation: Organisation, by: User) -> str:
    kinds: Counter[str] = Counter()
    results: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    try:
        file = open_notices(path.read_bytes(), filename=name)
        for position in range(len(file)):
            try:
                notice = file.read(position)
                kinds[notice.form or "unknown"] += 1
                with transaction.atomic():
                    results[
                        take_in(organisation=organisation, notice=notice, sha256="a" * 64, by=by, at=AT).result
                    ] += 1
            except NoticeRefused as refused:
                results["rejected"] += 1
                reasons[str(refused.sentence)] += 1
            except ValidationError as refused:
                results["rejected"] += 1
                reasons[" ".join(sorted(refused.message_dict))] += 1
    except NoticeRefused as refused:
        results["rejected"] += 1
        reasons[str(refused.sentence)] += 1
    counts = " | ".join(str(results[result] or "") for result in RESULTS)
    said = "; ".join(f"{number}× {reason}" if number > 1 else reason for reason, number in sorted(reasons.items()))
    return f"| {name} | {', '.join(sorted(kinds))} | {counts} | {said} |\n"


@pytest.mark.django_db
def test_every_json_file_goes_through_as_the_list_says(real_data: Path) -> None:
    folder = real_data / "ocds"
    organisation, by = OrganisationFactory(), User.objects.system()
    with translation.override("en"):
        lines = [
            _line(path, str(path.relative_to(folder)), organisation, by) for path in sorted(folder.rglob("*.json"))
        ]
    now = HEAD + "".join(lines)
    if os.environ.get("WRITE_OUTCOMES"):
        LIST.write_text(now, encoding="utf-8")
    assert now == LIST.read_text(encoding="utf-8")
