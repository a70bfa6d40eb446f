"""A questionnaire with every kind of screen, in Swedish and Arabic, and one text that is missing in Arabic."""

import hashlib

from surveyapp.questionnaire.kinds import gender, helper, yes_no
from surveyapp.questionnaire.kinds.ways_out import DONT_KNOW
from surveyapp.questionnaire.model import Option, Questionnaire, Screen, Topic


def _options(*rows: tuple[str, str, str]) -> tuple[Option, ...]:
    return tuple(Option(id=id, pictures=(id,), text={"sv": sv, "ar": ar}) for id, sv, ar in rows)


OFTEN = _options(
    ("always", "Alltid", "دائمًا"),
    ("often", "Ofta", "غالبًا"),
    ("sometimes", "Ibland", "أحيانًا"),
    ("seldom", "Sällan", "نادرًا"),
    ("never", "Aldrig", "أبدًا"),
)

WORKSHOPS = _options(
    ("carpentry", "Snickeri", "النجارة"),
    ("sewing", "Textil och sömnad", "النسيج والخياطة"),
    ("cooking", "Matlagning", "الطبخ"),
    ("gardening", "Trädgård", "البستنة"),
    ("transport", "Transport", "النقل"),
    ("computer", "Dator", "الحاسوب"),
    ("cleaning", "Städning", "التنظيف"),
)

HOUSE = b"as much of a picture as is needed here"

ALL_KINDS = Questionnaire(
    key="all",
    languages=("sv", "ar", "so"),
    title={"sv": "Din verkstad", "ar": "ورشتك"},
    welcome={"sv": "Välkommen."},
    thanks={"sv": "Tack."},
    screens=(
        Screen(
            id="information",
            ask="information",
            pictures=("form",),
            text={"sv": "Nu börjar frågorna.\n\nInget svar är fel.\nDu kan hoppa över.", "ar": "الآن تبدأ الأسئلة."},
        ),
        Screen(
            id="try",
            ask="choose-one",
            practice=True,
            pictures=("lunch",),
            text={"sv": "Vad vill du dricka?", "ar": "ماذا تريد أن تشرب؟"},
            options=_options(("coffee", "Kaffe", "قهوة"), ("lunch", "Mat", "طعام")),
        ),
        Screen(id="gender", ask="gender", text=gender.QUESTION, pictures=("woman", "man"), options=gender.OPTIONS),
        Screen(id="helper", ask="helper", text=helper.QUESTION, pictures=("interpreter",), options=helper.OPTIONS),
        Screen(
            id="meeting",
            ask="yes-no",
            pictures=("calendar",),
            text={"sv": "Fick du komma på möte?", "ar": "هل دعيت إلى اجتماع؟"},
            options=yes_no.OPTIONS,
        ),
        Screen(
            id="presented",
            ask="choose-many",
            pictures=("talk",),
            at_most=3,
            text={"sv": "Vilka verkstäder fick du höra om?", "ar": "ما الورش التي أخبروك عنها؟"},
            why={
                "sv": "Vi vill veta om kvinnor och män får höra om samma verkstäder.",
                "ar": "نريد أن نعرف هل يسمع النساء والرجال عن الورش نفسها.",
            },
            options=(
                *WORKSHOPS,
                Option(id="other", pictures=("other",), text={"sv": "Något annat", "ar": "شيء آخر"}, own_words=True),
                Option(id="none", pictures=("none",), text={"sv": "Ingen", "ar": "لا شيء"}, exclusive=True),
                DONT_KNOW,
            ),
        ),
        Screen(
            id="safe",
            ask="scale",
            pictures=("safe",),
            text={"sv": "Är du trygg i din verkstad?", "ar": "هل تشعر بالأمان في ورشتك؟"},
            options=(*OFTEN, DONT_KNOW),
        ),
        Screen(
            id="lunch",
            ask="rating",
            pictures=("lunch",),
            text={"sv": "Hur god var lunchen i dag?", "ar": "ما رأيك في غداء اليوم؟"},
            ends=({"sv": "Inte god alls", "ar": "سيئ جدًا"}, {"sv": "Mycket god", "ar": "لذيذ جدًا"}),
        ),
        Screen(
            id="better",
            ask="text",
            lines=3,
            pictures=("idea",),
            text={"sv": "Vad skulle bli bättre?\nSkriv inga namn.", "ar": "ما الذي يمكن أن يتحسن؟"},
        ),
        Screen(id="words", ask="text", lines=1, pictures=("other",), text={"sv": "Vad var det?"}),
        Screen(
            id="age",
            ask="number",
            pictures=("calendar",),
            text={"sv": "Hur gammal är du?", "ar": "كم عمرك؟"},
            unit={"sv": "år", "ar": "سنة"},
            least=15,
            most=110,
            bands=(25, 45),
        ),
        Screen(
            id="born",
            ask="date",
            pictures=("calendar",),
            text={"sv": "När föddes du?", "ar": "متى وُلدت؟"},
            first_day="1920-01-01",
        ),
        Screen(
            id="five",
            ask="rank",
            pictures=("star",),
            text={"sv": "Vilka är viktigast?", "ar": "ما هي الأهم؟"},
            choose=3,
            options=(*WORKSHOPS, DONT_KNOW),
        ),
        Screen(
            id="why",
            ask="text",
            pictures=("dont_know",),
            text={"sv": "Varför just den?", "ar": "لماذا؟"},
            about=Topic(text={"sv": "Snickeri", "ar": "النجارة"}, pictures=("carpentry",)),
        ),
        Screen(
            id="own",
            ask="choose-one",
            pictures=("media/house.png",),
            text={"sv": "Vilket <b>hus</b> & vad?\nTänk efter.", "ar": "أي بيت؟"},
            options=_options(("home", "Hemmet", "البيت"), ("school", "Skolan", "المدرسة")),
        ),
    ),
    media={"media/house.png": hashlib.sha256(HOUSE).hexdigest()},
)
