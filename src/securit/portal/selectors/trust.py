"""What an outsider needs to check what the platform says: its public key, and the newest signed checkpoint."""

from __future__ import annotations

from dataclasses import dataclass

from securit.kernel import signing
from securit.kernel.models import Checkpoint


@dataclass(frozen=True, slots=True)
class Trust:
    """The key in the forms in which it is met, and the newest checkpoint (``None`` before the first)."""

    pem: str
    key: str
    fingerprint: str
    checkpoint: Checkpoint | None


def trust() -> Trust:
    """As of now; the key is made when nobody needed it before. One query."""
    checkpoint = Checkpoint.objects.order_by("-number").first()
    return Trust(signing.public_pem(), signing.public_key(), signing.fingerprint(), checkpoint)
