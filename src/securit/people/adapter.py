"""Where the account library meets the platform: its mails go through the outbox."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from securit.kernel import clock
from securit.machinery.correspondence.mail import queue_mail


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Queues account mails (codes, resets) like every other mail; sign-up is open."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render the library's text template and queue it."""
        message = self.render_mail(template_prefix, email, context)
        queue_mail(to=email, subject=message.subject, body=message.body, key="", at=clock.now())
