"""Ballots by the pages: built, voted in by slip, tablet and paper, read after the close, and never before."""

import re
from datetime import timedelta
from fractions import Fraction

import pytest

from surveyapp.focusgroup.ballots import questionnaire as asked
from surveyapp.focusgroup.ballots import result as results
from surveyapp.focusgroup.ballots.result import Count
from surveyapp.questionnaire.model import Option
from surveyapp.store import ballots, improvements, responses, rounds
from surveyapp.store.ballots import Ballot
from surveyapp.store.rounds import Round
from surveyapp.store.studies import Study
from tests.accounts.staff import Person
from tests.followup.conftest import a_study
from tests.respond.participant import Participant
from tests.running import Service

WISHES = ("Varmare", "Tystare", "Renare", "Ljusare")


def a_ballot(service: Service, **fields: str) -> tuple[Study, Ballot, Person]:
    """A ballot on four improvements, added by its page."""
    study, first = a_study(service, "Omröstning")
    with service.store.writing() as c:
        wishes = [improvements.add(c, study.id, {"sv": wish}, "idea") for wish in WISHES[1:]]
    person = Person(service, "moderator")
    given = {"label": "Gruppen", "voters": "participants", "method": "rank", "choose": "3", "by_gender": "y"} | fields
    chosen = [str(one.id) for one in (first, *wishes)]
    page = person.post(f"/groups/{study.name}/ballots/add", improvements=chosen, **given)
    assert page.status_code == 303, page.text
    with service.store.reading() as c:
        return study, ballots.of_study(c, study.id)[0], person


def opened(service: Service, study: Study, ballot: Ballot, person: Person, n: int = 12) -> tuple[Round, list[str]]:
    """The vote, opened by its page, and the codes of its slips."""
    at = f"/groups/{study.name}/ballots/{ballot.id}"
    page = person.post(f"{at}/vote/open", page=f"{at}/vote", n=str(n), minutes="20")
    assert page.status_code == 200, page.text
    codes = re.findall(r"<code>([^<]+)</code>", page.text)
    assert len(codes) == n
    with service.store.reading() as c:
        found = ballots.by_id(c, ballot.id)
        assert found
        assert found.round_id
        round = rounds.round_by_id(c, found.round_id)
        assert round
        return round, codes


def option_ids(service: Service, ballot: Ballot) -> list[str]:
    with service.store.reading() as c:
        return [asked.option_id(one) for one in ballots.choices(c, ballot)]


def vote(service: Service, round: Round, code: str, gender: str, order: list[str]) -> Participant:
    one = Participant(service, round, site="all").begin(code=code)
    return one.walk({"gender": gender, asked.VOTE: tuple(order)}).submit()


def paper(person: Person, at: str, code: str, gender: str, order: list[str]) -> int:
    address = f"{at}/vote/paper"
    fields: dict[str, object] = {"answer-gender": gender, f"answer-{asked.VOTE}": order}
    return person.send(address, csrf_token=person.field(address, "csrf_token"), code=code, **fields).status_code


def test_a_ballot_is_voted_in_by_slip_and_paper_and_read_after_its_close(own_service: Service) -> None:
    study, ballot, person = a_ballot(own_service)
    at = f"/groups/{study.name}/ballots/{ballot.id}"
    round, codes = opened(own_service, study, ballot, person)
    a, b, c, _d = option_ids(own_service, ballot)
    for code in codes[:5]:
        vote(own_service, round, code, "woman", [a, b, c])
    for code in codes[5:9]:
        vote(own_service, round, code, "man", [b, a])
    assert paper(person, at, codes[9], "man", [b, a]) == 303
    for step in ("vote", "result"):
        assert not re.search(r"<td>|shared place", person.get(f"{at}/{step}").text)
        assert person.get(f"{at}/{step}/show").status_code == 200
    own_service.ahead += timedelta(minutes=21)
    page = person.get(f"{at}/result").text
    sections = dict(re.findall(r"<h2>([^<]+)</h2>(.*?)</table>", page, re.S))
    assert list(sections) == ["Everyone", "Women", "Men"]
    told = re.findall(r"<td>([^<]+)</td>", sections["Everyone"])
    assert told[:6] == ["1 (shared place)", "25", "10", "1 (shared place)", "25", "10"]
    assert told[6:] == ["3", "5", "10", "4", "0", "10"]
    assert re.findall(r"<td>([^<]+)</td>", sections["Men"])[:3] == ["1", "15", "5"]
    large = person.get(f"{at}/result/show")
    assert large.status_code == 200
    assert "25" in large.text
    assert Person(own_service, "evaluator").get(f"/evaluate/{round.name}").status_code == 200


def test_nobody_votes_twice(own_service: Service) -> None:
    study, ballot, person = a_ballot(own_service)
    at = f"/groups/{study.name}/ballots/{ballot.id}"
    round, codes = opened(own_service, study, ballot, person)
    a, b, *_ = option_ids(own_service, ballot)
    vote(own_service, round, codes[0], "woman", [a])
    assert paper(person, at, codes[0], "woman", [a]) == 422  # a slip, then paper
    assert paper(person, at, codes[1], "man", [b]) == 303
    assert paper(person, at, codes[1], "man", [b]) == 422  # sent once more
    again = Participant(own_service, round, site="all").begin(code=codes[1])
    assert again.status == 422  # paper, then the slip
    under_way = Participant(own_service, round, site="all").begin(code=codes[2])
    assert "/ask/" in under_way.at
    assert paper(person, at, codes[2], "man", [a]) == 422  # a visit under way has the code
    assert paper(person, at, "2222-2222", "man", [a]) == 422
    assert paper(person, at, codes[3], "man", [a, a]) == 422  # one twice on a paper


def test_before_the_close_no_page_tells_what_was_voted(own_service: Service) -> None:
    """Two worlds that differ in their votes alone show the same to everyone."""
    service = own_service
    study, ballot, person = a_ballot(service)
    round, codes = opened(service, study, ballot, person)
    a, b, c, d = option_ids(service, ballot)
    people = [Person(service, role) for role in ("moderator", "analyst", "evaluator", "designer", "administrator")]
    at = f"/groups/{study.name}/ballots/"
    addresses = [
        at,
        f"/groups/{study.name}/",
        "/groups/",
        "/evaluate/",
        f"/evaluate/{round.name}",
        "/design/",
        f"/design/rounds/{round.name}",
        f"/followup/{study.name}/",
        "/",
        f"{at}{ballot.id}/vote/paper",
        *(
            f"{at}{ballot.id}/{step}{show}"
            for step in ("ideas", "round_table", "merge", "vote", "result")
            for show in ("", "/show")
        ),
    ]

    def seen() -> list[tuple[int, str]]:
        pages = [one.get(address) for one in people for address in addresses]
        return [(page.status_code, Person.without_tokens(page.text)) for page in pages]

    before = seen()
    for n, code in enumerate(codes[:10]):
        vote(service, round, code, "woman" if n % 2 else "man", [a, b] if n % 3 else [d, c])
    assert seen() == before
    assert Participant(service, round, site="all").open(f"/r/{round.name}/at/all/sv/").status == 200


def test_too_few_voters_have_no_result(own_service: Service) -> None:
    study, ballot, person = a_ballot(own_service)
    round, codes = opened(own_service, study, ballot, person)
    a, *_ = option_ids(own_service, ballot)
    for code in codes[:4]:
        vote(own_service, round, code, "woman", [a])
    own_service.ahead += timedelta(minutes=21)
    page = person.get(f"/groups/{study.name}/ballots/{ballot.id}/result").text
    assert "Fewer than 5 voted" in page
    assert "<td>" not in page


@pytest.mark.parametrize(("method", "answers"), [("dots", "vote"), ("yes_no", None)])
def test_dots_and_yes_or_no_are_counted(method: str, answers: str | None, own_service: Service) -> None:
    study, ballot, person = a_ballot(own_service, method=method, choose="2", by_gender="")
    at = f"/groups/{study.name}/ballots/{ballot.id}"
    round, codes = opened(own_service, study, ballot, person)
    a, b, *rest = option_ids(own_service, ballot)
    for n, code in enumerate(codes[:6]):
        one = Participant(own_service, round, site="all").begin(code=code)
        chosen = [a, b] if n < 5 else [a]
        given = {answers: tuple(chosen)} if answers else {id: "yes" if id in chosen else "no" for id in (a, b, *rest)}
        one.walk(given).submit()
    own_service.ahead += timedelta(minutes=21)
    told = re.findall(r"<td>([^<]+)</td>", person.get(f"{at}/result").text)
    assert told[:6] == ["1", "6", "6", "2", "5", "6"]


def test_what_opens_a_vote_is_refused_when_it_makes_no_sense(own_service: Service) -> None:
    study, ballot, person = a_ballot(own_service, choose="9")
    at = f"/groups/{study.name}/ballots/{ballot.id}"
    send = {"page": f"{at}/vote", "n": "8", "minutes": "20"}
    assert person.post(f"{at}/vote/open", **send).status_code == 422
    assert person.post(f"{at}/vote/open", **send | {"minutes": "3"}).status_code == 422
    assert person.post(f"{at}/vote/open", **send | {"n": "0"}).status_code == 422
    assert person.get(f"{at}/nothing").status_code == 404
    assert person.get(f"{at}/vote/paper").status_code == 404


def test_a_vote_that_went_wrong_begins_anew_until_it_closes(own_service: Service) -> None:
    study, ballot, person = a_ballot(own_service)
    at = f"/groups/{study.name}/ballots/{ballot.id}"
    round, _codes = opened(own_service, study, ballot, person)
    assert person.post(f"{at}/vote/tablet", page=f"{at}/vote").status_code == 200
    assert person.post(f"{at}/vote/anew", sure="y").status_code == 303
    assert Participant(own_service, round, site="all").open().status in (200, 404)
    again, _ = opened(own_service, study, ballot, person)
    assert again.id != round.id
    own_service.ahead += timedelta(minutes=21)
    assert person.get(f"{at}/vote/anew").status_code == 404


def count(*scores: int, voters: int) -> Count:
    scored = [(Option(id=f"i{n}", text="x"), score, voters) for n, score in enumerate(scores)]
    return Count(("everyone",), tuple(results._in_order(scored)))


def test_two_ballots_weigh_the_same_however_many_vote() -> None:
    both = {one.option.id: one for one in results.together(count(30, 30, 0, voters=20), count(0, 10, 10, voters=5))}
    assert {id: one.share for id, one in both.items()} == {
        "i0": Fraction(1, 4),
        "i1": Fraction(1, 2),
        "i2": Fraction(1, 4),
    }
    assert [(one.place, one.tied) for one in both.values()] == [(1, False), (2, True), (2, True)]
    assert results.together(count(0, 0, voters=5), count(1, 0, voters=5)) == ()
    assert results.together(count(1, 2, voters=5), count(1, 2, 3, voters=5)) == ()


def test_a_tablet_that_is_passed_round_takes_a_vote_for_each_slip(own_service: Service) -> None:
    study, ballot, person = a_ballot(own_service)
    round, codes = opened(own_service, study, ballot, person, n=6)
    at = f"/groups/{study.name}/ballots/{ballot.id}"
    page = person.post(f"{at}/vote/tablet", page=f"{at}/vote").text
    code = re.search(r"<code>([^<]+)</code>", page)
    assert code
    first, second, *_ = option_ids(own_service, ballot)
    tablet = Participant(own_service, round, site="all").open("tablet/")
    tablet.send("tablet/", code=code[1])
    for n, slip in enumerate(codes[:5]):
        tablet.begin(code=slip).walk({"gender": ("woman", "man")[n % 2], asked.VOTE: (first, second)}).submit()
        tablet.open("tablet/")
    assert tablet.begin(code=codes[0]).status == 422, "a slip votes once, on the same tablet too"
    own_service.ahead += timedelta(minutes=21)
    assert "5" in person.get(f"{at}/result").text.partition("<tbody>")[2]
    with own_service.store.reading() as c:
        assert {row.mode for row in responses.submitted(c, round.id)} == {"shared_tablet"}
