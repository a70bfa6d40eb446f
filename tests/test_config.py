import pytest

from surveyapp.config import SettingsRefused, from_environment


def test_the_defaults_suit_one_municipality_on_one_machine() -> None:
    config = from_environment({})
    assert str(config.zone) == "Europe/Stockholm"
    assert config.database.startswith("sqlite:///")
    assert not config.secure
    assert (config.translations / "babel.cfg").is_file()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"SURVEYAPP_DATABSE": "x"}, "SURVEYAPP_DATABSE"),
        ({"SURVEYAPP_ZONE": "Europe/Stokholm"}, "Europe/Stokholm"),
        ({"SURVEYAPP_PUBLIC_ADDRESS": "http://survey.example.org"}, "unprotected"),
        ({"SURVEYAPP_PUBLIC_ADDRESS": "survey.example.org"}, "https://"),
        ({"SURVEYAPP_PUBLIC_ADDRESS": "https://survey.example.org/app"}, "without a path"),
        ({"SURVEYAPP_DATABASE": "mysql://x"}, "sqlite:/// or postgresql://"),
        ({"SURVEYAPP_TRANSLATIONS": "/nowhere/at/all"}, "/nowhere/at/all"),
    ],
)
def test_an_unknown_or_unsafe_setting_stops_the_start_with_a_sentence(settings: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsRefused, match=told):
        from_environment(settings)


def test_plain_http_is_allowed_once_it_is_named() -> None:
    config = from_environment({"SURVEYAPP_PUBLIC_ADDRESS": "http://10.1.2.3", "SURVEYAPP_PLAIN_HTTP": "yes"})
    assert config.public_address == "http://10.1.2.3"


def test_an_address_with_https_makes_cookies_secure() -> None:
    assert from_environment({"SURVEYAPP_PUBLIC_ADDRESS": "https://survey.example.org/"}).secure


def test_the_password_of_a_server_is_shown_nowhere() -> None:
    config = from_environment({"SURVEYAPP_DATABASE": "postgresql://surveyapp:secret@db/surveys"})
    assert config.database == "postgresql://surveyapp:secret@db/surveys"
    assert "secret" not in repr(config)
    with pytest.raises(SettingsRefused) as refused:
        from_environment({"SURVEYAPP_DATABASE": "postgres://surveyapp:secret@db/surveys"})
    assert "secret" not in str(refused.value)
