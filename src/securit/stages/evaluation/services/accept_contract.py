"""An evaluator accepts the contract and its confidentiality, before anything is shown."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, perform
from securit.kernel.refusals import Refusal
from securit.stages.evaluation.models import Evaluator
from securit.stages.evaluation.pool_models import Contract, ContractAcceptance


class CannotAcceptContract(Refusal):
    """Another version is in force by now, or the name is not the person's."""


def accept_contract(*, evaluator: Evaluator, number: int, signed_as: str, actor: Actor, at: datetime) -> Evaluator:
    """From now on names, titles and declarations are open to the evaluator.

    ``number`` is the version that was read; ``signed_as`` the name typed under it. Accepting twice changes nothing.
    Raises :class:`CannotAcceptContract`.
    """
    contract = Contract.objects.in_programme(evaluator.programme).in_force().filter(number=number).first()
    if contract is None:
        raise CannotAcceptContract(
            _("Another version of the contract is in force by now."),
            code="other_version",
            remedy=_("Please read it below."),
            status=409,
        )
    if contract.acceptances.filter(evaluator=evaluator).exists():
        return evaluator
    name = " ".join(signed_as.split())
    if name.casefold() != " ".join(evaluator.user.name.split()).casefold():
        raise CannotAcceptContract(
            _("Type your name as it stands in your account: %(name)s.") % {"name": evaluator.user.name},
            code="name_differs",
            field="signed_as",
        )

    def write(row: Evaluator) -> None:
        ContractAcceptance.objects.create(
            programme=evaluator.programme,
            contract=contract,
            evaluator=evaluator,
            text_sha256=contract.text_sha256,
            signed_as=name,
            accepted_at=at,
        )

    note = Note(details={"contract": contract.number, "text_sha256": contract.text_sha256})
    return perform(evaluator, "accept_contract", actor=actor, at=at, write=write, note=note)
