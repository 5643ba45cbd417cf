"""Messages: one line of JSON each, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sattile_plugin.contract.messages import Done, Failed, Message, Notice, Progress, decode_message, encode_message

PLAIN = st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False))
MESSAGES = st.one_of(
    st.builds(Progress, st.text(), st.integers(), st.integers()),
    st.builds(Notice, st.text(), PLAIN),
    st.builds(Done, st.dictionaries(st.text(), st.text()), PLAIN),
    st.builds(Failed, st.text(), st.text(), PLAIN, st.text()),
)


@given(MESSAGES)
def test_a_message_is_one_line_and_reads_back(message: Message):
    line = encode_message(message)
    assert "\n" not in line
    assert decode_message(line + "\n") == message


@pytest.mark.parametrize(
    "line",
    ["", "hello", "[]", "3", "null", "{}", '{"type": "song"}', '{"type": "progress"}', '{"type": "done", "extra": 1}'],
)
def test_a_line_that_is_no_message_is_refused(line: str):
    with pytest.raises(ValueError, match="not a message of the worker"):
        decode_message(line)


def test_a_value_that_json_lacks_becomes_text():
    line = encode_message(Notice("n", {"layer": Path("a/b.gpkg")}))
    assert json.loads(line)["values"] == {"layer": "a/b.gpkg"}
