"""The picture of the state machine is drawn from its table, and is current."""

from pathlib import Path
from xml.etree import ElementTree

from mailbot.model.vocabulary import State
from mailbot.rules.commands.table import TRANSITIONS
from mailbot.rules.diagram import state_diagram

PICTURE = Path(__file__).parents[2] / "docs" / "state-machine.svg"


def test_the_picture_in_the_docs_is_current():
    current = PICTURE.read_text(encoding="utf-8") == state_diagram()
    assert current, "dibújelo de nuevo con: make diagram"


def test_every_state_and_every_transition_is_in_the_picture():
    words = " ".join(ElementTree.fromstring(state_diagram()).itertext())
    joined = " ".join(words.split())
    assert all(state.value in joined for state in State)
    assert all(f" {row.name} " in f" {joined} " for row in TRANSITIONS)
