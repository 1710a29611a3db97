"""Names the likely mistake behind a wrong answer."""
