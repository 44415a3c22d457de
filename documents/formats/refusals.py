"""Why a file is not taken in: codes that the checks raise, sentences that people read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class NotAcceptable(Exception):
    """A file that is not taken in. `code` is a key of `REASONS`; `details` fill its sentence."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    @property
    def reason(self) -> str:
        """The sentence for the person who sent the file, in the active language."""
        return str(REASONS[self.code]) % self.details


REASONS = {
    "empty": _("This file is empty."),
    "too_large": _("This file is %(size)s; the largest we accept is %(limit)s."),
    "extension": _("We do not accept this type of file. Send one of: %(allowed)s."),
    "mismatch": _("The name ends in %(named)s, but the content is something else (%(found)s)."),
    "unrecognised": _("The name ends in %(named)s, but the content is not a readable %(named)s file."),
    "pdf_broken": _("This PDF is damaged and cannot be read. Make it again and send the new file."),
    "pdf_password": _("This PDF is locked with a password. Send it without the password."),
    "pdf_launch": _("This PDF starts a program when it is opened. Send it without that action."),
    "pdf_empty": _("This PDF has no pages."),
    "too_complex": _("This file takes too long or too much memory to check. Send a simpler version."),
    "office_broken": _("This file is damaged and cannot be read. Save it again and send the new file."),
    "office_password": _("This file is locked with a password. Save it without the password."),
    "office_macros": _("This file contains macros. Save it without macros (as %(extension)s)."),
    "office_members": _("This file holds the same part twice or a part with an unsafe name."),
    "office_bomb": _("The content of this file expands to more than we can check safely."),
    "office_entities": _("This file contains XML declarations that can fetch other files."),
    "office_old": _("This is a file of an old Office version. Save it as .docx or .xlsx."),
    "workbook_sheets": _("This workbook has more than %(limit)s sheets."),
    "workbook_rows": _("Sheet “%(sheet)s” has more than %(limit)s rows. Divide them over several files."),
    "workbook_columns": _("Sheet “%(sheet)s” has more than %(limit)s columns."),
    "workbook_text": _("Row %(row)s of sheet “%(sheet)s” holds a longer text than a spreadsheet can."),
    "text_encoding": _("We cannot read the text of this file. Save it as CSV in UTF-8."),
    "text_not_table": _("This file is not a table: we found no columns in it."),
    "image_broken": _("This picture is damaged and cannot be read."),
    "image_huge": _("This picture is too large: at most %(limit)s million pixels."),
    "mail_broken": _("This is not a complete e-mail message: sender, date or content is missing."),
    "infected": _("The virus scanner found a virus in this file (%(name)s). It was not kept."),
    "scan_refused": _("The virus scanner could not check this file. It was not kept."),
    "scan_unreachable": _(
        "The virus scanner does not answer, so we cannot accept files now. "
        "The file was not kept. Please try again in a few minutes."
    ),
}

# What a reader should know of a file that was accepted and is kept as it came.
REMARKS = {
    "pdf_scripts": _("Contains scripts. The preview does not run them."),
    "pdf_attachments": _("Contains other files as attachments."),
    "pdf_links": _("Refers to files elsewhere."),
    "pdf_dynamic_form": _("Contains a dynamic form that the preview cannot show."),
    "pdf_repaired": _("Is slightly damaged; parts may not show."),
    "office_links": _("Refers to files elsewhere."),
    "office_embedded": _("Contains other files."),
    "csv_formulas": _("Contains cells that a spreadsheet may read as formulas."),
    "mail_attachments": _("Contains attachments."),
}
