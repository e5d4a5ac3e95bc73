"""How a command gets its settings, its log and its database."""

from importlib import import_module

from enrolment.offices import load as load_offices
from inspection.authorities import load as load_authorities
from workflow.database import Database
from workflow.logs import configure_logs
from workflow.settings import Settings, load_settings

# Declaring modules: importing them is what makes their procedures known to the engine.
PROCEDURES = ("enrolment.lifecycle", "inspection.lifecycle")


def settings_from(**given: object) -> Settings:
    """The settings of this process, its log set up accordingly. Raises `SettingsError`."""
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    configure_logs(settings.log_format)
    return settings


def know_procedures() -> None:
    """Declare every procedure; raises `DefinitionError` for one that contradicts itself."""
    for module in PROCEDURES:
        import_module(module)


def database_of(settings: Settings) -> Database:
    """The database, with every procedure known; the data folder of the embedded one is made if it is missing."""
    know_procedures()
    load_offices(settings.offices_file)  # a file that cannot be used stops the start, not the first case
    load_authorities(settings.authorities_file)
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Database(settings)
