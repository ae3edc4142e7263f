"""If many processes record into one register at the same time, every recording succeeds."""

from concurrent.futures import ThreadPoolExecutor

from tests.conftest import Answer, Desk

PROCESSES = 4
ENTRIES = 12

DISPATCH = """\
dispatch: desk-{desk}-{number}
source: {{title: Report {number} of desk {desk}}}
records:
  - kind: visit
    handle: visit
    status: announced
    title: Visit {number} of desk {desk}
    host: IQ
    participants: [{{name: Officer {number}, side: AZ}}]
"""


def test_four_processes_record_at_once(desk: Desk) -> None:
    """Four processes record dozens of dispatches at once, and the log has no gap.

    The register does not exist at first, so all four processes may try to create the register.
    """

    def queue(number: int) -> list[Answer]:
        names = [f"{number}-{entry}.yaml" for entry in range(ENTRIES)]
        for entry, name in enumerate(names):
            desk.write(name, DISPATCH.format(desk=number, number=entry))
        return [desk.forked("record", name, "--new") for name in names]

    with ThreadPoolExecutor(PROCESSES) as pool:
        answers = [answer for queue in pool.map(queue, range(PROCESSES)) for answer in queue]
    for answer in answers:
        assert (answer.code, answer.err) == (0, "")
    entries = desk.read("audit", "log")["entries"]
    events = [event for entry in entries for event in entry["events"]]
    assert len(entries) == PROCESSES * ENTRIES
    assert [event["position"] for event in events] == list(range(1, len(events) + 1))
    # Each queue names the same officers; the first queue registers the officers.
    kinds = [event["type"] for event in events]
    assert kinds.count("VisitAnnounced") == PROCESSES * ENTRIES
    assert kinds.count("PartyRegistered") == ENTRIES
    assert desk.run("audit", "replay").code == 0
    assert len(desk.read("timeline")["entries"]) == PROCESSES * ENTRIES


def test_readers_and_a_writer_at_once(desk: Desk) -> None:
    """A report that runs during recording is complete up to the position that it gives."""
    for number in range(6):
        desk.write(f"{number}.yaml", DISPATCH.format(desk=0, number=number))
    assert desk.forked("record", "0.yaml").code == 0

    def write(_: int) -> list[Answer]:
        return [desk.forked("record", f"{number}.yaml") for number in range(1, 6)]

    def read(_: int) -> list[Answer]:
        return [desk.forked("timeline", "--json") for _ in range(6)]

    with ThreadPoolExecutor(3) as pool:
        written = pool.submit(write, 0)
        reports = [report for reports in pool.map(read, range(2)) for report in reports]
    assert [answer.code for answer in written.result()] == [0] * 5
    for report in reports:
        assert (report.code, report.err) == (0, "")
        assert len(report.json["entries"]) == report.json["as_of"]["position"] / 2
