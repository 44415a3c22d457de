"""The portfolio as sheets of a workbook or a folder of CSV files: columns, cells, reading and writing. No database."""
