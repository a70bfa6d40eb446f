"""Run every bench, or those named:  python -m bench [page tap check preview load meeting release]."""

import sys

from bench import check, load, meeting, page, preview, release, tap

BENCHES = {
    "page": page.run,
    "tap": tap.run,
    "check": check.run,
    "preview": preview.run,
    "load": load.run,
    "meeting": meeting.run,
    "release": release.run,
}


def main() -> None:
    chosen = sys.argv[1:] or list(BENCHES)
    if unknown := set(chosen) - set(BENCHES):
        sys.exit(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join(BENCHES)}.")
    for name in chosen:
        print(f"\n== {name}", flush=True)
        BENCHES[name]()


main()
