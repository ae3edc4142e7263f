"""The examples that the help shows: a dispatch, and dates and hours as people type them."""

DISPATCH = """\
  dispatch: oil-talks-2025
  source: {title: Press release, publisher: MFA, published: 2025-04-21}
  records:
  - kind: meeting
    status: held
    title: Talks on oil
    parties: [AZ, IQ]
    occurred: 20 April 2025
    place: Baku
    topics: [oil, trade]
    participants:
    - Ali Hasan; minister of oil; IQ
    - Leyla Hasanova; deputy minister; AZ; head of delegation
    outcomes: [The sides agreed to meet again in May.]
  - kind: follow-up
    what: Send the draft
    owner: IQ
    agreed_in: Talks on oil"""
"""A short dispatch, indented as in the help; a test records it."""

DATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "days",
        (
            *("2025-04-20", "20 April 2025", "20.04.2025", "April 20, 2025", "20 avril 2025"),
            *("20 de abril de 2025", "20 апреля 2025", "20 April"),
        ),
    ),
    (
        "days near today",
        (
            *("today", "yesterday", "tomorrow", "gestern", "завтра", "monday", "last friday"),
            *("in 2 weeks", "3 days ago", "in a month"),
        ),
    ),
    (
        "months, quarters, years",
        ("2025-04", "April 2025", "Q1 2026", "first half of 2026", "spring 2026", "2026"),
    ),
    (
        "parts of them",
        (
            *("early 2026", "mid-May 2026", "late April 2026", "second week of May 2026"),
            *("next week", "end of the month"),
        ),
    ),
    ("several days", ("2025-04-20/2025-04-21", "20-22 April 2025", "28 April - 2 May 2025")),
    (
        "limits",
        ("by end of April 2026", "before 20 April 2026", "../2026-04-21", "after 20 April 2026"),
    ),
    (
        "not certain",
        ("2025?", "2025-04~", "around 20 April 2025", "2025-XX", "2025-04-XX", "199X"),
    ),
    (
        "hours",
        (
            *("tomorrow 14:30", "20 April 2025 14:30", "20 April 2025, 14h30", "friday 9 am"),
            *("20.04.2025 14.30 Uhr", "morgen um 14 Uhr", "20 April 2025 noon", "14:30"),
        ),
    ),
    (
        "from one hour to another",
        ("14:30-16:00", "20 April 2025 2-4 pm", "tomorrow 10:00-11:30"),
    ),
    (
        "hours elsewhere",
        ("20 April 2025 14:30 UTC", "20 April 2025 14:30 Baku time", "2025-04-20T14:30+04:00"),
    ),
)
"""Dates and hours as people type them, by the words for what they have in common."""
