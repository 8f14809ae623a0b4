"""Run fuzz targets: `python -m tests.fuzz TARGET ... [--seconds N | --count N] [--seed N]`."""

from __future__ import annotations

import argparse
import base64
import sys

from .run import TARGETS, fuzz, once


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="+", choices=[*TARGETS, "all"], metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=60, help="how long each is given inputs")
    parser.add_argument("--count", type=int, help="how many inputs, instead of a time")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same inputs")
    parser.add_argument("--from", dest="start", type=int, default=0, help="the first input's number")
    parser.add_argument("--keep-going", action="store_true", help="show up to twenty findings, each kind once")
    parser.add_argument("--input", help="one input as base64, as it was printed")
    options = parser.parse_args()
    names = [*TARGETS] if "all" in options.targets else options.targets
    if options.input is not None:
        for name in names:
            print(f"{name}: {once(name, base64.b64decode(options.input))}")
        return 0
    failed = 0
    for name in names:
        seconds = None if options.count is not None else options.seconds
        found = fuzz(
            name,
            options.seed,
            count=options.count,
            seconds=seconds,
            start=options.start,
            most=20 if options.keep_going else 1,
        )
        failed += len(found.failures)
        outcomes = ", ".join(f"{outcome} {count}" for outcome, count in found.outcomes.most_common(8))
        print(f"{name}: seed {options.seed}, {found.count:,} inputs: {outcomes}", flush=True)
        for failure in found.failures:
            print(failure, file=sys.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
