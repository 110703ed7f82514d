"""Why a sending is refused as a whole: every code with its sentence, cause and cure, in one place."""

from __future__ import annotations

from quarterly.errors import DeliveryRefusal

NO_RECIPIENTS = DeliveryRefusal(
    code="no-recipients",
    sentence="The distribution list names nobody who receives this report.",
    cause="The sheet Distribution is missing or empty, every row says No under Active, or every row names another "
    "report; or it cannot be told which column is Edition, Report or Active.",
    fix="Add a row with name and e-mail address to the sheet Distribution of the workbook, or put right what "
    "`quarterly check` names on that sheet.",
)
NOT_ON_LIST = DeliveryRefusal(
    code="not-on-the-list",
    sentence="{address} is not on the distribution list of the workbook.",
    cause="Reports go only to people on the sheet Distribution, so that a slip of the hand sends nothing to"
    " a stranger.",
    fix="Check the address, or add its row to the sheet Distribution.",
)
ATTACHMENT_KIND = DeliveryRefusal(
    code="attachment-not-allowed",
    sentence='"{name}" is not sent: only Excel workbooks (.xlsx) and PDF files are, and what is in the file must agree '
    "with its name.",
    cause="Other kinds of file can carry programs, and mail systems block them.",
    fix="Send the report as Quarterly makes it.",
)
ATTACHMENT_HIDDEN = DeliveryRefusal(
    code="attachment-hides-something",
    sentence='"{name}" is not sent, because of what a reader would not see in it: {found}.',
    cause="Somebody changed the file, or a template brought something along. What is hidden in a file is found by "
    "whoever receives it.",
    fix="Make the report again with Quarterly, from a template without it.",
)
PASSWORD_MISSING = DeliveryRefusal(
    code="password-not-found",
    sentence="There is no password in {where}.",
    cause="Passwords are never written into a workbook or a jobs file; they are taken from the environment or from the "
    "system's keyring, and nothing is there.",
    fix="Set it there, or ask whoever looks after the scheduled runs to do so.",
)
PASSWORD_SHORT = DeliveryRefusal(
    code="password-too-short",
    sentence="The password that is to open the attachments has fewer than {least} characters.",
    cause="A short password of a file can be found by trying.",
    fix="Use a longer one: three random words are good.",
)
PASSWORD_NOT_FOR_PDF = DeliveryRefusal(
    code="password-not-for-pdf",
    sentence='"{name}" cannot be given a password: only Excel workbooks can.',
    cause="A password was asked for, and a PDF is among the attachments.",
    fix="Send the workbook without the PDF, or the PDF without a password.",
)
MAIL_SETTINGS_INCOMPLETE = DeliveryRefusal(
    code="mail-settings-wrong",
    sentence="The mail settings cannot be used: {problems}",
    cause="A key of the table [mail] is missing, mistyped or holds something else than it should.",
    fix="Put the table [mail] right; the page on mail for IT lists every key.",
)
LEDGER_BUSY = DeliveryRefusal(
    code="another-sending",
    sentence="Another sending is under way on this send ledger ({path}).",
    cause="A scheduled run and a person, or two people, send at the same time. Only one may, or somebody would get a "
    "report twice.",
    fix="Wait until it has finished, and try again.",
)
LEDGER_UNUSABLE = DeliveryRefusal(
    code="send-ledger-unusable",
    sentence="The send ledger {path} cannot be used: {reason}. Nothing is sent without it.",
    cause="The disk is full, the folder may not be written, or the file is no ledger of Quarterly's or is damaged.",
    fix="Make room or ask for permission. A damaged ledger is restored from a backup; without it nobody can say who "
    "has had a report.",
)
EXTRA_MISSING = DeliveryRefusal(
    code="mail-part-not-installed",
    sentence="{what} needs a part of Quarterly that is not installed.",
    cause="Quarterly was installed without its optional parts for mail.",
    fix="Ask IT to install it: python -m pip install {packages}.",
)
LINK_WRONG = DeliveryRefusal(
    code="link-wrong",
    sentence='"{link}" is not sent as a link: it is neither an https address nor a path on a file share.',
    cause="Links in mail must lead to a place of your own over an encrypted connection. An address with a log-in, a "
    "question mark or a # in it leads to one person's view of a page.",
    fix="Give the folder in which readers find the report, such as https://northmere.example/reports or "
    "//server/performance/reports.",
)
LINK_AND_PASSWORD = DeliveryRefusal(
    code="link-and-password",
    sentence="A report that is sent as a link cannot have a password: nothing is attached that it could shut.",
    cause="The password shuts attachments. Who may open what a link leads to is decided where it lies.",
    fix="Leave out the password, or the link.",
)
WORKBOOK_HAS_ERRORS = DeliveryRefusal(
    code="errors-not-sent",
    sentence="{name} has errors, so its report was not sent: items with errors are not judged in it.",
    cause="A cell of the workbook holds something that cannot be read, such as a date that does not exist.",
    fix="Put them right (quarterly check lists them), make drafts with --way eml and look at them, or send all the "
    "same with --with-errors.",
)
NUMBER_TAKEN = DeliveryRefusal(
    code="issue-sent-before",
    sentence="The send ledger {path} says that another report was sent as issue {issue} of {report}, so nothing was "
    "sent: nobody could tell the two apart.",
    cause="The archive was moved, emptied or restored from a backup, or belongs to other records than the ledger.",
    fix="Name the records and the archive with which it was sent; --records or the jobs file says where they are.",
)
LEDGER_BEHIND = DeliveryRefusal(
    code="send-ledger-behind",
    sentence="The archive says that issue {issue} of {report} went to {people}, and the send ledger {path} does not "
    "know of it. Nothing was sent, so that nobody gets it twice.",
    cause="The send ledger was deleted, moved, or restored from an older backup.",
    fix="Put the ledger back from a backup, or name the records with which it was sent. Without it: --to ADDRESS sends "
    "to somebody who is not among them, and --resend-uncertain ADDRESS to one who is and who says that nothing came.",
)
MAY_BE_WORKED_OUT = DeliveryRefusal(
    code="notices-not-sent",
    sentence="The published edition was not sent, because small numbers may be worked out from it: {notices}",
    cause="A hidden number can be found from figures beside it, or from words that nobody can check for it.",
    fix="Look at the published report (quarterly report --edition published) and at what is said here. Where it may go "
    "out all the same, say --despite-notices.",
)
SIGN_IN_NOT_KEPT = DeliveryRefusal(
    code="sign-in-not-kept",
    sentence="The keyring cannot hold the sign-in to Microsoft 365.",
    cause="The keyring of some systems takes only short passwords, or there is none.",
    fix="Set token_cache in [mail] to a file in a folder of your own.",
)

REFUSALS: tuple[DeliveryRefusal, ...] = (
    NO_RECIPIENTS,
    NOT_ON_LIST,
    ATTACHMENT_KIND,
    ATTACHMENT_HIDDEN,
    PASSWORD_MISSING,
    PASSWORD_SHORT,
    PASSWORD_NOT_FOR_PDF,
    MAIL_SETTINGS_INCOMPLETE,
    LEDGER_BUSY,
    LEDGER_UNUSABLE,
    EXTRA_MISSING,
    LINK_WRONG,
    LINK_AND_PASSWORD,
    SIGN_IN_NOT_KEPT,
    NUMBER_TAKEN,
    LEDGER_BEHIND,
    MAY_BE_WORKED_OUT,
    WORKBOOK_HAS_ERRORS,
)
"""Every reason to refuse a sending."""
