"""Crash tests: what is on the disk when a command is killed, or the power is lost.

How it works
    ``shim.c`` is preloaded into a real command and logs every call that changes a file below the
    home of a desk, with its data (``log.py``). ``filesystem.py`` does the log again, in memory, and
    knows of every change whether a sync has made it stay. ``images.py`` breaks it off and makes
    images of what the disk may hold; ``checks.py`` puts each image in the place of the desk and
    looks whether everything holds. ``scenarios.py`` has the commands.

    kill
        Every beginning of the operations. What a program wrote stays when it is killed.
    torn write
        A beginning, and of the next write only some bytes: up to a sector (512 bytes), a page
        (4096 bytes), or any byte.
    power loss
        A beginning, and of what was not synced, each write and each name by itself survives with
        a probability of 1/2; in half of the images, each sector of a write by itself.

What holds on every image
    The register opens and is sound; its events are those before the command, or those after, or,
    of an import, those of a whole number of its entries; its seals too. What a command has told
    of on stdout is there. The views and the search index are as if made anew. A further entry gets
    the ref that the log gives it, and replay is equal. An import or a dispatch that is run again
    does what is left. All other files are as they were or whole, and whole when the command has
    ended. Nothing is left over but drafts (``checks.MAY_STAY``).

What the model keeps, and what not
    ``fsync`` and ``fdatasync`` make the content of a file stay, and not its name; ``fsync`` of a
    folder makes the names in it stay, and not the contents. A rename is there as a whole or not at
    all. Names survive in no particular order: no journal is assumed, as that of ext4 is. Modes
    change at once. Shared memory (``-shm``) is not on an image: SQLite makes it anew. A write to a
    part of a sector leaves the rest of it as it was (SQLite's "powersafe overwrite"). Folders
    that are renamed, symbolic links, holes that are punched, and files written through ``mmap`` are
    not modelled; whatever the log does not tell is found, since the log done again has to give
    what lies on the disk.

A failure tells the scenario, the sort, the number of operations and the seed; the same images are
made in every run. ``CRASH_KEEP=FOLDER`` keeps those that do not hold:

    CRASH_KEEP=/tmp/images pytest tests/crash -k "import and power"
"""
