"""The requests that the benchmark of several processes sends."""

from tests.e2e.letters import COMPLETE, INCOMPLETE, letter, screen


def request(place: int) -> bytes:
    """A new request of somebody new, every other one complete and with a picture."""
    sender = f"persona{place}@entidad{place}.test"
    if place % 2:
        return letter(INCOMPLETE, sender=sender)
    return letter(COMPLETE, sender=sender, files={"pantalla.png": screen() + bytes([place % 250])})
