"""Crash tests: check the disk after a command is killed or the power fails.

How it works A real command runs with ``shim.c`` preloaded. The shim logs every call that changes a
file below the home of a desk, and the data that the call writes (``log.py``). ``filesystem.py``
replays the log in memory and tracks which changes are synced. ``images.py`` stops the replay at
some operation and makes images of what the disk may contain. ``checks.py`` puts each image in place
of the desk and checks the image. ``scenarios.py`` lists the commands.

    kill
        The image has all operations up to some moment. A kill loses no written data.
    torn write
        The image has all operations up to some moment, and a part of the next write. The part ends
        at any sector (512 bytes), page (4096 bytes) or byte.
    power loss
        The image has all synced changes up to some moment. Each unsynced write and each unsynced
        name survives with probability 1/2, whatever happens to the others. In half of the images,
        each sector of a write survives or is lost separately.

What every image must satisfy
    The register opens and is sound. The register has the events from before or after the command;
    after an interrupted import, the register has the events of complete entries. The same holds for
    the seals. The register has everything that the command reported on stdout. The views and the
    search index are correct, after a rebuild if necessary. The next entry gets the ref that follows
    from the log, and a replay finds no difference. A second run of the import or the dispatch
    records everything that is still missing. Every other file is unchanged or complete; after the
    command has ended, every file is complete. The command leaves no other files behind except
    drafts (``checks.MAY_STAY``).

What the model covers
    ``fsync`` and ``fdatasync`` make the content of a file durable, but not the file name. ``fsync``
    of a folder makes the names in the folder durable, but not the contents. A rename is atomic.
    Names survive in any order: the model does not assume a journal like that of ext4. Modes change
    at once. Images have no shared memory (``-shm``), because SQLite recreates it. A write to part
    of a sector leaves the rest of the sector unchanged (SQLite's "powersafe overwrite"). The model
    does not cover renamed folders, symbolic links, punched holes, or files written through
    ``mmap``. The tests notice a change that the log misses, because the replayed log must match the
    disk.

A failure shows the scenario, the sort of interruption, the number of operations and the seed. Every
run makes the same images. ``CRASH_KEEP=FOLDER`` keeps the images that fail:

    CRASH_KEEP=/tmp/images pytest tests/crash -k "import and power"
"""
