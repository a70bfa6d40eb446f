"""One participant's visit: begun, gone on with, kept screen by screen, submitted.

The participant is one random token in a cookie; the store knows its hash alone. Each function here opens the one
transaction that it needs, and asks the round inside it.
"""

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from surveyapp.questionnaire.model import Answer, Questionnaire, Screen
from surveyapp.questionnaire.way import Way
from surveyapp.store import codes, questionnaires, responses, rounds
from surveyapp.store.errors import StoreFailed
from surveyapp.store.responses import Outcome, Refusal, Response
from surveyapp.store.rounds import Round
from surveyapp.web import here


def new_token() -> str:
    """A token for a visit that may begin."""
    return secrets.token_urlsafe(32)


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

    @property
    def language(self) -> str:
        """The language that the participant reads."""
        return self.response.language

    @cached_property
    def way(self) -> Way:
        """The way that the answers so far lead."""
        facts = {"$site": self.response.site, "$language": self.response.language, "$wave": self.round.wave}
        return Way(self.questionnaire, self.response.answers, facts)

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

    def submit(self, revision: int) -> Outcome:
        """Send the answers as they stood at `revision`. Those that are not on the way are dropped; the code is burnt.

        Two transactions: once a response is submitted, a crash leaves at most a code that is still to be burnt.
        """
        now = here.now()
        final = self.way.final_answers
        helper = final.get("helper")
        with here.store().writing() as c:
            outcome = responses.submit(
                c,
                self.round,
                self.response.id,
                revision,
                final,
                helper if isinstance(helper, str) else None,
                _day(now),
                now,
            )
        if outcome == "submitted":
            # The answers are sent, whatever becomes of the code: what is left bound here, the minute's work burns.
            with suppress(StoreFailed), here.store().writing() as c:
                responses.burn_code(c, self.response.id)
        return outcome


@dataclass(frozen=True)
class Found:
    """What an address and a cookie lead to: the round, its definition and, if one is under way, the visit."""

    round: Round
    questionnaire: Questionnaire
    visit: Visit | None


def find(name: str, token: str | None) -> Found | None:
    """The round of that name, and the visit under way in it that the token is of."""
    store = here.store()
    with store.reading() as c:
        round = rounds.round_named(c, name)
        if round is None:
            return None
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
        response = responses.by_token(c, round.id, store.keys.token_hash(token)) if token else None
        return Found(round, questionnaire, Visit(round, questionnaire, response) if response else None)


def start(round: Round, site: str, language: str, token: str, code: str | None) -> Refusal | None:
    """Begin a visit, binding the code if the round wants one. Sent twice with one token, it begins one visit."""
    store, now = here.store(), here.now()
    token_hash = store.keys.token_hash(token)
    code_id = None if code is None else store.keys.code_id(codes.normalise(code))
    with store.writing() as c:
        begun = responses.start(c, round, site, language, token_hash, now, _day(now), code_id)
    return None if isinstance(begun, int) else begun


def _day(now: datetime) -> date:
    return now.astimezone(here.zone()).date()
