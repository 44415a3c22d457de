"""Notices of before eForms: the forms F01–F25 of the TED XML schema R2.0.9 (published 2016–2024)."""

from procurement.formats.ted.reader import read, recognises

__all__ = ["read", "recognises"]
