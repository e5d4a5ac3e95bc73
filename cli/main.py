"""The `afilia` command: a list of commands, each loaded only when it is asked for."""

from importlib import import_module

import click

from cli.refusals import spoken

COMMANDS = {
    "up": ("cli.up", "Start everything on this machine: pages, periodic work and delivery."),
    "serve": ("cli.processes", "Serve the pages only (production)."),
    "worker": ("cli.processes", "Run a Celery worker (production)."),
    "beat": ("cli.processes", "Run the scheduler of periodic work (production; one is enough)."),
    "migrate": ("cli.upkeep", "Bring the database to this release and check its protection."),
    "seed": ("cli.seed", "Fill an empty database with a demonstration year."),
    "tick": ("cli.upkeep", "Do all due work once, without Celery: sweep and deliver."),
    "check": ("cli.check", "Say line by line whether this installation is sound."),
    "metrics": ("cli.metrics", "Print or serve figures for Prometheus."),
    "statistics": ("cli.statistics", "Count the figures again, compare them, publish a month."),
    "audit": ("cli.audit", "Verify the chain of events; keep its daily root."),
    "erase": ("cli.erase", "Erase what names a person whose data need not be kept."),
    "describe": ("cli.describe", "Print or write the reference of every procedure."),
    "quote": ("cli.quote", "Compute contributions from JSON lines."),
    "deadline": ("cli.deadline", "Count legal terms from JSON lines."),
    "import-payments": ("cli.import_payments", "Read a bank file of payments."),
    "replay": ("cli.replay", "Play a scripted case and print its timeline."),
}


class Commands(click.Group):
    """A group whose list is known without importing a single command: `afilia --help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name.replace("-", "_"))
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_module, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what goes wrong in a way we know is a sentence, never a traceback."""
        with spoken():
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="afilia")
def afilia() -> None:
    """Afilia: social security for domestic workers in Mexico.

    Settings come from the environment (AFILIA_…); `afilia check` says whether they are sound. To try it out:
    `afilia up --demo`.
    """
