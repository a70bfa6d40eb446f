"""One participant's visit: begun, gone on with, kept screen by screen, submitted.

The participant is one random token in a cookie; the store knows its hash alone. Each function here opens the one
transaction that it needs, and asks the round inside it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal, NamedTuple

from surveyapp.questionnaire.model import Answer, Questionnaire, Screen
from surveyapp.questionnaire.way import Way
from surveyapp.respond import receipt_words
from surveyapp.respond.receipt_words import Word
from surveyapp.store import codes, guesses, questionnaires, receipts, responses, rounds, tablets
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreFailed
from surveyapp.store.guesses import Guess
from surveyapp.store.responses import Company, Outcome, Refusal, Response
from surveyapp.store.rounds import Round
from surveyapp.store.tablets import Tablet
from surveyapp.web import here


def new_token() -> str:
    """A token for a visit that may begin."""
    return secrets.token_urlsafe(32)


def token_after(token: str) -> str:
    """The token of the visit that begins where `token` was at the door; nobody who knows that one can tell it.

    It is the same each time, so that a button pressed twice begins one visit.
    """
    return hmac.new(here.store().keys.secret("visit"), token.encode(), hashlib.sha256).hexdigest()


def form_token(token: str) -> str:
    """What the forms of a visit carry: it follows from the token, and the token doesn't follow from it."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(carried: str, token: str | None) -> bool:
    """Whether a form with `carried` in it was made for the visit of `token`."""
    return token is not None and hmac.compare_digest(carried.encode(), form_token(token).encode())


@dataclass(frozen=True)
class Visit:
    """A response under way, with the round and the definition that it is given to."""

    round: Round
    questionnaire: Questionnaire
    response: Response
    tablet: Tablet | None = None

    @property
    def language(self) -> str:
        """The language that the participant reads."""
        return self.response.language

    @cached_property
    def way(self) -> Way:
        """The way that the answers so far lead."""
        return _way(self.round, self.questionnaire, self.response)

    def keep(self, screen: Screen, answer: Answer | None) -> "Visit | None":
        """Keep one answer durably. The visit as it then stands, or `None` if it can't be answered any more."""
        now = here.now()
        with here.store().writing() as c:
            if not responses.keep(c, self.round, self.response.id, {screen.id: answer}, _day(now), now):
                return None
        return replace(self, response=replace(self.response, answers={**self.response.answers, screen.id: answer}))

    def read_in(self, language: str) -> None:
        """Go on in another language."""
        with here.store().writing() as c:
            responses.set_language(c, self.round, self.response.id, language)

    def use_support(self, support: Mapping[str, bool]) -> None:
        """Keep that this support was used, beside what was used before."""
        if not support.items() <= self.response.support.items():
            with here.store().writing() as c:
                responses.note_support(c, self.round, self.response.id, {**self.response.support, **support})

    def tell_company(self, company: Company | None) -> None:
        """Keep who else was there."""
        with here.store().writing() as c:
            responses.note_company(c, self.round, self.response.id, company)

    def leave(self) -> None:
        """End a visit that somebody walked away from, as the round says."""
        with here.store().writing() as c:
            responses.leave(c, self.round, self.response.id, keeps=self.round.asking.idle_keeps)

    def pause(self) -> str | None:
        """End the visit on this device until its receipt is told. The token that the receipt follows from."""
        with here.store().writing() as c:
            token, receipt_hash = _with_receipt(c, self.round)
            return token if receipts.pause(c, self.round, self.response.id, receipt_hash) else None

    def submit(self, revision: int) -> tuple[Outcome, str]:
        """Send the answers as they stood at `revision`. Those that are not on the way are dropped; the code is burnt.

        With the outcome comes the token to go on with. If the round gives receipts, and the response has none, its
        receipt follows from that token.

        Two transactions: once a response is submitted, a crash leaves at most a code that is still to be burnt.
        """
        now = here.now()
        final = self.way.final_answers
        helper = final.get("helper")
        token, receipt_hash = new_token(), None
        with here.store().writing() as c:
            if self.round.asking.receipt_until and not self.response.receipt_hash:
                token, receipt_hash = _with_receipt(c, self.round)
            outcome = responses.submit(
                c,
                self.round,
                self.response.id,
                revision,
                final,
                helper if isinstance(helper, str) else None,
                _day(now),
                now,
                receipt_hash,
            )
        if outcome == "submitted":
            # The answers are sent, whatever becomes of the code: what is left bound here, the minute's work burns.
            with suppress(StoreFailed), here.store().writing() as c:
                responses.burn_code(c, self.response.id)
        return outcome, token


@dataclass(frozen=True)
class Found:
    """What an address and a cookie lead to: the round, its definition and, if one is under way, the visit."""

    round: Round
    questionnaire: Questionnaire
    visit: Visit | None
    tablet: Tablet | None = None


def find(name: str, token: str | None, tablet_token: str | None = None) -> Found | None:
    """The round of that name, with the visit under way and the shared tablet in it that the tokens are of."""
    store = here.store()
    with store.reading() as c:
        round = rounds.round_named(c, name)
        if round is None:
            return None
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
        response = responses.by_token(c, round.id, store.keys.token_hash(token)) if token else None
        tablet = tablets.by_token(c, round.id, store.keys.token_hash(tablet_token)) if tablet_token else None
        visit = Visit(round, questionnaire, response, tablet) if response else None
        return Found(round, questionnaire, visit, tablet)


class Begins(NamedTuple):
    """How a visit begins: where, in which language, under which token; by which code, on which tablet, and for whom."""

    site: str
    language: str
    token: str
    code: str | None = None
    tablet: Tablet | None = None
    proxy: bool = False


def start(round: Round, begins: Begins, address: str) -> Refusal | Literal["too-many"] | None:
    """Begin a visit, binding the code if the round wants one. Sent twice with one token, it begins one visit.

    Whoever has tried too many codes from that address must wait.
    """
    store, now = here.store(), here.now()
    code_id = None if begins.code is None else store.keys.code_id(codes.normalise(begins.code))
    guess = guess_of("access code", round, address)
    with store.writing() as c:
        if code_id is not None and guesses.throttled(c, guess, guesses.ACCESS_CODE, now):
            return "too-many"
        begun = responses.start(
            c,
            round,
            begins.site,
            begins.language,
            store.keys.token_hash(begins.token),
            now,
            _day(now),
            code_id,
            mode="shared_tablet" if begins.tablet else "own_device",
            proxy=begins.proxy,
        )
        if begun in ("unknown-code", "used-code"):
            guesses.note(c, guess, now)
    return None if isinstance(begun, int) else begun


def door_of_code(code: str, address: str) -> tuple[Round, str] | Literal["too-many"] | None:
    """The round and the site that an access code is for. Whoever has tried too many from that address must wait."""
    store, now = here.store(), here.now()
    source = store.keys.guess_source("access code", address, _day(now))
    guess = Guess(store.keys.guess_about("access code", "any round"), source)
    with store.writing() as c:
        if guesses.throttled(c, guess, guesses.ACCESS_CODE, now):
            return "too-many"
        found = codes.door_of(c, store.keys.code_id(codes.normalise(code)))
        if not found:
            guesses.note(c, guess, now)
    return found


@dataclass(frozen=True)
class Opened:
    """A response that its receipt has opened."""

    round: Round
    questionnaire: Questionnaire
    response: Response
    words: tuple[Word, ...]

    @cached_property
    def way(self) -> Way:
        """The way that its answers lead."""
        return _way(self.round, self.questionnaire, self.response)

    def can_go_on(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        waiting = ("started",) if self.round.access == "codes" else ("started", "unfinished")
        return self.response.state in waiting and self.round.takes_answers(now)

    def go_on(self) -> str | None:
        """Take the visit up again: the token that it goes on with. None if it takes no more answers."""
        store, now, token = here.store(), here.now(), new_token()
        with store.writing() as c:
            taken_up = receipts.go_on(c, self.round, self.response.id, store.keys.token_hash(token), now, _day(now))
        return token if taken_up else None

    def withdraw(self) -> None:
        """Empty the response for good."""
        with here.store().writing() as c:
            receipts.withdraw(c, self.round, self.response.id)


def open_by_receipt(found: Found, typed: Sequence[str], address: str) -> Opened | Literal["too-many"] | None:
    """The response that three typed words open. Whoever has tried too many from that address must wait."""
    store, now, round = here.store(), here.now(), found.round
    guess = guess_of("receipt", round, address)
    with store.writing() as c:
        if guesses.throttled(c, guess, guesses.RECEIPT, now):
            return "too-many"
        for words in receipt_words.readings(typed):
            response = receipts.response_of(c, round.id, receipt_hash(round, words))
            if response:
                return Opened(round, found.questionnaire, response, words)
        guesses.note(c, guess, now)
    return None


def present_receipt(round: Round, token: str | None) -> tuple[Word, ...] | None:
    """The receipt that the browser was given at the submit or pause before, if its token is still that one."""
    if token is None or round.asking.receipt_until is None:
        return None
    words = receipt_of(token)
    with here.store().reading() as c:
        return words if receipts.response_of(c, round.id, receipt_hash(round, words)) else None


def share_tablet(round: Round, code: str, token: str, address: str) -> Literal["wrong-code", "too-many"] | None:
    """Make the device with that token a shared tablet of the round, if the code is right."""
    store = here.store()
    with store.writing() as c:
        refused = _refused_tablet_code(c, round, code, address)
        if not refused:
            code_id = store.keys.tablet_code_id(codes.normalise(code))
            tablets.share(c, round, code_id, store.keys.token_hash(token))
    return refused


def end_tablet(round: Round, tablet: Tablet, code: str, address: str) -> Literal["wrong-code", "too-many"] | None:
    """Share a tablet no more, if the code is right."""
    with here.store().writing() as c:
        refused = _refused_tablet_code(c, round, code, address)
        if not refused:
            tablets.end(c, tablet)
    return refused


def _refused_tablet_code(
    c: Connection, round: Round, code: str, address: str
) -> Literal["wrong-code", "too-many"] | None:
    now, guess = here.now(), guess_of("tablet code", round, address)
    if guesses.throttled(c, guess, guesses.TABLET_CODE, now):
        return "too-many"
    if tablets.is_code(c, round, here.store().keys.tablet_code_id(codes.normalise(code))):
        return None
    guesses.note(c, guess, now)
    return "wrong-code"


def guess_of(sort: str, round: Round, address: str) -> Guess:
    """A guess at a code or receipt of the round."""
    keys, today = here.store().keys, _day(here.now())
    return Guess(keys.guess_about(sort, str(round.id)), keys.guess_source(sort, f"{round.id} {address}", today))


def _way(round: Round, questionnaire: Questionnaire, response: Response) -> Way:
    facts = {"$site": response.site, "$language": response.language, "$wave": round.wave}
    return Way(questionnaire, response.answers, facts)


def receipt_of(token: str) -> tuple[Word, ...]:
    """The words of the receipt that follows from a token. Who has only the words can't tell the token."""
    return receipt_words.drawn_by(hmac.digest(here.store().keys.secret("receipt words"), token.encode(), "sha256"))


def receipt_hash(round: Round, words: Iterable[Word]) -> str:
    """What is stored of a receipt of that round, in whatever order its words are told."""
    return here.store().keys.receipt_hash(round.id, " ".join(sorted(word.picture for word in words)))


def _with_receipt(c: Connection, round: Round) -> tuple[str, str]:
    """A new token, and the hash of the receipt that follows from it, which no response of the round has."""
    while True:
        token = new_token()
        hash = receipt_hash(round, receipt_of(token))
        if receipts.take(c, round.id, hash):
            return token, hash


def _day(now: datetime) -> date:
    return now.astimezone(here.zone()).date()
