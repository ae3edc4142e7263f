"""Update the golden screens: ``python -m tests.golden``."""

from tests.golden import FORMS, REPORTS, place, screen, world

with world() as desk:
    for report in REPORTS:
        for form in FORMS:
            place(report, form).write_text(screen(desk, report, form), "utf-8")
