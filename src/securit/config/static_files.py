"""Addresses of static files: a page asks for some forty, and they never change while a process runs."""

from __future__ import annotations

from functools import cached_property

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, StaticFilesStorage


class RememberingStorage(StaticFilesStorage):
    """A storage which joins and quotes each address once instead of at each use.

    Doing it anew took a third of the time of an ordinary page.
    """

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file by its name; ``force`` asks the manifest even in debugging, and is not remembered."""
        if force:
            return str(super().url(name or "", force))  # type: ignore[call-arg]
        known = self._addresses.get(name or "")
        if known is None:
            known = self._addresses[name or ""] = str(super().url(name or ""))
        return known


class RememberingManifestStorage(RememberingStorage, ManifestStaticFilesStorage):
    """The manifest's storage, remembering. A file that is not in the manifest still raises ``ValueError``, each time
    it is asked for."""
