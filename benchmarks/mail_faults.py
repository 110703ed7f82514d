"""1,000 people, 3 jobs, faults at every step of the mail server, and 200 kills: who has what in the end?

    python benchmarks/mail_faults.py [PEOPLE] [KILLS]

Every person must have exactly one message of each job, or be named as unsent, refused or uncertain; nobody may have
another's edition, and nobody outside the list anything. Takes some minutes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "deliver" / "mail")]

import killing  # noqa: E402  # only now is the folder of the tests on the path


def main() -> int:
    """Run it and print the figures; 1 where something happened that must not."""
    people, kills = (int(text) for text in [*sys.argv[1:], *("1000", "200")[len(sys.argv) - 1 :]])
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="quarterly-mail-") as folder:
        tally = killing.kill_again_and_again(Path(folder), count=people, kills=kills, pause=0.02)
    print(f"{people:,} people x {killing.JOBS} jobs, {tally.kills} kills, {time.perf_counter() - began:.0f} s")
    print(f"{tally.messages:,} messages arrived")
    for state, count in tally.states.most_common():
        print(f"  {state}: {count:,}")
    print(f"  of the uncertain, {tally.uncertain_without_message} have no message")
    print("What must not happen: " + ("; ".join(tally.wrong) or "nothing of it did"))
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
