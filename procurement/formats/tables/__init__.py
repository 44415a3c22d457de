"""Tables of others as files: columns defined once, rows read with every error, templates and files written."""
