"""Allocation letters as CSV files and Excel workbooks.

A file is two tables: the *head* (key, value), which says what letter it is and what it prints in
sum, and the *lines*, one a county. In a CSV file an empty row lies between them; in a workbook
they are two sheets.
"""

HEAD_SHEET, LINES_SHEET = "Letter", "Lines"
DOCUMENT_KEYS = (
    "document",
    "type",
    "number",
    "title",
    "issued",
    "url",
    "publisher",
    "series",
    "errata_to",
    "supersedes",
)
LETTER_KEYS = (
    "program",
    "fiscal_year",
    "effective",
    "announced",
    "sets_status",
    "gap_reason",
    "override_reason",
)
TOTAL_KEYS = ("total_amount", "total_exhaustive", "total_locator")
TOTAL_OF = "total "
"""Before the code of a status: how many counties the letter prints in it."""
COLUMNS = (
    "county",
    "county_name",
    "tier",
    "amount",
    "from",
    "effective",
    "joint_with",
    "locator",
    "note",
)
PROBLEMS = "problems"
"""Column added to a file that is sent back."""
MOST_LINES = 10_000
