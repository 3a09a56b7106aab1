"""What profilers wrote is read as it is meant."""

from benchmarks.road.outside import costs, stacks

CALLGRIND = """\
version: 1
creator: callgrind-3.19.0
events: Ir
summary: 1110

ob=(1) /usr/lib/libpython3.11.so.1.0
fl=(1) ???
fn=(1) _PyEval_EvalFrameDefault
0 100
+3 5
cob=(2) /usr/lib/libsqlite3.so.0
cfn=(2) sqlite3_step
calls=2 0
* 1000
- 5

ob=(2)
fn=(2)
0 1000

totals: 1110
"""


def test_instructions_are_counted_where_they_were_executed_not_where_the_call_stands():
    python, sqlite = "libpython3.11.so.1.0", "libsqlite3.so.0"
    assert list(costs(iter(CALLGRIND.splitlines()))) == [
        (100, "_PyEval_EvalFrameDefault", python),
        (5, "_PyEval_EvalFrameDefault", python),
        (5, "_PyEval_EvalFrameDefault", python),
        (1000, "sqlite3_step", sqlite),
    ]


def test_only_what_the_watched_pass_did_counts():
    start = "_run_code (<frozen runpy>:88);main (benchmarks/road/alone.py:30)"
    lines = [
        f"{start};one_pass (mailbot/daemon/once.py:50) 900",
        f"{start};watched (benchmarks/road/alone.py:40);execute (/v/site-packages/a/b.py:7) 12",
        f"{start};watched (benchmarks/road/alone.py:40);sqlite3_step (libsqlite3.so.0) 3",
    ]
    watched = "benchmarks/road/alone.py:watched"
    assert list(stacks(lines)) == [
        ([watched, "a/b.py:execute"], 12),
        ([watched, "libsqlite3.so.0:sqlite3_step"], 3),
    ]
