"""Questions about the calls: asked by somebody with an address, answered to all by the call manager."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ruamel.yaml import YAML

from securit.integrations.demo.cast import Cast
from securit.integrations.synthetic.material import draw
from securit.kernel import refs
from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.stages.calls.public import Answer, Call, answer_question, ask_question, confirm_question


def play_questions(cast: Cast, call: Call, *, until: datetime) -> None:
    """Ask and answer while the call takes questions, as far as the moment allows; the last one may still wait."""
    world = cast.world
    file = world.folder / world.script.programme / "synthetic" / "questions.yaml"
    rows = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))[call.code]
    with refs.drawn_from(draw(world.seed, "questions", call.code)):
        for number, row in enumerate(rows, start=1):
            _play(cast, call, row, f"question-{number}@{call.code.lower()}.example", until)


def _play(cast: Cast, call: Call, row: Mapping[str, Any], email: str, until: datetime) -> None:
    asked_at, answered_at = (call.opens_at + timedelta(days=row[name]) for name in ("asked", "answered"))
    if asked_at > until:
        return
    sent = ask_question(call=call, words=row["wrote"], email=email, actor=ANONYMOUS, at=asked_at)
    asked = confirm_question(question=sent, actor=SYSTEM, at=asked_at)
    if answered_at <= until:
        words = Answer(row["question"], row["answer"], "explains")
        answer_question(question=asked, words=words, actor=cast.staff("call_manager"), at=answered_at)
