"""Whenever a command is broken off, by a kill or a power loss: nothing is lost, half there or wrong."""

import time
from copy import deepcopy
import pytest

from tests.conftest import Desk
from tests.crash.checks import Broken, Examiner, parsing_once
from tests.crash.filesystem import FileSystem
from tests.crash.images import Sort, images
from tests.crash.log import shim
from tests.crash.scenarios import SCENARIOS, Scenario

COUNT = 200

pytestmark = pytest.mark.skipif(isinstance(shim(), str), reason=str(shim()))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_try(desk: Desk, tmp_path, scenario: Scenario) -> None:
    scenario.prepare(desk)
    start = FileSystem.of(desk.home)
    before = start.image()
    t = time.process_time()
    _, log = scenario.run(desk, tmp_path / "log")
    done = FileSystem.of(desk.home).image()
    all_ = deepcopy(start)
    for op in log:
        all_.apply(op)
    assert all_.image() == done
    with parsing_once(desk.monkeypatch):
        examiner = Examiner(desk, scenario, log, before, done)
        from collections import Counter
        for sort in Sort:
            from tests.crash.images import place
            place(before, desk.home)
            t = time.process_time()
            n = 0; bad = Counter(); first = {}
            e0 = examiner.examined
            for moment, image in images(sort, deepcopy(start), log, COUNT):
                n += 1
                try:
                    examiner.examine(moment, image)
                except Broken as b:
                    bad[str(b)[:160]] += 1
                    first.setdefault(str(b)[:160], (str(moment), str(log[moment.number-1])))
            print("\n", scenario, len(log), sort, n, "examined", examiner.examined - e0, f"{time.process_time()-t:.1f}s", "registers", len(examiner._registers))
            for k, v in bad.items(): print("    ", v, k, first[k])
