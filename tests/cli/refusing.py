"""A valid dispatch, bad copies of the dispatch, and the error line for each bad copy."""

from pathlib import Path

from tests.conftest import Answer, Desk

GOOD = """\
dispatch: trip
source:
  title: A report
  language: en
  published: 2025-05-01
records:
  - kind: visit
    handle: visit
    status: concluded
    title: A visit
    occurred: 2025-04-20
    place: Baghdad
    host: Iraq
    parties: [Azerbaijan, Iraq]
    participants:
      - name: A Person
        side: Azerbaijan
    topics: [energy]
  - kind: mechanism
    handle: body
    body: working group
    title: A working group
    parties: [Azerbaijan, Iraq]
  - kind: consultation
    handle: session
    status: held
    mechanism: body
    session: 2
    part_of: visit
    occurred: 2025-04-20
  - kind: follow-up
    handle: owed
    what: Send the draft
    agreed_in: session
"""

KNOWN = """\
dispatch: before
source: {title: An earlier report}
records:
  - {kind: mechanism, handle: body, body: joint commission, title: Commission, parties: [AZ, IQ]}
  - {kind: consultation, handle: one, status: held, mechanism: body, session: 1, occurred: 2024}
  - {kind: visit, handle: visit, status: announced, title: A visit, host: IQ, parties: [AZ]}
  - {kind: follow-up, handle: owed, what: A reply, agreed_in: visit}
"""


def know(desk: Desk) -> None:
    """Record a mechanism, a session, a visit and a follow-up."""
    desk.record(desk.write("known.yaml", KNOWN))


def one_line(answer: Answer, code: int = 2) -> str:
    """Return the one line that a refused command printed, without the program's name."""
    assert "Traceback" not in answer.err
    assert (answer.code, answer.out_bytes) == (code, b""), answer.err
    [line] = answer.err.splitlines()
    assert answer.err == f"{line}\n"
    assert line.startswith("dragoman: ")
    return line.removeprefix("dragoman: ")


def refused(desk: Desk, *arguments: str | Path, code: int = 2, stdin: str = "") -> str:
    """Return the error line of a refused command, and check that the register stays the same."""
    before = desk.events()
    line = one_line(desk.run(*arguments, stdin=stdin), code)
    assert desk.events() == before
    return line


def changed(old: str, new: str) -> str:
    """Return the valid dispatch with one part replaced."""
    assert old in GOOD, old
    return GOOD.replace(old, new, 1)
