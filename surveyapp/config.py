"""Settings from the environment, with defaults that are right for one municipality on one machine.

Only `app` and `cli` import this; the rooms get what they need through `surveyapp.web.here`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from surveyapp.statement import Statement, StatementRefused, read

SETTINGS = {
    "SURVEYAPP_DATA": "the folder of the database, the key and the demo's log-ins (~/.local/share/surveyapp)",
    "SURVEYAPP_DATABASE": "the database's address, also postgresql://user@host/name (sqlite:///<data>/surveyapp.sqlite)",
    "SURVEYAPP_PUBLIC_ADDRESS": "how participants reach the service (http://127.0.0.1:8000)",
    "SURVEYAPP_PLAIN_HTTP": "'yes' allows a public address that is neither https nor this machine",
    "SURVEYAPP_PROXY": "the address of the proxy in front, whose word on who asks is taken (none)",
    "SURVEYAPP_ZONE": "the time zone of opening and closing times (Europe/Stockholm)",
    "SURVEYAPP_ORGANISATION": "the organisation's name, shown on every page",
    "SURVEYAPP_TRANSLATIONS": "a folder of catalogues in place of the shipped ones",
    "SURVEYAPP_EXPORTS": "a folder of your own export profiles, which come before the shipped ones (none)",
    "SURVEYAPP_ACCESSIBILITY": "a file with your accessibility statement; docs/operating.md tells how (none)",
    "SURVEYAPP_LANGUAGE": "the language of the commands (that of the terminal)",
}


DATABASES = ("sqlite:///", "postgresql://")


class SettingsRefused(Exception):
    """A setting is unknown or unsafe; the message says which and what to do."""


@dataclass(frozen=True)
class Config:
    """What the service is told from outside. Times are local to `zone`."""

    data: Path
    database: str = field(repr=False)
    public_address: str
    plain_http: bool
    proxy: str | None
    zone: ZoneInfo
    organisation: str
    translations: Path
    own_exports: Path | None = None
    statement: Statement | None = None

    @property
    def exports(self) -> tuple[Path, ...]:
        """The folders of export profiles: the operator's own, and the shipped one."""
        return (*([self.own_exports] if self.own_exports else ()), shipped("exports"))

    @property
    def key_file(self) -> Path:
        """Where the key of all keyed hashes lies, outside the database."""
        return self.data / "key"

    @property
    def tick_file(self) -> Path:
        """Where it stands when this machine last did what was due."""
        return self.data / "ticked"

    @property
    def scheme(self) -> str:
        """The scheme that participants come by."""
        return urlsplit(self.public_address).scheme

    @property
    def secure(self) -> bool:
        """Whether participants come by https, so that cookies are Secure."""
        return self.scheme == "https"


def shipped(folder: str) -> Path:
    """A folder that travels with the program: inside the wheel, or at the top of a checkout."""
    package = Path(__file__).parent
    inside = package / "shipped" / folder
    return inside if inside.is_dir() else package.parent / folder


def from_environment(environment: Mapping[str, str]) -> Config:
    """Read `SURVEYAPP_…`. Raises `SettingsRefused` with a sentence for what is unknown or unsafe."""
    unknown = sorted(key for key in environment if key.startswith("SURVEYAPP_") and key not in SETTINGS)
    if unknown:
        raise SettingsRefused(f"Unknown setting {unknown[0]}. Known settings: {', '.join(SETTINGS)}.")
    data = Path(environment.get("SURVEYAPP_DATA") or "~/.local/share/surveyapp").expanduser().absolute()
    translations = environment.get("SURVEYAPP_TRANSLATIONS")
    if translations and not Path(translations).is_dir():
        raise SettingsRefused(f"SURVEYAPP_TRANSLATIONS names {translations}, which is no folder.")
    exports = environment.get("SURVEYAPP_EXPORTS")
    if exports and not Path(exports).is_dir():
        raise SettingsRefused(f"SURVEYAPP_EXPORTS names {exports}, which is no folder.")
    plain_http = environment.get("SURVEYAPP_PLAIN_HTTP") == "yes"
    zone = _zone(environment.get("SURVEYAPP_ZONE") or "Europe/Stockholm")
    accessibility = environment.get("SURVEYAPP_ACCESSIBILITY")
    return Config(
        data=data,
        database=_database(environment.get("SURVEYAPP_DATABASE") or f"sqlite:///{data / 'surveyapp.sqlite'}"),
        public_address=_public_address(
            environment.get("SURVEYAPP_PUBLIC_ADDRESS") or "http://127.0.0.1:8000",
            plain_http=plain_http,
        ),
        plain_http=plain_http,
        proxy=environment.get("SURVEYAPP_PROXY") or None,
        zone=zone,
        organisation=environment.get("SURVEYAPP_ORGANISATION") or "surveyapp",
        translations=Path(translations) if translations else shipped("translations"),
        own_exports=Path(exports) if exports else None,
        statement=_statement(Path(accessibility), zone) if accessibility else None,
    )


def _database(address: str) -> str:
    if not address.startswith(DATABASES):  # and is not repeated here: it may hold a password
        raise SettingsRefused(f"SURVEYAPP_DATABASE must begin with {' or '.join(DATABASES)}")
    return address


def _public_address(address: str, *, plain_http: bool) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise SettingsRefused("SURVEYAPP_PUBLIC_ADDRESS must look like https://survey.example.org, without a path.")
    if parts.scheme == "http" and not is_this_machine(parts.hostname) and not plain_http:
        raise SettingsRefused(
            f"SURVEYAPP_PUBLIC_ADDRESS is {address}: answers would travel unprotected. "
            "Use https, or set SURVEYAPP_PLAIN_HTTP=yes if you know why."
        )
    return address.rstrip("/")


def is_this_machine(host: str) -> bool:
    """Whether only this machine reaches that host."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsRefused(
            f"SURVEYAPP_ZONE is {name!r}, which is no time zone. Example: Europe/Stockholm."
        ) from None


def _statement(file: Path, zone: ZoneInfo) -> Statement:
    try:
        return read(file, datetime.now(zone).date())
    except StatementRefused as refused:
        raise SettingsRefused(f"SURVEYAPP_ACCESSIBILITY: {refused}") from None
