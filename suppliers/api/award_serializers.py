"""An award as a program names it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import DayField
from accounts.models import User
from procurement.api.changes import MoneySerializer
from procurement.api.signal_serializers import CountryField
from procurement.models import Lot
from procurement.models.tenders import LONGEST_TITLE
from suppliers import reads
from suppliers.actions.awards import Award, NewSupplier
from suppliers.models import FollowUp, RiskSignals, Supplier
from suppliers.reads_chain import answer_of_scan

KEY: dict[str, Any] = {"min_value": 1, "max_value": 2**63 - 1, "required": False, "allow_null": True, "default": None}


class NewSupplierSerializer(serializers.Serializer[Any]):
    """A supplier that is not in the list; a KvK number that is known here links to that identity."""

    name = serializers.CharField(max_length=400)
    kvk = serializers.RegexField(r"^(\d{8})?$", required=False, default="", allow_blank=True)
    country = CountryField(required=False, default="", allow_blank=True)


class AwardSerializer(serializers.Serializer[Any]):
    """What was awarded to whom: ``supplier`` (its key) or ``new_supplier``. No lots: the whole tender.

    Without ``follow_up`` that of the tender, else the proposed one; another one than proposed asks
    ``follow_up_reason``. The context has ``tender`` and ``member``.
    """

    supplier = serializers.IntegerField(**KEY)
    new_supplier = NewSupplierSerializer(required=False, allow_null=True, default=None)
    lots = serializers.ListField(
        child=serializers.CharField(max_length=120), required=False, default=list, max_length=1000,
        help_text=_("Their identifiers."),
    )  # fmt: skip
    reference = serializers.CharField(max_length=120)
    title = serializers.CharField(
        max_length=LONGEST_TITLE, required=False, help_text=_("Left out: that of the tender.")
    )
    awarded_on = DayField()
    start_on = DayField()
    end_on = DayField(required=False, allow_null=True, default=None, help_text=_("Empty: the contract is open-ended."))
    value = MoneySerializer(required=False, allow_null=True, default=None)
    isv = serializers.BooleanField()
    contract_manager = serializers.IntegerField(**KEY, help_text=_("Key of a colleague."))
    risk_signals = serializers.ChoiceField(
        RiskSignals.choices, required=False, allow_blank=True, help_text=_("Left out: what the risk scan says.")
    )
    follow_up = serializers.ChoiceField(FollowUp.choices, required=False, default="", allow_blank=True)
    follow_up_reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=4000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["supplier"] is None) == (attrs["new_supplier"] is None):
            raise serializers.ValidationError({"supplier": _("Name a supplier or a new one, and not both.")})
        return attrs

    def validate_supplier(self, key: int | None) -> Supplier | None:
        if key is None:
            return None
        tender = self.context["tender"]
        known = reads.suppliers_found(self.context["member"], tender.organisation, q="", chosen=str(key)).first()
        if known is None:
            raise serializers.ValidationError(_("This does not exist, or you may not see it."))
        return known

    def validate_lots(self, identifiers: list[str]) -> list[Lot]:
        lots = {lot.identifier: lot for lot in self.context["tender"].lots.all()}
        if not set(identifiers) <= set(lots):
            raise serializers.ValidationError(_("Choose lots of this tender."))
        return [lots[each] for each in dict.fromkeys(identifiers)]

    def validate_contract_manager(self, key: int | None) -> User | None:
        """A colleague; the action looks whether he may manage contracts."""
        if key is None:
            return None
        members = User.objects.filter(memberships__organisation=self.context["tender"].organisation, is_active=True)
        colleague = members.filter(pk=key).first()
        if colleague is None:
            raise serializers.ValidationError(_("Choose somebody who may manage contracts here."))
        return colleague

    def who(self) -> Supplier | NewSupplier:
        found: Supplier | None = self.validated_data["supplier"]
        return found if found is not None else NewSupplier(**self.validated_data["new_supplier"])

    def award(self) -> Award:
        tender = self.context["tender"]
        said = {"title": tender.title, "risk_signals": answer_of_scan(tender)[0], **self.validated_data}
        money = said.pop("value") or {"amount": None, "currency": "EUR"}
        del said["supplier"], said["new_supplier"]
        return Award(value=money["amount"], currency=money["currency"], **said)
