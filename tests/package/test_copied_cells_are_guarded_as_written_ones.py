"""A cell that is copied in the browser is guarded as one that Python writes into a file."""

import unicodedata

from clvwidgets.data._csv_guard import harmless

from ..front_end import run

CELLS = """
import { readFileSync } from 'node:fs';
import { cell } from './src/panel/views/table_view';
const texts = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(texts.map(cell)));
"""
# Every sign that reads as one of those that begin a formula, in any width.
STARTERS = [
    chr(code)
    for code in range(0x20, 0x20000)
    if unicodedata.normalize("NFKC", chr(code))[:1] in tuple("=+-@")
]
UNSEEN = ["", " ", "\u00a0", "\u200b", "\ufeff", "\u2800", "\u3164", "\u0301"]


def test_both_guard_the_same_cells(tmp_path):
    assert len(STARTERS) > 12
    texts = [f"{before}{sign}cmd()" for sign in STARTERS for before in UNSEEN]
    texts += [f"x;{text}" for text in texts]
    texts += ["", " ", ";", ";;=", "Ann", "A-1", "a=b", "'=x", "1;2", "é-", "家", "\U0001f600=x"]
    assert run(CELLS, texts, tmp_path) == [harmless(text) for text in texts]
