"""The organisations of a notice, and which of them buy."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.formats.eforms.elements import find, find_all, first_stated, in_extension, stated, text_at
from procurement.formats.notice import Buyer, Winner
from procurement.formats.refusal import NoticeRefused


class Organisations:
    """Looks up the organisations of one notice by the number that the notice gives them.

    Each organisation is read once, so that a file in which everything refers to everything
    takes no more time than its size.
    """

    def __init__(self, root: Element, language: str | None) -> None:
        self._by_number: dict[str, Winner] = {}
        for organisation in in_extension(root, "efac:Organizations/efac:Organization"):
            company = find(organisation, "efac:Company")
            if company is None:
                raise NoticeRefused(_("The notice has an organisation about which it says nothing."))
            read = _company(company, language)
            # A touch point is a counter of the same company, so the company answers for it.
            for part in (company, *find_all(organisation, "efac:TouchPoint")):
                if number := first_stated(part, "cac:PartyIdentification/cbc:ID"):
                    self._by_number.setdefault(number, read)

    def winner(self, number: str) -> Winner:
        """Return the tenderer behind `number`; refuse a number that the notice does not have."""
        try:
            return self._by_number[number]
        except KeyError:
            raise NoticeRefused(
                _("The notice refers to “%(value)s”, but that is not in the file."), value=number
            ) from None

    def buyer(self, number: str, contracting_party: Element) -> Buyer:
        """Return the buyer behind `number`, with what its ContractingParty says of it."""
        company = self.winner(number)
        return Buyer(
            name=company.name,
            id=company.id,
            country=company.country,
            id_scheme=company.id_scheme,
            city=company.city,
            nuts=company.nuts,
            legal_type=first_stated(
                contracting_party,
                "cac:ContractingPartyType/cbc:PartyTypeCode[@listName='buyer-legal-type']",
            ),
            activity=first_stated(contracting_party, "cac:ContractingActivity/cbc:ActivityTypeCode"),
        )


def buyers_of(root: Element, organisations: Organisations) -> tuple[Buyer, ...]:
    """Return the buyers as published and in that order, joint buyers each on their own."""
    buyers: dict[str, Buyer] = {}
    for contracting_party in find_all(root, "cac:ContractingParty"):
        number = first_stated(contracting_party, "cac:Party/cac:PartyIdentification/cbc:ID")
        if number and number not in buyers:
            buyers[number] = organisations.buyer(number, contracting_party)
    return tuple(buyers.values())


def _company(company: Element, language: str | None) -> Winner:
    numbers = find_all(company, "cac:PartyLegalEntity/cbc:CompanyID")
    registered = next((number for number in numbers if stated(number)), None)
    return Winner(
        name=text_at(company, "cac:PartyName/cbc:Name", language),
        id=stated(registered),
        country=first_stated(company, "cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
        id_scheme=None if registered is None else registered.get("schemeID"),
        city=first_stated(company, "cac:PostalAddress/cbc:CityName"),
        nuts=first_stated(company, "cac:PostalAddress/cbc:CountrySubentityCode"),
    )
