"""The same jobs from a shell. What is heavy is imported where it is used, so that `--help` answers at once."""

import click

from surveyapp.cli.databases import copy, migrate
from surveyapp.cli.demo import demo_command
from surveyapp.cli.questionnaires import check, load
from surveyapp.cli.releases import export, tick
from surveyapp.cli.rounds import round
from surveyapp.cli.serving import backup, serve
from surveyapp.cli.speak import speak
from surveyapp.cli.staff import user


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="surveyapp")
def main() -> None:
    """Surveys that everyone can answer, with results by gender that point at nobody.

    A first try:  surveyapp demo, then surveyapp serve.

    Your own:  surveyapp check FOLDER, surveyapp load FOLDER, surveyapp round open FOLDER-NAME --trial,
    surveyapp serve; answer; surveyapp round close ROUND, surveyapp export ROUND -o results.xlsx.

    Settings come from the environment: SURVEYAPP_DATA, SURVEYAPP_PUBLIC_ADDRESS, SURVEYAPP_ZONE and more; an unknown
    one is named, with the list.
    """


for _command in (demo_command, check, speak, load, round, tick, export, user, serve, backup, copy, migrate):
    main.add_command(_command)
