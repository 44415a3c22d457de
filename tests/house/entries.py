"""One line of the table of addresses: who is let in, with which method, for which object of the world."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.roles import DECIDE, READ, ROLES, WRITE, roles_with

MAIL = "20261102T090000000000-0123abcd-ministerie.eml"
EVERYONE = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()


def may(area: str, letter: str = READ) -> frozenset[str]:
    return roles_with(area, letter)


WRITERS = may("tender_approach", WRITE)
BUYER = frozenset({"buyer"})
APPROVERS = may("approve_approach", DECIDE)
CONTRACTS = may("contract", WRITE)
AWARDERS = CONTRACTS | {"buyer"}
HOSTS = may("dialogue", WRITE)
SETTINGS = may("settings")
ADMINISTRATOR = may("settings", WRITE)
CONFIDENTIAL = may("confidential")
FINDINGS = may("findings")
FINDERS = may("findings", WRITE)
REPORTERS = may("annual_report", WRITE)
TAKERS = WRITERS | ADMINISTRATOR
PLANNERS = may("category_plan", WRITE)
ADOPTERS = may("category_plan", DECIDE)
AIMERS = may("action_plan", WRITE)
EXCHANGERS = WRITERS | CONTRACTS | ADMINISTRATOR


@dataclass(frozen=True)
class Entry:
    """One address. ``args`` name objects of the world; an address with one is out of sight for other organisations."""

    roles: frozenset[str]
    args: tuple[str, ...] = ()
    post: bool = False
    fixed: tuple[tuple[str, object], ...] = ()
    is_portal: bool = False
    is_open: bool = False
    is_unseen: bool = False
    is_shared: bool = False
    is_api: bool = False
    data: tuple[tuple[str, str], ...] = ()

    @property
    def names_object(self) -> bool:
        return bool(self.args)


def page(roles: frozenset[str], *args: str, **fixed: object) -> Entry:
    return Entry(roles, args, fixed=tuple(fixed.items()))


def act(roles: frozenset[str], *args: str, **fixed: object) -> Entry:
    return Entry(roles, args, post=True, fixed=tuple(fixed.items()))


def shared(roles: frozenset[str], *args: str) -> Entry:
    """A row that every organisation reads; nobody is kept out by sight."""
    return Entry(roles, args, is_shared=True)


def portal(*args: str, post: bool = False, **fixed: object) -> Entry:
    return Entry(NOBODY, args, post=post, fixed=tuple(fixed.items()), is_portal=True)


def anyone(*args: str, post: bool = False, **fixed: object) -> Entry:
    return Entry(EVERYONE, args, post=post, fixed=tuple(fixed.items()), is_open=True)


def unseen(roles: frozenset[str], *args: str, post: bool = False, **fixed: object) -> Entry:
    """Other members of the organisation do not even learn that it exists."""
    return Entry(roles, args, post=post, fixed=tuple(fixed.items()), is_unseen=True)


def api(roles: frozenset[str], *args: str, **fixed: object) -> Entry:
    """An address of the API: it tells a stranger 401 and a supplier's contact 403, and sends nobody to a page."""
    return Entry(roles, args, fixed=tuple(fixed.items()), is_api=True)


def both(name: str, roles: frozenset[str]) -> dict[str, Entry]:
    """The list of the API and one row of it."""
    return {f"api:{name}-list": api(roles), f"api:{name}-detail": api(roles, name.replace("-", "_"))}


def command(roles: frozenset[str], *args: str) -> Entry:
    """What a program may have done; an empty request is refused by name, to those who may."""
    return Entry(roles, args, post=True, is_api=True)


def commands(name: str, verbs: list[str], roles: frozenset[str], *args: str) -> dict[str, Entry]:
    """Several commands for the same people about the same object."""
    return {f"api:{name}-{verb}": command(roles, *args) for verb in verbs}


def table(namespace: str, code: str, row: str, *, owned: bool = False, grows: bool = True) -> dict[str, Entry]:
    """The addresses of an editable table; the shared rows are for who administers every organisation."""
    found = {
        f"{namespace}:table-{code}": page(SETTINGS),
        f"{namespace}:table-{code}-edit": page(ADMINISTRATOR, row) if owned else shared(NOBODY, row),
    }
    if grows:
        found[f"{namespace}:table-{code}-new"] = page(ADMINISTRATOR if owned else NOBODY)
    if owned:
        found[f"{namespace}:table-{code}-delete"] = act(ADMINISTRATOR, row)
    return found
