"""Releases and records of the Open Contracting Data Standard, 1.0 and 1.1."""

from procurement.formats.ocds.reader import is_record, read_record, read_release, recognises

__all__ = ["is_record", "read_record", "read_release", "recognises"]
