"""The exit status of a command: 0 done, 1 data refused, 2 wrong use."""

from __future__ import annotations

import pytest

from manage import CommandLine


def test_an_unknown_command_is_wrong_use() -> None:
    with pytest.raises(SystemExit) as ended:
        CommandLine(["manage.py", "no_such_command"]).execute()

    assert ended.value.code == 2
