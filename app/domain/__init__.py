"""Words and rules: what a fact, a date, a county and a program are. Plain Python only."""
