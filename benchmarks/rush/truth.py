"""Does the database hold what people hold receipts for, and nothing twice?

Runs in a process of the installation: ``python -m benchmarks.rush.truth`` reads one line per person, ``[ref, [version,
…]]``, and prints what is wrong, nothing when all is well.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Iterable


def faults(held: Iterable[tuple[str, list[int]]]) -> list[str]:
    """A sentence for each version that is missing, doubled or has no receipt that verifies, and for the trail."""
    from securit.kernel.audit.verify import verify
    from securit.stages.applications.models import ApplicationVersion
    from securit.stages.applications.public import verify_receipt

    found = [f"the trail: {flaw}" for flaw in verify().flaws]
    for ref, numbers in held:
        rows = ApplicationVersion.objects.filter(application__ref=ref).select_related("receipt").order_by("number")
        versions = list(rows)
        stored = [version.number for version in versions]
        found += [f"{ref} lost version {number}" for number in numbers if number not in stored]
        if stored != list(range(1, len(stored) + 1)):
            found.append(f"{ref} has the versions {stored}")
        for earlier, later in itertools.pairwise(versions):
            if earlier.content_sha256 == later.content_sha256:
                found.append(f"{ref} has one content as versions {earlier.number} and {later.number}")
        for version in versions:
            if not verify_receipt(version.receipt.content, version.receipt.signature):
                found.append(f"{ref} version {version.number} has a receipt that does not verify")
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "securit.config.settings")
    import django

    django.setup()
    for fault in faults(json.loads(line) for line in sys.stdin if line.strip()):
        print(fault)
