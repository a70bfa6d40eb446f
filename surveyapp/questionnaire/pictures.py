"""The ids of the shipped pictures that a definition may use, in groups. `surveyapp.web.pictures` draws them."""

GROUPS = {
    "answers": "yes no dont_know rather_not_say other none",
    "faces": "very_good good neither bad very_bad afraid safe",
    "how often": "always often sometimes seldom never",
    "how many": "all some none_of_them",
    "people": "woman man other_gender alone group supervisor interpreter help together",
    "work": (
        "carpentry textile sewing laundry cleaning shop cooking transport moving computer office gardening building "
        "factory painting tools job"
    ),
    "life": ("health care walking money home school pain wound sleep talk listen urgent_help coffee lunch bus"),
    "things": "paper form tablet phone clock calendar vote star board results idea",
    "the interface's own": (
        "read_aloud play stop next back language privacy delete done glasses picture quiet usual_words easy_words"
    ),
}

PICTURES = frozenset(id for ids in GROUPS.values() for id in ids.split())
