"""Notices in eForms: UBL 2.3 documents with the extensions of Regulation (EU) 2019/1780."""

from procurement.formats.eforms.reader import read, recognises

__all__ = ["read", "recognises"]
