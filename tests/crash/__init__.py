"""Crash tests: what is on the disk after a command is killed or the power fails.

How it works
    ``shim.c`` is preloaded into a real command. The shim logs every call that changes a file below
    the home of a desk, with the written data (``log.py``). ``filesystem.py`` replays the log in
    memory and tracks which changes were synced. ``images.py`` stops the replay at some operation
    and makes images of what the disk may contain. ``checks.py`` puts each image in place of the
    desk and checks the image. ``scenarios.py`` has the commands.

    kill
        Each prefix of the operations. Written data survives when the program is killed.
    torn write
        A prefix and a part of the next write. The part ends at any sector (512 bytes), page (4096
        bytes) or byte.
    power loss
        A prefix. Each unsynced write and each unsynced name survives independently with
        probability 1/2. In half of the images, each sector of a write survives independently.

What is checked on every image
    The register opens and is sound. It has the events from before or after the command; for an
    import, the events of complete entries. The same is true of its seals. Everything that the
    command reported on stdout is recorded. The views and the search index are as if rebuilt. The
    next entry gets the ref that follows from the log, and replay finds no difference. Running the
    import or the dispatch again records the rest. Every other file is unchanged or complete; after
    the command has ended, the file is complete. Only drafts are left over (``checks.MAY_STAY``).

What the model covers
    ``fsync`` and ``fdatasync`` make the content of a file durable, but not the file name. ``fsync``
    of a folder makes the names in it durable, but not the contents. A rename is atomic. Names
    survive in any order: the model does not assume a journal like that of ext4. Modes change at
    once. Images have no shared memory (``-shm``), because SQLite recreates it. A write to part of a
    sector leaves the rest of the sector unchanged (SQLite's "powersafe overwrite"). The model does
    not cover renamed folders, symbolic links, punched holes, or files written through ``mmap``. A
    change that the log misses is detected, because the replayed log must match the disk.

A failure shows the scenario, the sort, the number of operations and the seed. Every run makes the
same images. ``CRASH_KEEP=FOLDER`` keeps the images that fail:

    CRASH_KEEP=/tmp/images pytest tests/crash -k "import and power"
"""
