"""An interrupted command loses nothing, and leaves nothing incomplete or wrong."""

import os
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import frozen

from tests.conftest import Desk, isolate
from tests.crash.checks import CACHE, REGISTER, Broken, Examiner, parse_once
from tests.crash.filesystem import FileSystem, Image
from tests.crash.images import Moment, Sort, images, place, without_syncs
from tests.crash.log import Operation, shim
from tests.crash.scenarios import SCENARIOS, Scenario

COUNT = 100
"""The number of images of each sort, except for kills, which have one image per operation."""

KEEP = os.environ.get("CRASH_KEEP")
"""The folder in which to keep failed images, if any."""

SHOWN = 5
"""The largest number of failures to show."""

pytestmark = pytest.mark.skipif(isinstance(shim(), str), reason=str(shim()))


@frozen
class Recording:
    """One run of a real command: the desk, the files before the run, and the file operations."""

    scenario: Scenario
    home: Path
    start: FileSystem
    log: Sequence[Operation]

    @property
    def done(self) -> Image:
        """The files after the command has ended."""
        files = deepcopy(self.start)
        for operation in self.log:
            files.apply(operation)
        return files.image()


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="crash-")


@cache
def _recorded(scenario: Scenario) -> Recording:
    """Run a real command, and check that replaying its log gives the files on the disk."""
    home = Path(_shelf().name).resolve() / scenario.name.replace(" ", "-")
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch)
        scenario.given(desk)
        start = FileSystem.of(home)
        recording = Recording(scenario, home, start, scenario.run(desk, home.with_suffix(".log")))
    assert recording.done == FileSystem.of(home).image()
    return recording


def _examined(
    recording: Recording, sort: Sort, log: Sequence[Operation]
) -> Iterator[tuple[Moment, str | None]]:
    """Examine images in order; for each image, yield the failure or ``None``."""
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, recording.home)
        parse_once(patch)
        scenario, start = recording.scenario, recording.start
        again = scenario.words if scenario.resumes else ()
        desk = Desk(recording.home, patch)
        examiner = Examiner(desk, again, log, start.image(), recording.done)
        for moment, image in images(sort, deepcopy(start), log, COUNT):
            try:
                examiner.examine(moment, image)
                yield moment, None
            except Broken as broken:
                _keep(image, f"{scenario}, {moment}")
                yield moment, str(broken)


def _keep(image: Image, name: str) -> None:
    if KEEP:
        folder = Path(KEEP) / name
        folder.mkdir(parents=True)
        place(image, folder)


def _describe(recording: Recording, moment: Moment, what: str) -> str:
    """Describe how to reproduce an image."""
    last = recording.log[moment.number - 1] if moment.number else "nothing"
    return f"{recording.scenario}, {moment}, the last of which is {last}: {what}"


def _cases() -> Iterator[Any]:
    for scenario in SCENARIOS:
        for sort in Sort:
            yield pytest.param(scenario, sort, id=f"{scenario}-{sort}")


@pytest.mark.parametrize(("scenario", "sort"), [*_cases()])
def test_nothing_is_lost(scenario: Scenario, sort: Sort) -> None:
    """Every crash image of an interrupted command passes all checks."""
    recording = _recorded(scenario)
    outcomes = list(_examined(recording, sort, recording.log))
    failures = [_describe(recording, moment, what) for moment, what in outcomes if what]
    assert not failures, "\n".join(
        [
            f"{len(failures)} of {len(outcomes)} images fail; CRASH_KEEP=FOLDER keeps them:",
            *failures[:SHOWN],
        ]
    )


UNSYNCED = (
    ("rebuild", CACHE, "views"),
    ("dispatch", REGISTER, "register"),
    ("small entry", REGISTER, "events are lost|is damaged|is malformed"),
    ("export", "", "all.csv"),
)
"""Commands, parts of the paths that stay unsynced, and patterns of the expected failures."""


@pytest.mark.parametrize(("name", "path", "what"), UNSYNCED)
def test_a_missing_sync_is_detected(name: str, path: str, what: str) -> None:
    """If a command does not sync a file, at least one simulated power loss fails a check."""
    [scenario] = [scenario for scenario in SCENARIOS if scenario.name == name]
    recording = _recorded(scenario)
    outcomes = _examined(recording, Sort.POWER, without_syncs(recording.log, path))
    assert any(re.search(what, broken or "") for _, broken in outcomes)
