"""TenderNed's own list of publications: flat JSON, without lots."""

from procurement.formats.tenderned.reader import read, recognises

__all__ = ["read", "recognises"]
