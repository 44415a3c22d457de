"""Small OCDS releases, records and TenderNed publications for the tests of the formats."""

from __future__ import annotations

import json
from typing import Any


def release(**values: Any) -> dict[str, Any]:
    """An award of workwear, as a release of OCDS 1.1."""
    return {
        "ocid": "ocds-abc123-2026-17",
        "id": "release-2",
        "date": "2026-09-10T10:00:00+02:00",
        "tag": ["award", "contract"],
        "language": "nl",
        "buyer": {"id": "NL-KVK-27370985", "name": "Ministerie van Voorbeelden"},
        "parties": [
            {
                "id": "NL-KVK-27370985", "name": "Ministerie van Voorbeelden", "roles": ["buyer"],
                "address": {"countryName": "NL", "locality": "Den Haag"},
            },
            {"id": "NL-KVK-70248311", "name": "Weverij De Voorbeelden B.V.", "roles": ["supplier"]},
        ],
        "tender": {
            "id": "2026-17", "title": " Werkkleding", "mainProcurementCategory": "goods", "procurementMethod": "open",
            "value": {"amount": 2000000.50, "currency": "eur"},
            "items": [{"id": 1, "classification": {"scheme": "CPV", "id": "18100000-0"}}],
        },
        "awards": [
            {
                "id": 1, "status": "active", "date": "2026-08-01", "value": {"amount": 1900000, "currency": "EUR"},
                "suppliers": [{"id": "NL-KVK-70248311", "name": "Weverij De Voorbeelden B.V."}],
            }
        ],
        "contracts": [
            {
                "id": 7, "awardID": 1, "dateSigned": "2026-09-01",
                "period": {"startDate": "2026-10-01T00:00:00Z", "endDate": "2030-09-30"},
            }
        ],
        **values,
    }  # fmt: skip


def call(**values: Any) -> dict[str, Any]:
    """The call for competition before that award."""
    made = release(id="release-1", date="2026-03-02T09:00:00Z", tag=["tender"], **values)
    return {key: value for key, value in made.items() if key not in ("awards", "contracts")}


def package(*releases: Any, **values: Any) -> dict[str, Any]:
    """A release package."""
    return {"version": "1.1", "uri": "https://example.org/1", "releases": list(releases), **values}


def publication(**values: Any) -> dict[str, Any]:
    """An award as TenderNed's list writes it."""
    return {
        "id": "900001",
        "tenderned_kenmerk": "700001",
        "bron": "tenderned",
        "publicatie_type": "gegund",
        "type_publicatie_code": "AGO",
        "publicatiecode_code": "EF29",
        "titel": "Onderzoek naar ketens",
        "omschrijving": "\tEen onderzoek.",
        "aanbestedende_dienst": "Gemeente Voorbeeld",
        "type_opdracht_code": "D",
        "procedure_code": "NOP",
        "publicatiedatum": "2026-04-24",
        "sluitingsdatum": "2026-03-02T10:00:00",
        "gunningswaarde": None,
        "waarde_definitief": 225000.0,
        "datum_gunning": "2026-04-01",
        "winnaar": "Bureau Een B.V.",
        "extra_winnaars": ["Bureau Twee", "Bureau Een B.V.", "Bureau Twee"],
        "cpv_codes": [],
        "classificatie": {"thema": "Geraden", "opdrachtgrootte": "Groot"},
        **values,
    }


def as_bytes(value: Any) -> bytes:
    """The file that holds this."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
