"""Update the golden screens: ``python -m tests.golden``."""

from tests.golden import REPORTS, STORED, place, screen, world

with world() as desk:
    for report in REPORTS:
        for form in STORED:
            place(report, form).write_text(screen(desk, report, form), "utf-8")
