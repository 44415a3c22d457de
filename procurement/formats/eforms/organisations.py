"""The organisations of a notice, and which of them buy."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.formats.eforms.elements import find, find_all, first_stated, in_extension, stated, text_at
from procurement.formats.notice import Buyer, Winner
from procurement.formats.refusal import NoticeRefused


class Organisations:
    """Looks up the organisations of one notice by the number that it gives them itself."""

    def __init__(self, root: Element, language: str | None) -> None:
        self._language = language
        self._companies: dict[str, Element] = {}
        for organisation in in_extension(root, "efac:Organizations/efac:Organization"):
            self._take(organisation)

    def _take(self, organisation: Element) -> None:
        company = find(organisation, "efac:Company")
        if company is None:
            return
        # A touch point is a counter of the same company, so it answers with the company.
        for part in (company, *find_all(organisation, "efac:TouchPoint")):
            if number := first_stated(part, "cac:PartyIdentification/cbc:ID"):
                self._companies.setdefault(number, company)

    def buyer(self, contracting_party: Element, number: str) -> Buyer:
        """Return the buyer behind `number`, with what its ContractingParty says of it."""
        company = self._company(number)
        registered = self._registration(company)
        return Buyer(
            name=text_at(company, "cac:PartyName/cbc:Name", self._language),
            id=stated(registered),
            country=first_stated(company, "cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
            id_scheme=None if registered is None else registered.get("schemeID"),
            city=first_stated(company, "cac:PostalAddress/cbc:CityName"),
            nuts=first_stated(company, "cac:PostalAddress/cbc:CountrySubentityCode"),
            legal_type=first_stated(
                contracting_party,
                "cac:ContractingPartyType/cbc:PartyTypeCode[@listName='buyer-legal-type']",
            ),
            activity=first_stated(contracting_party, "cac:ContractingActivity/cbc:ActivityTypeCode"),
        )

    def winner(self, number: str) -> Winner:
        """Return the tenderer behind `number`."""
        company = self._company(number)
        registered = self._registration(company)
        return Winner(
            name=text_at(company, "cac:PartyName/cbc:Name", self._language),
            id=stated(registered),
            country=first_stated(company, "cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
            id_scheme=None if registered is None else registered.get("schemeID"),
            city=first_stated(company, "cac:PostalAddress/cbc:CityName"),
            nuts=first_stated(company, "cac:PostalAddress/cbc:CountrySubentityCode"),
        )

    def _company(self, number: str) -> Element:
        try:
            return self._companies[number]
        except KeyError:
            raise NoticeRefused(
                _("The notice refers to “%(value)s”, but that is not in the file."), value=number
            ) from None

    def _registration(self, company: Element) -> Element | None:
        numbers = find_all(company, "cac:PartyLegalEntity/cbc:CompanyID")
        return next((number for number in numbers if stated(number)), None)


def buyers_of(root: Element, organisations: Organisations) -> tuple[Buyer, ...]:
    """Return the buyers as published and in that order, joint buyers each on their own."""
    buyers: dict[str, Buyer] = {}
    for contracting_party in find_all(root, "cac:ContractingParty"):
        number = first_stated(contracting_party, "cac:Party/cac:PartyIdentification/cbc:ID")
        if number and number not in buyers:
            buyers[number] = organisations.buyer(contracting_party, number)
    return tuple(buyers.values())
