"""How the running process holds its memory: what large mails took goes back to the system."""

import ctypes
import gc
from contextlib import suppress

_MMAP_THRESHOLD = -3
"""M_MMAP_THRESHOLD of mallopt(3)."""
_LARGE_BYTES = 1024 * 1024


def give_back_large_blocks() -> None:
    """Let each block of a megabyte or more be the system's own, which it has back at once.

    Else glibc raises that limit with the first large mail, and from then on such blocks leave holes
    that the process keeps. Other C libraries have no such setting, and need none.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)


def spare_what_stays() -> None:
    """Keep the garbage collector from looking again and again at what is there by now.

    Modules, texts and statements stay until the end. To go through them takes the collector some
    80 ms each time.
    """
    gc.collect()
    gc.freeze()
