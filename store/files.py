"""Files that are there when they are whole, and not before."""

import os
from pathlib import Path


def publish(draft: Path, path: Path) -> None:
    """Give a file that is whole its name. Raises FileExistsError when another has it."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)
