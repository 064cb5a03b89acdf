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
ADVICE = {
    "program": "",
    "fiscal_year": "such as 2016-17",
    "effective": "when the tiers take effect: 2016-10, or 2016-10-15",
    "document": "an id of your choice, such as cfl-16-17-99",
    "type": "such as CFL",
    "number": "such as 16/17-99",
    "title": "",
    "issued": "as the letter gives it: 2016-10, or 2016-10-15",
    "url": "",
    "publisher": "",
    "series": "such as cfl",
    "errata_to": "the id of the letter that this one corrects",
    "supersedes": "the id of the letter that this one replaces",
    "sets_status": "whether the tiers begin with this letter; left empty: no for errata, else yes",
    "total_amount": "the sum that the letter prints",
    "total_exhaustive": "yes, if the statuses without a total are zero",
    "gap_reason": "why the lines do not add up to the printed sum",
    "override_reason": "why the letter breaks a rule of the program",
}
"""What to write, beside each key."""
ADVICE_ON_TOTALS = "how many counties the letter prints in"
PROBLEM = "PROBLEM: "
"""Before what is wrong, in a file that is sent back; such cells are not read."""
