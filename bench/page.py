"""The first question page: bytes as sent, with its style and scripts, and requests before pictures."""

import re
import urllib.request

from bench.service import demo_service, start_visit

GOAL_BYTES, GOAL_REQUESTS = 14_600, 3


def sent(url: str, cookie: str = "") -> int:
    """The body's bytes on the wire for a client that takes gzip."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip", "Cookie": cookie})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return len(answer.read())


def run() -> None:
    with demo_service() as service:
        visitor, address, page = start_visit(service.round_link)
        assets = re.findall(r'(?:<link[^>]+rel="stylesheet"[^>]+href|<script[^>]+src)="([^"]+)"', page)
        parts = {"page": sent(address, visitor.cookie)} | {url: sent(service.address + url) for url in assets}
        for name, size in parts.items():
            print(f"  {size:7,} bytes  {name}")
        total = sum(parts.values())
        print(f"  {total:7,} bytes in {len(parts)} requests before pictures (goal {GOAL_BYTES:,} and {GOAL_REQUESTS})")
