"""What the blocks of a release, and sums of them, are called in one language."""

from collections.abc import Callable, Sequence

from surveyapp.evaluate import names
from surveyapp.questionnaire.kinds import Sayable, kind_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.model import NOT_ANSWERED, BlockId, Release, group_of
from surveyapp.release.second import asked_as, named
from surveyapp.web import words


class Groups:
    """Blocks are called after whose they are, and after their values of the second variable, all of them."""

    def __init__(self, release: Release, questionnaire: Questionnaire, said: Callable[[Sayable], str]) -> None:
        self.release = release
        self.questionnaire = questionnaire
        self.said = said
        self._values = {block.id: self._together(block.values) for block in release.blocks}

    @property
    def cut(self) -> bool:
        """Whether some group is cut by the second variable."""
        return any(block.values for block in self.release.blocks)

    @property
    def variable(self) -> str | None:
        """What the second variable is called."""
        second = self.release.round.second
        return self.said(named(second, self.questionnaire)) if second else None

    def name(self, blocks: Sequence[BlockId]) -> str:
        """A column's name: its block's, or its blocks' if it is a sum of them."""
        group, values = words.say(names.column(blocks)), self.values(blocks)
        if not values:
            return group
        if group_of(blocks[0]) == "everyone":
            return values
        return words.say(Said("%(group)s – %(values)s", {"group": group, "values": values}))

    def values(self, blocks: Sequence[BlockId]) -> str:
        """The names of the values that cut a block out; empty for a whole group and for a sum."""
        return self._values.get(blocks[0], "") if len(blocks) == 1 else ""

    def _together(self, values: Sequence[str]) -> str:
        listed = "; ".join(map(self.value, values))
        return words.say(Said("%(values)s (put together)", {"values": listed})) if len(values) > 1 else listed

    def value(self, value: str) -> str:
        """The name of a value of the second variable."""
        second = self.release.round.second
        if second == "$site":
            return self.release.round.sites[value]
        if second == "$language":
            return words.own_name(value)
        if value == NOT_ANSWERED:
            return words.say(fixed("No answer"))
        assert second, "without a second variable nothing is cut"
        screen = asked_as(second, self.questionnaire)
        return self.said(kind_of(screen).rows(screen)[value])
