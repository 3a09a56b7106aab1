"""Keys are looked up in DNS within a bounded time, and remembered; any failure is no record."""

import socket
import threading
from collections.abc import Iterator

import dns.message
import dns.rcode
import dns.rrset
import pytest

from mailbot.resolver import Resolver

NAME = "s1._domainkey.minhacienda.gov.co"


class NameServer:
    """A name server on loopback: `zone` is record texts by name, each as DNS files write them."""

    def __init__(self) -> None:
        self.zone: dict[str, tuple[int, list[str]]] = {}
        self.asked: list[str] = []
        self.silent = self.failing = False
        self.clock = 0.0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def resolver(self, seconds: float = 5.0) -> Resolver:
        return Resolver(
            seconds=seconds, servers=["127.0.0.1"], port=self.port, clock=lambda: self.clock
        )

    def close(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            wire, client = self._socket.recvfrom(4096)
            if not wire:
                return
            query = dns.message.from_wire(wire)
            name = query.question[0].name.to_text(omit_final_dot=True)
            self.asked.append(name)
            if not self.silent:
                self._socket.sendto(self._answer(query, name), client)

    def _answer(self, query: dns.message.Message, name: str) -> bytes:
        response = dns.message.make_response(query)
        ttl, texts = self.zone.get(name, (0, []))
        if self.failing:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif texts:
            owner = query.question[0].name
            response.answer.append(dns.rrset.from_text(owner, ttl, "IN", "TXT", *texts))
        else:
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()


@pytest.fixture
def server() -> Iterator[NameServer]:
    server = NameServer()
    yield server
    server.close()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (['"v=DKIM1; p=AAAA"'], "v=DKIM1; p=AAAA"),
        (['"v=DKIM1; " "p=AA" "AA"'], "v=DKIM1; p=AAAA"),
        (['"v=DKIM1; p=AAAA"', '"v=DKIM1; p=BBBB"'], None),
        (['"v=DKIM1; p=\\241"'], None),
        (['""'], None),
        ([], None),
    ],
    ids=["one", "in several strings", "two records", "not ASCII", "empty", "no such name"],
)
def test_the_record_of_a_name(server: NameServer, texts: list[str], expected: str | None):
    server.zone[NAME] = (300, texts)
    assert server.resolver()(NAME) == expected
    assert server.asked == [NAME]


def test_an_answer_is_asked_for_once_as_long_as_it_holds(server: NameServer):
    server.zone[NAME] = (300, ['"a"'])
    look_up = server.resolver()
    assert [look_up(NAME), look_up(NAME)] == ["a", "a"]
    server.zone[NAME] = (300, ['"b"'])
    server.clock = 299
    assert look_up(NAME) == "a"
    server.clock = 300
    assert look_up(NAME) == "b"
    assert len(server.asked) == 2


@pytest.mark.parametrize(("ttl", "kept"), [(0, 60), (1_000_000, 3600)])
def test_an_answer_is_kept_neither_too_short_nor_too_long(server: NameServer, ttl: int, kept: int):
    server.zone[NAME] = (ttl, ['"a"'])
    look_up = server.resolver()
    for server.clock, asked in ((0, 1), (kept - 1, 1), (kept, 2)):
        assert look_up(NAME) == "a"
        assert len(server.asked) == asked


def test_a_name_server_that_keeps_silent_is_waited_for_no_longer_than_said(server: NameServer):
    server.silent = True
    assert server.resolver(seconds=0.05)(NAME) is None


def test_a_failure_is_remembered_for_a_minute(server: NameServer):
    look_up = server.resolver()
    server.failing = True
    assert look_up(NAME) is None
    server.failing, server.zone[NAME] = False, (300, ['"a"'])
    server.clock = 59
    assert look_up(NAME) is None
    server.clock = 60
    assert look_up(NAME) == "a"


@pytest.mark.parametrize("name", ["", "a" * 64 + ".co", "a..b", "ñ.co", "x" * 300, "\x00"])
def test_no_name_breaks_it(server: NameServer, name: str):
    assert server.resolver()(name) is None


def test_few_answers_are_remembered(server: NameServer):
    look_up = server.resolver()
    for number in range(201):
        look_up(f"n{number}.co")
    look_up("n200.co")
    assert len(server.asked) == 201
    look_up("n0.co")
    assert len(server.asked) == 202
