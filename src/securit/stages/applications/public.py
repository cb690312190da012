"""The door of ``applications``."""

from securit.stages.applications.admission import register_selected
from securit.stages.applications.advising import advised_pairs
from securit.stages.applications.documents.application import application_pdf
from securit.stages.applications.late_sign_offs import contents_for_check, sign_offs_waiting
from securit.stages.applications.models import SEALED, Application, ApplicationVersion, Member, Receipt
from securit.stages.applications.readers import barred_for, barred_ids, register, register_checks
from securit.stages.applications.reading import facts_of, parts_of, team_table
from securit.stages.applications.receipts import verify_receipt
from securit.stages.applications.selectors import (
    FEWEST_SHOWN,
    counting_versions,
    gaps_of,
    readable_in,
    versions_of,
)
from securit.stages.applications.services.add_member import CannotChangeTeam, add_member
from securit.stages.applications.services.apply_as_team import CannotApplyAsTeam, apply_as_team, follow_team
from securit.stages.applications.services.attach_file import CannotAttachFile, attach_file, remove_file
from securit.stages.applications.services.decide_extension import confirm_extension, refuse_extension
from securit.stages.applications.services.discard_draft import (
    CannotDiscardDraft,
    CannotStopWriting,
    discard_draft,
    stop_writing,
)
from securit.stages.applications.services.edit_member import edit_member
from securit.stages.applications.services.gather_cut_offs import gather_due
from securit.stages.applications.services.mails import sign_off_link
from securit.stages.applications.services.propose_extension import CannotExtend, propose_extension
from securit.stages.applications.services.remove_member import remove_member
from securit.stages.applications.services.save_draft import CannotSaveDraft, save_draft
from securit.stages.applications.services.share_with import CannotShare, share_with
from securit.stages.applications.services.sign_off import CannotSignOff, ask_for_sign_off, sign_off
from securit.stages.applications.services.start_application import CannotStartApplication, start_application
from securit.stages.applications.services.state_size import CannotStateSize, state_size
from securit.stages.applications.services.submit_application import CannotSubmitApplication, submit_application
from securit.stages.applications.services.withdraw_application import CannotWithdrawApplication, withdraw_application
from securit.stages.applications.sizes import COMPANIES, size_explained, size_tables
from securit.stages.applications.standing import Outcome, register_outcomes, standings

__all__ = [
    "COMPANIES",
    "FEWEST_SHOWN",
    "SEALED",
    "Application",
    "ApplicationVersion",
    "CannotApplyAsTeam",
    "CannotAttachFile",
    "CannotChangeTeam",
    "CannotDiscardDraft",
    "CannotExtend",
    "CannotSaveDraft",
    "CannotShare",
    "CannotSignOff",
    "CannotStartApplication",
    "CannotStateSize",
    "CannotStopWriting",
    "CannotSubmitApplication",
    "CannotWithdrawApplication",
    "Member",
    "Outcome",
    "Receipt",
    "add_member",
    "advised_pairs",
    "application_pdf",
    "apply_as_team",
    "ask_for_sign_off",
    "attach_file",
    "barred_for",
    "barred_ids",
    "confirm_extension",
    "contents_for_check",
    "counting_versions",
    "discard_draft",
    "edit_member",
    "facts_of",
    "follow_team",
    "gaps_of",
    "gather_due",
    "parts_of",
    "propose_extension",
    "readable_in",
    "refuse_extension",
    "register",
    "register_checks",
    "register_outcomes",
    "register_selected",
    "remove_file",
    "remove_member",
    "save_draft",
    "share_with",
    "sign_off",
    "sign_off_link",
    "sign_offs_waiting",
    "size_explained",
    "size_tables",
    "standings",
    "start_application",
    "state_size",
    "stop_writing",
    "submit_application",
    "team_table",
    "verify_receipt",
    "versions_of",
    "withdraw_application",
]
