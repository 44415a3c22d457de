"""The suppliers of an organisation looked up by number or name, many at once: linked or made, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.actions import bulk
from accounts.models import Organisation, User
from suppliers.actions.suppliers import IDENTITY, Identity
from suppliers.models import Supplier, SupplierLink
from suppliers.names import normalised


class SupplierDirectory:
    """Who is who for one import. Reads the organisation's suppliers once; ``learn`` brings the numbers of a batch."""

    def __init__(self, *, organisation: Organisation, by: User, at: datetime) -> None:
        self._organisation, self._by, self._at = organisation, by, at
        self._by_kvk: dict[str, Supplier] = {}
        self._asked: set[str] = set()
        self._by_name: dict[str, list[Supplier]] = {}
        self._linked: set[int] = set()
        for link in SupplierLink.objects.filter(organisation=organisation).select_related("supplier").iterator():
            self._keep(link.supplier)
            self._linked.add(link.supplier_id)

    def learn(self, numbers: Iterable[str]) -> None:
        """Look these KvK numbers up in the installation: the identity only."""
        wanted = {number for number in numbers if number} - set(self._by_kvk) - self._asked
        self._asked |= wanted
        for supplier in Supplier.objects.filter(kvk__in=wanted):
            self._by_kvk[supplier.kvk] = supplier

    def with_number(self, kvk: str) -> Supplier | None:
        """The supplier with this number, wherever it is known."""
        return self._by_kvk.get(kvk)

    def match(self, identity: Identity, *, rather: Supplier | None = None) -> Supplier | None:
        """The supplier that is meant, ``rather`` this one where it can be; None when it has to be made.

        Raises ``ValidationError`` when a name without number may be of several.
        """
        if identity.kvk and identity.kvk in self._by_kvk:
            return self._by_kvk[identity.kvk]
        alike = [
            each
            for each in self._by_name.get(normalised(identity.name), [])
            if not (identity.country and each.country and identity.country != each.country)
            and not (identity.kvk and each.kvk)
        ]
        if rather is not None and rather in alike:
            return rather
        exact = [each for each in alike if each.name == identity.name]
        found = exact or alike
        if len(found) > 1:
            raise ValidationError(_("You have several suppliers of this name. Fill in the KvK number."))
        return found[0] if found else None

    def take_in(self, suppliers: Iterable[Supplier], identities: Iterable[Identity]) -> None:
        """Link these suppliers and make these new ones, so that ``match`` finds them; in a few queries."""
        new = [
            Supplier(created_at=self._at, **{name: getattr(each, name) for name in IDENTITY})
            for each in _distinct(identities)
        ]
        made = bulk.create(
            new, action="supplier.created", names=IDENTITY, organisation=self._organisation, by=self._by, at=self._at
        )
        for supplier in made:
            self._keep(supplier)
        unlinked = {each.pk: each for each in (*suppliers, *made) if each.pk not in self._linked}
        links = SupplierLink.objects.bulk_create(
            (
                SupplierLink(organisation=self._organisation, supplier=each, created_at=self._at)
                for each in unlinked.values()
            ),
            batch_size=bulk.AT_ONCE,
        )
        bulk.record(
            action="supplier.linked",
            changed=[(unlinked[link.supplier_id], {}, {"link": link.pk}) for link in links],
            organisation=self._organisation, by=self._by, at=self._at,
        )  # fmt: skip
        for supplier in unlinked.values():
            self._linked.add(supplier.pk)
            self._keep(supplier)

    def _keep(self, supplier: Supplier) -> None:
        if supplier.kvk:
            self._by_kvk[supplier.kvk] = supplier
        known = self._by_name.setdefault(normalised(supplier.name), [])
        if supplier not in known:
            known.append(supplier)


def _distinct(identities: Iterable[Identity]) -> list[Identity]:
    """Each once: the same number, or without number the same name, is the same supplier."""
    found: dict[tuple[str, str], Identity] = {}
    for each in identities:
        found.setdefault((each.kvk, "" if each.kvk else normalised(each.name)), each)
    return list(found.values())
