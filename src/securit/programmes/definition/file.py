"""A programme file as a whole: check it, parse it, write it."""

from __future__ import annotations

import sys
from pathlib import Path as FilePath

from securit.machinery.shape import Problem, Reader
from securit.programmes.definition.checks import contradictions
from securit.programmes.definition.programme import ProgrammeDefinition
from securit.programmes.definition.reading import MOST_BYTES, Document, FileProblem, MalformedFile, load
from securit.programmes.definition.writing import as_yaml


def parse(text: str) -> ProgrammeDefinition:
    """The programme that ``text`` defines; raises :class:`MalformedFile` with every problem found.

    Whether the parts agree with each other is asked only once each part is sound by itself.
    """
    document = load(text)
    if not isinstance(document.data, dict):
        raise MalformedFile([FileProblem(1, 1, (), "A programme file is a list of names, each with its value.")])
    reader = Reader.of(document.data)
    definition = ProgrammeDefinition.from_reader(reader)
    problems = reader.problems or contradictions(definition)
    if problems:
        raise MalformedFile([_placed(document, problem) for problem in problems])
    return definition


def check(text: str) -> list[FileProblem]:
    """Every problem of ``text``, by line; empty when it is a sound programme file."""
    try:
        parse(text)
    except MalformedFile as malformed:
        return list(malformed.problems)
    return []


def dump(definition: ProgrammeDefinition) -> str:
    """The programme as YAML: the same definition always gives the same bytes, and ``parse(dump(p)) == p``."""
    return as_yaml(definition.to_data())


def cli_check(path: str) -> int:
    """Check the file at ``path`` for a command line: ``FILE:LINE:COL: sentence`` lines and a summary.

    Returns the exit status: 0 sound, 1 with problems, 2 when the file cannot be read.
    """
    try:
        text = _read(FilePath(path))
    except (OSError, ValueError) as error:
        sys.stdout.write(f"{path}: {_why(error)}\n")
        return 2
    problems = check(text)
    for problem in problems:
        sys.stdout.write(f"{path}:{problem.line}:{problem.column}: {problem.sentence}\n")
    sys.stdout.write(f"{path}: {_summary(text, problems)}\n")
    return 1 if problems else 0


def _read(path: FilePath) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"The file has {path.stat().st_size:,} bytes; at most {MOST_BYTES:,} are read.")
    return path.read_bytes().decode("utf-8")


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"The file is not UTF-8 text (byte {error.start + 1} cannot be read)."
    if isinstance(error, OSError):
        return f"The file cannot be read: {(error.strerror or 'unknown reason').lower()}."
    return str(error)


def _summary(text: str, problems: list[FileProblem]) -> str:
    if problems:
        return "1 problem." if len(problems) == 1 else f"{len(problems)} problems."
    programme = parse(text)
    counts = (
        (len(programme.partners), "partner"),
        (len(programme.challenges), "challenge"),
        (len(programme.calls), "call"),
    )
    told = ", ".join(f"{count} {word}" if count == 1 else f"{count} {word}s" for count, word in counts)
    return f"sound. {programme.acronym}: {told}."


def _placed(document: Document, problem: Problem) -> FileProblem:
    line, column = document.place(problem.path)
    return FileProblem(line, column, problem.path, problem.sentence)
