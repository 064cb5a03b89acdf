"""One schema, every form: an answer's table as CSV, workbook or map, from its JSON."""
