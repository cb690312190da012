"""The trail is a chain; whatever is changed behind the application's back is named by the verification."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, models, transaction

from securit.kernel import signing
from securit.kernel.actor import SYSTEM
from securit.kernel.audit import merkle, trail
from securit.kernel.audit.models import AuditEntry, AuditHead, AuditValue, Checkpoint, CheckpointLeaf
from securit.kernel.audit.trail import GENESIS, entry_hash
from securit.kernel.audit.verify import Flaw, Report, verify
from securit.kernel.perform import Note, perform
from securit.people.models import Organisation
from tests.worlds import AFTER, BEFORE, WHILE_OPEN, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    """Three entries about one organisation, two of them with a reason; two checkpoints; another organisation."""
    one = an_organisation("DE", legal_name="Nordlicht GmbH")
    an_organisation("FR")
    perform(one, "edit", actor=SYSTEM, at=WHILE_OPEN, note=Note(reason="the name was wrong", details={"n": 1}))
    trail.seal(at=WHILE_OPEN)
    perform(one, "edit", actor=SYSTEM, at=AFTER, note=Note(reason="and wrong again"))
    trail.seal(at=AFTER)
    return one


def behind_the_back(statement: str, parameters: Sequence[Any] = ()) -> None:
    """Execute a statement as somebody with the database's password would: the triggers are dropped first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("kernel_auditentry", "kernel_checkpoint", "kernel_checkpointleaf"):
            for verb in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")
        cursor.execute(statement, parameters)


def other_value(field: models.Field[Any, Any], value: Any) -> Any:
    """Another value that the column can hold."""
    if isinstance(field, models.JSONField):
        return json.dumps({**value, "added": 1})
    if isinstance(field, models.DateTimeField):
        return datetime(2021, 12, 24, tzinfo=UTC)
    if isinstance(field, models.IntegerField):
        return value + 100
    return {"a": "b"}.get(value[:1], "a") + value[1:] if value else "added"


def columns(model: type[models.Model]) -> list[Any]:
    return [
        pytest.param(f, id=f.attname) for f in model._meta.concrete_fields if not f.primary_key and not f.is_relation
    ]


def alter(row: models.Model, field: models.Field[Any, Any]) -> None:
    value = other_value(field, getattr(row, field.attname))
    behind_the_back(f"UPDATE {row._meta.db_table} SET {field.column} = %s WHERE id = %s", [value, row.pk])
    row.refresh_from_db()


def where(report: Report) -> set[str]:
    return {flaw.where for flaw in report.flaws}


def entry(organisation: Organisation, seq: int) -> AuditEntry:
    return AuditEntry.objects.get(stream=f"organisation:{organisation.ref}", seq=seq)


def name(row: AuditEntry) -> str:
    return f"entry {row.stream} #{row.seq} ({row.act})"


# -- the chain ----------------------------------------------------------------------------------------------------


def test_entries_follow_each_other(organisation: Organisation) -> None:
    rows = list(AuditEntry.objects.filter(stream=f"organisation:{organisation.ref}").order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.prev_hash for row in rows] == [GENESIS, rows[0].hash, rows[1].hash]
    assert all(row.hash == entry_hash(row) for row in rows)


def test_an_untouched_trail_follows(organisation: Organisation) -> None:
    assert verify() == Report(entries=4, streams=2, checkpoints=2, flaws=())


def test_an_empty_trail_follows() -> None:
    assert verify() == Report(0, 0, 0, ())


def test_a_reason_is_beside_the_chain_and_only_committed_to_in_it(organisation: Organisation) -> None:
    row = entry(organisation, 2)
    assert "the name was wrong" not in json.dumps([row.details, row.commitments])
    assert list(row.values.values_list("name", "value")) == [("reason", "the name was wrong")]


def test_the_same_words_twice_give_different_commitments() -> None:
    one = an_organisation()
    for _ in range(2):
        perform(one, "edit", actor=SYSTEM, at=AFTER, note=Note(reason="same"))
    assert entry(one, 2).commitments != entry(one, 3).commitments


def test_an_erased_value_leaves_the_trail_whole(organisation: Organisation) -> None:
    AuditValue.objects.filter(entry=entry(organisation, 2)).delete()
    assert verify().flaws == ()


def test_a_float_never_enters_the_trail() -> None:
    one = an_organisation()
    with pytest.raises(TypeError):
        perform(one, "edit", actor=SYSTEM, at=AFTER, note=Note(details={"score": 1.5}))
    assert verify().entries == 1


# -- the database refuses -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [AuditEntry, Checkpoint, CheckpointLeaf])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_change(organisation: Organisation, model: type[models.Model], verb: str) -> None:
    rows = model._default_manager.all()
    table = model._meta.db_table
    with pytest.raises(DatabaseError, match=f"{table} is append-only"), transaction.atomic():
        rows.update(id=1) if verb == "update" else rows._raw_delete(rows.db)
    assert verify().flaws == ()


def test_postgresql_refuses_to_empty_a_table_at_once(organisation: Organisation) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite knows no TRUNCATE
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
            cursor.execute("TRUNCATE kernel_auditentry CASCADE")
    assert verify().entries == 4


# -- every column -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", columns(AuditEntry))
def test_an_altered_column_of_an_entry_is_named(organisation: Organisation, field: models.Field[Any, Any]) -> None:
    row = entry(organisation, 2)
    alter(row, field)
    assert name(row) in where(verify())


@pytest.mark.parametrize("field", columns(AuditValue))
def test_an_altered_column_of_a_value_is_named(organisation: Organisation, field: models.Field[Any, Any]) -> None:
    row = entry(organisation, 2)
    alter(row.values.get(), field)
    assert where(verify()) == {name(row)}


@pytest.mark.parametrize("field", columns(AuditHead))
def test_an_altered_head_is_named(organisation: Organisation, field: models.Field[Any, Any]) -> None:
    head = AuditHead.objects.get(stream=f"organisation:{organisation.ref}")
    alter(head, field)
    assert f"head {head.stream}" in where(verify())


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("field", columns(Checkpoint))
def test_an_altered_checkpoint_is_named(organisation: Organisation, field: models.Field[Any, Any], number: int) -> None:
    checkpoint = Checkpoint.objects.get(number=number)
    alter(checkpoint, field)
    assert f"checkpoint {checkpoint.number}" in where(verify())


@pytest.mark.parametrize("field", columns(CheckpointLeaf))
def test_an_altered_leaf_is_named(organisation: Organisation, field: models.Field[Any, Any]) -> None:
    alter(CheckpointLeaf.objects.filter(checkpoint__number=1)[0], field)
    assert where(verify()) >= {"checkpoint 1"}


def test_a_value_moved_to_another_entry_is_named(organisation: Organisation) -> None:
    value = entry(organisation, 2).values.get()
    behind_the_back("UPDATE kernel_auditvalue SET entry_id = %s WHERE id = %s", [entry(organisation, 1).pk, value.pk])
    assert where(verify()) == {name(entry(organisation, 1))}


# -- rows taken away, put in, exchanged ----------------------------------------------------------------------------


def remove(row: AuditEntry) -> None:
    AuditValue.objects.filter(entry=row).delete()
    behind_the_back("DELETE FROM kernel_auditentry WHERE id = %s", [row.pk])


def test_a_missing_entry_is_named(organisation: Organisation) -> None:
    last = entry(organisation, 3)
    remove(entry(organisation, 2))
    assert Flaw(name(last), "Entry #2 is missing before it.") in verify().flaws


def test_a_missing_last_entry_is_named(organisation: Organisation) -> None:
    remove(entry(organisation, 3))
    assert where(verify()) == {f"head organisation:{organisation.ref}", "checkpoint 2"}


def test_a_truncated_stream_with_a_mended_head_is_named_by_its_checkpoint(organisation: Organisation) -> None:
    remove(entry(organisation, 3))
    AuditHead.objects.filter(stream=f"organisation:{organisation.ref}").update(seq=2, hash=entry(organisation, 2).hash)
    assert Flaw("checkpoint 2", f"Entry organisation:{organisation.ref} #3 is no longer the one that was sealed.") in (
        verify().flaws
    )


def test_a_stream_taken_away_whole_is_named_by_its_checkpoint(organisation: Organisation) -> None:
    stream = f"organisation:{organisation.ref}"
    for row in AuditEntry.objects.filter(stream=stream):
        remove(row)
    AuditHead.objects.filter(stream=stream).delete()
    assert where(verify()) == {"checkpoint 1", "checkpoint 2"}


def test_exchanged_entries_are_named(organisation: Organisation) -> None:
    second, third = entry(organisation, 2), entry(organisation, 3)
    for pk, seq in ((second.pk, 900), (third.pk, 2), (second.pk, 3)):
        behind_the_back("UPDATE kernel_auditentry SET seq = %s WHERE id = %s", [seq, pk])
    assert where(verify()) >= {name(entry(organisation, 2)), name(entry(organisation, 3))}


def test_a_history_rewritten_to_the_end_is_named_by_its_checkpoint(organisation: Organisation) -> None:
    before = GENESIS
    for row in AuditEntry.objects.filter(stream=f"organisation:{organisation.ref}").order_by("seq"):
        row.actor_ref, row.prev_hash = "somebody", before
        row.hash = before = entry_hash(row)
        behind_the_back(
            "UPDATE kernel_auditentry SET actor_ref = %s, prev_hash = %s, hash = %s WHERE id = %s",
            [row.actor_ref, row.prev_hash, row.hash, row.pk],
        )
    AuditHead.objects.filter(stream=f"organisation:{organisation.ref}").update(hash=before)
    assert where(verify()) == {"checkpoint 1", "checkpoint 2"}


def test_an_entry_put_in_without_a_head_is_named() -> None:
    forged = AuditEntry(
        stream="organisation:FORGED0001",
        seq=1,
        at=BEFORE,
        actor_kind="person",
        actor_ref="somebody",
        act="organisation.create",
        subject_kind="organisation",
        subject_ref="FORGED0001",
        prev_hash=GENESIS,
    )
    forged.hash = entry_hash(forged)
    forged.save()
    assert verify().flaws == (Flaw("stream organisation:FORGED0001", "There is no recorded head for this stream."),)


# -- checkpoints --------------------------------------------------------------------------------------------------


def test_a_checkpoint_covers_what_moved_since_the_last_one(organisation: Organisation) -> None:
    first, second = Checkpoint.objects.all()
    assert (first.number, first.size, first.prev_hash) == (1, 2, GENESIS)
    assert (second.number, second.size, second.prev_hash) == (2, 1, first.hash)
    assert [leaf.seq for leaf in second.leaves.all()] == [3]


def test_nothing_is_sealed_when_nothing_moved(organisation: Organisation) -> None:
    assert trail.seal(at=AFTER) is None
    assert Checkpoint.objects.count() == 2


def test_one_stream_may_be_sealed_alone() -> None:
    one, other = an_organisation(), an_organisation()
    sealed = trail.seal(at=AFTER, stream=f"organisation:{one.ref}")
    assert sealed is not None
    assert [leaf.stream for leaf in sealed.leaves.all()] == [f"organisation:{one.ref}"]
    rest = trail.seal(at=AFTER)
    assert rest is not None
    assert [leaf.stream for leaf in rest.leaves.all()] == [f"organisation:{other.ref}"]


def test_the_signature_is_over_the_checkpoints_text(organisation: Organisation) -> None:
    c = Checkpoint.objects.get(number=2)
    text = trail.checkpoint_text(c.number, c.at, c.size, c.root, c.prev_hash).encode()
    assert signing.is_signed(text, c.signature, signing.public_key())


def test_every_leaf_is_proved_by_its_path(organisation: Organisation) -> None:
    c = Checkpoint.objects.get(number=1)
    leaves = [merkle.leaf(trail.leaf_text(x.stream, x.seq, x.entry_hash)) for x in c.leaves.all()]
    assert [merkle.root_from(h, i, c.size, merkle.inclusion(leaves, i)) for i, h in enumerate(leaves)] == [c.root] * 2


def test_a_checkpoint_signed_by_another_key_is_named(organisation: Organisation) -> None:
    c = Checkpoint.objects.get(number=2)
    text = trail.checkpoint_text(c.number, c.at, c.size, c.root, c.prev_hash).encode()
    forged = Ed25519PrivateKey.generate().sign(text).hex()
    behind_the_back("UPDATE kernel_checkpoint SET signature = %s WHERE id = %s", [forged, c.pk])
    assert verify().flaws == (Flaw("checkpoint 2", "Its signature is not this installation's."),)


def test_a_last_checkpoint_taken_away_is_named(organisation: Organisation) -> None:
    last = Checkpoint.objects.get(number=2)
    behind_the_back("DELETE FROM kernel_checkpointleaf WHERE checkpoint_id = %s", [last.pk])
    behind_the_back("DELETE FROM kernel_checkpoint WHERE id = %s", [last.pk])
    assert verify().flaws == (
        Flaw(f"head organisation:{organisation.ref}", "The checkpoint that sealed it is missing."),
    )
