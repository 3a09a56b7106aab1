"""What is there at the start is passed over by the garbage collector; what comes later is not."""

import gc
import weakref

from mailbot.daemon.memory import spare_what_stays


class Ring:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_there_is_passed_over_and_later_garbage_is_still_freed():
    there, before = Ring(), gc.get_freeze_count()
    try:
        spare_what_stays()
        assert gc.get_freeze_count() > before
        assert not any(each is there for each in gc.get_objects())
        later = weakref.ref(Ring())
        gc.collect()
        assert later() is None
    finally:
        gc.unfreeze()
