"""What a card asks: as data for the browser, and as a message for readers without it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from clvwidgets.course._message import Message, Part
from clvwidgets.course.plan import Option, Prediction, Question, Score, filled, values_of

if TYPE_CHECKING:
    import pandas as pd

_LETTERS = "abcde"


def questions_card(
    heading: str,
    asked: Sequence[Question],
    scores: Iterable[Score] = (),
    read: Mapping[str, list[str]] | None = None,
) -> dict[str, Any]:
    """Describe multiple-choice questions to the browser; see frontend/src/contract/card.ts.

    ``read`` names for a question's key what to read if it was missed.
    """
    return {
        "kind": "questions",
        "heading": heading,
        "questions": [
            {
                "key": question.key,
                "prompt": prompt,
                "options": [
                    {"text": option.text, "feedback": option.feedback, "right": option.right}
                    for option in options
                ],
                "read": (read or {}).get(question.key, []),
            }
            for question in asked
            for prompt, options in [_with_numbers(question)]
        ],
        "scores": [{"at_least": score.at_least, "says": score.says} for score in scores],
    }


def questions_message(heading: str, asked: Iterable[Question]) -> Message:
    """Write the questions for readers; each answer unfolds what is right or wrong about it."""
    parts = [Part(heading=heading)]
    for question in asked:
        prompt, options = _with_numbers(question)
        lettered = list(zip(_LETTERS, options, strict=False))
        listed = tuple(f"{letter}) {option.text}" for letter, option in lettered)
        parts.append(
            Part(
                prompt,
                items=listed,
                unfolds=tuple(
                    Part(f"{'Right. ' if option.right else ''}{option.feedback}", heading=text)
                    for text, option in zip(listed, options, strict=True)
                ),
            )
        )
    return Message(parts, kind="ask")


def prediction_card(asked: Prediction, table: pd.DataFrame | None = None) -> dict[str, Any]:
    """Describe a prediction to the browser, with the rows that it reveals."""
    answer, reveal = _revealed(asked)
    return {
        "kind": "prediction",
        "heading": "Predict",
        "key": asked.key,
        "prompt": filled(asked.prompt, values_of(asked.numbers)),
        "low": asked.low,
        "high": asked.high,
        "step": asked.step,
        "unit": asked.unit,
        "options": list(asked.options),
        "answer": answer if isinstance(answer, str) else float(f"{answer:.6g}"),
        "reveal": reveal,
        "mark": asked.mark,
        "table": None if table is None else _written_table(table),
    }


def _written_table(table: pd.DataFrame) -> dict[str, Any]:
    """Write a table's cells, each column with as many decimals as its numbers need.

    Labels of rows are names, also where they are numbers: a year has no thousands.
    """
    labels = [table.index.get_level_values(level) for level in range(table.index.nlevels)]
    columns = [[str(label) for label in level] for level in labels]
    columns += [_written_column(table.iloc[:, place].tolist()) for place in range(table.shape[1])]
    heads = [*(level.name for level in labels), *table.columns]
    return {
        "columns": ["" if head is None else str(head).replace("_", " ") for head in heads],
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "labels": len(labels),
    }


def _written_column(values: list[Any]) -> list[str]:
    numbers = [one for one in values if isinstance(one, float) and math.isfinite(one)]
    places = next((n for n in range(4) if all(round(x, n) == x for x in numbers)), 4)
    return [_written_cell(value, places) for value in values]


def _written_cell(value: Any, places: int) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞"
    written = f"{value:,}" if isinstance(value, int) else f"{value:,.{places}f}"
    return written.replace("-", "−")


def prediction_message(asked: Prediction, result: str) -> Message:
    """Write the prediction for readers; the result unfolds."""
    _, reveal = _revealed(asked)
    unit = f" {asked.unit}" if asked.unit else ""
    asks = "Choose one." if asked.options else f"From {asked.low:,g} to {asked.high:,g}{unit}."
    return Message(
        [
            Part(heading="Predict"),
            Part(filled(asked.prompt, values_of(asked.numbers)), items=asked.options),
            Part(asks),
            Part(reveal, heading="The result", code=result, folded=True),
        ],
        kind="ask",
    )


def _revealed(asked: Prediction) -> tuple[float | str, str]:
    answer = asked.answer()
    return answer, filled(asked.reveal, {**values_of(asked.numbers), "answer": answer})


def _with_numbers(question: Question) -> tuple[str, list[Option]]:
    numbers = values_of(question.numbers)
    options = [
        Option(filled(o.text, numbers), filled(o.feedback, numbers), o.misconception)
        for o in question.options
    ]
    return filled(question.prompt, numbers), options
