"""Whenever a command is broken off, nothing is lost, nothing is half there, and nothing is wrong."""

import os
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import frozen

from tests.conftest import Desk, isolate
from tests.crash.checks import Broken, Examiner, parsing_once
from tests.crash.filesystem import FileSystem
from tests.crash.images import Moment, Sort, images, place, without_syncs
from tests.crash.log import Operation, shim
from tests.crash.scenarios import SCENARIOS, Scenario

COUNT = 200
"""Images of a sort; of kills, as many as there are operations."""

KEEP = os.environ.get("CRASH_KEEP")
"""A folder in which the images are kept on which something does not hold."""

SHOWN = 5

pytestmark = pytest.mark.skipif(isinstance(shim(), str), reason=str(shim()))


@frozen
class Recording:
    """A command that was run for real: the files before it, and what it did to them."""

    scenario: Scenario
    home: Path
    start: FileSystem
    log: Sequence[Operation]


@frozen
class Failure:
    """Something that does not hold on an image."""

    moment: Moment
    what: str

    def tell(self, recording: Recording) -> str:
        """Tell how to find the image again."""
        number = self.moment.number
        last = recording.log[number - 1] if number else "nothing was done"
        return f"{recording.scenario}, {self.moment} (the last one: {last}): {self.what}"


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="crash-")


@cache
def _recorded(scenario: Scenario) -> Recording:
    home = Path(_shelf().name).resolve() / scenario.name.replace(" ", "-")
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch)
        scenario.given(desk)
        start = FileSystem.of(home)
        log = scenario.run(desk, home.with_suffix(".log"))
        _agree(deepcopy(start), log, home)
    return Recording(scenario, home, start, log)


def _agree(files: FileSystem, log: Sequence[Operation], home: Path) -> None:
    """The log tells everything: done again, it leads to what lies there."""
    for operation in log:
        files.apply(operation)
    assert files.image() == FileSystem.of(home).image()


def _failures(
    recording: Recording,
    patch: pytest.MonkeyPatch,
    sort: Sort,
    log: Sequence[Operation] | None = None,
) -> tuple[Examiner, list[Failure]]:
    """Examine the images of a sort; return who did, and what does not hold."""
    operations = recording.log if log is None else log
    isolate(patch, recording.home)
    done = deepcopy(recording.start)
    for operation in recording.log:
        done.apply(operation)
    desk = Desk(recording.home, patch)
    failures = []
    with parsing_once(patch):
        examiner = Examiner(desk, operations, recording.start.image(), done.image())
        for moment, image in images(sort, deepcopy(recording.start), operations, COUNT):
            try:
                examiner.examine(moment, image)
            except Broken as broken:
                failures.append(Failure(moment, str(broken)))
                if KEEP:
                    folder = Path(KEEP) / f"{recording.scenario}-{sort}-{len(failures)}"
                    folder.mkdir(parents=True)
                    place(image, folder)
    return examiner, failures


def _worded(recording: Recording, failures: Sequence[Failure], examined: int) -> str:
    told = [one.tell(recording) for one in failures[:SHOWN]]
    return "\n".join(
        [
            f"{len(failures)} of {examined} images do not hold; CRASH_KEEP=FOLDER keeps them",
            *told,
        ]
    )


@pytest.mark.parametrize("sort", Sort, ids=str)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_nothing_is_lost(
    scenario: Scenario, sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On every image of a disk: the register, the views and all other files are as promised."""
    recording = _recorded(scenario)
    examiner, failures = _failures(recording, monkeypatch, sort)
    if os.environ.get("CRASH_TOLD"):
        with open(os.environ["CRASH_TOLD"], "a") as f:
            import time
            print(scenario, sort, len(recording.log), "images", examiner.images, "alike", examiner.alike, f"{time.process_time():.1f}", file=f)
            from collections import Counter
            for k, v in Counter(x.what for x in failures).items():
                print("    ", v, k, file=f)
                print("        ", next(x for x in failures if x.what == k).tell(recording), file=f)
    assert not failures, _worded(recording, failures, examiner.images)
