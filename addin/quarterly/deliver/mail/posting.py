"""The sending itself: one message after another, tried again where the server asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct, field

from quarterly.deliver.ledger import Ledger, SendKey
from quarterly.deliver.mail.carrier import Carrier, Closed, Delivery, Verdict, too_large
from quarterly.deliver.mail.choosing import Choice
from quarterly.deliver.mail.message import Letter, MessageUnsafe
from quarterly.deliver.parcels import MailSettings, Outcome, State, Way
from quarterly.errors import DeliveryRefused

LONGEST_WAIT = 300.0  # seconds that are waited at a time; what needs longer is left to the next run
MEGABYTE = 1_000_000

_STATES = {
    Verdict.TAKEN: State.SENT,
    Verdict.TEMPORARY: State.UNSENT,
    Verdict.PERMANENT: State.REFUSED,
    Verdict.UNCERTAIN: State.UNCERTAIN,
}
_REASONS = {State.SENT: "Sent.", State.DRAFTED: "A draft was made."}


def send_key(choice: Choice) -> SendKey:
    """By what the ledger knows a message."""
    parcel = choice.parcel
    return SendKey(report_key=parcel.report_key, issue=parcel.issue, edition=parcel.edition, address=choice.address.key)


def outcome(choice: Choice, state: State, reason: str, *, earlier: bool = False) -> Outcome:
    """What became of one person's message, with the note on their rows."""
    said = " ".join(part for part in (reason, choice.note) if part)
    return Outcome(
        address=str(choice.address), state=state, reason=said, edition=choice.parcel.edition, earlier=earlier
    )


class _Round(Struct):
    """One go through everybody who is left."""

    left: list[Choice] = field(default_factory=list)
    taken: int = 0
    wait: float = 0.0  # seconds that a server asked for
    over: bool = False  # no further round can do better


class Posting(Struct, kw_only=True):
    """A sending under way. ``write`` makes the letter of one person; ``sleep`` waits for so many seconds."""

    book: Ledger
    carrier: Carrier
    settings: MailSettings
    write: Callable[[Choice], Letter]
    sleep: Callable[[float], None]
    now: datetime
    _done: dict[SendKey, Outcome] = field(default_factory=dict)

    def post(self, choices: Sequence[Choice]) -> tuple[Outcome, ...]:
        """Send to everybody, and again to those whose refusal was temporary; an outcome for each, in their order.

        A round in which a throttling server took anything does not count as a try.
        """
        left, waits = list(choices), list(self.settings.waits)
        try:
            while left:
                gone = self._round(left)
                left = gone.left
                moving = gone.taken and gone.wait
                if gone.over or not left or not (moving or waits):
                    break
                self.sleep(min(gone.wait if moving else max(gone.wait, waits.pop(0)), LONGEST_WAIT))
        finally:
            self.carrier.close()
        return tuple(self._done[send_key(choice)] for choice in choices)

    def _round(self, choices: Sequence[Choice]) -> _Round:
        this = _Round()
        for number, choice in enumerate(choices):
            closed = self._closed()
            if closed is not None or this.wait or this.over:
                self._leave(choices[number:], closed, this)
                break
            self._one(choice, this)
        return this

    def _closed(self) -> Closed | None:
        try:
            return self.carrier.ready()
        except DeliveryRefused as error:  # no password, no keyring: nobody can be sent anything
            return Closed(reason=error.message, temporary=False)

    def _one(self, choice: Choice, this: _Round) -> None:
        """Write, note the intent, hand over, note what came of it."""
        key = send_key(choice)
        try:
            letter = self.write(choice)
        except MessageUnsafe as error:
            self._done[key] = outcome(choice, State.HELD, str(error))
            return
        if len(letter.content) > (most := self.settings.max_mb * MEGABYTE):
            self._done[key] = outcome(choice, State.REFUSED, too_large(len(letter.content), most))
            return
        try:
            self.book.intend(
                key,
                self.settings.way,
                letter.message_id,
                self.now,
                fingerprint=choice.parcel.fingerprint,
                shut=letter.shut,
            )
        except DeliveryRefused as error:
            self._done[key] = outcome(choice, State.UNSENT, error.message)
            this.over = True
            return
        self._note(choice, self.carrier.deliver(letter), this)

    def _note(self, choice: Choice, delivery: Delivery, this: _Round) -> None:
        key, state = send_key(choice), self._state(delivery.verdict)
        reason = delivery.reason or _REASONS.get(state, "")
        found = outcome(choice, state, reason)
        if delivery.draft is not None:
            found = Outcome(
                address=found.address, state=state, reason=found.reason, edition=found.edition, draft=delivery.draft
            )
        try:
            self.book.settle(key, state, reason, self.now, draft=delivery.draft)
        except DeliveryRefused as error:  # the ledger holds the intent, so the next run will say the same
            found = outcome(choice, State.UNCERTAIN, f"{reason} This could not be written down. {error.message}")
            this.over = True
        self._done[key] = found
        this.taken += delivery.verdict is Verdict.TAKEN
        if delivery.verdict is Verdict.TEMPORARY and not this.over:
            this.left.append(choice)
            this.wait = max(this.wait, delivery.wait)

    def _leave(self, rest: Sequence[Choice], closed: Closed | None, this: _Round) -> None:
        """Whoever could not be tried in this round."""
        reason = closed.reason if closed else "The server asked to wait before more is sent."
        if this.over:
            reason = "The sending was stopped before this message, because the send ledger could not be written."
        for choice in rest:
            if closed is not None or this.over or send_key(choice) not in self._done:
                self._done[send_key(choice)] = outcome(choice, State.UNSENT, reason)
        if closed is not None:
            this.over = not closed.temporary
            this.wait = max(this.wait, closed.wait)
        if not this.over:
            this.left += rest

    def _state(self, verdict: Verdict) -> State:
        if self.settings.way is Way.EML:
            return State.DRAFTED if verdict is Verdict.TAKEN else State.UNSENT
        return _STATES[verdict]
