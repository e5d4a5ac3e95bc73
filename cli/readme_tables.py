"""The tables of the README that follow from the code: settings, and the open decisions with their defaults."""

from pydantic import SecretStr

from regime.policies import POLICIES
from workflow.settings import Settings
from workflow.words import translate


def settings_table() -> str:
    """Every setting: its variable, its default, what it is."""
    lines = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        if name == "policies":
            continue
        default = "" if isinstance(field.default, SecretStr) else str(field.default)
        lines.append(f"| `AFILIA_{name.upper()}` | {f'`{default}`' if default else ''} | {field.description} |")
    return "\n".join(lines)


def policies_table(language: str) -> str:
    """Every open decision: what it decides, its options, what is known."""
    lines = ["| | field | options (default first) | decides | known |", "| --- | --- | --- | --- | --- |"]
    for policy in POLICIES:
        options = [policy.default, *(option for option in policy.options if option != policy.default)]
        shown = ", ".join(f"`{option}`" for option in options)
        words = f"{translate(language, policy.decides)} | {translate(language, policy.evidence)}"
        lines.append(f"| {policy.id} | `{policy.field}` | {shown} | {words} |")
    return "\n".join(lines)


def refreshed(text: str, language: str) -> str:
    """A README with its generated tables as they are today."""
    for name, table in (("settings", settings_table()), ("policies", policies_table(language))):
        before, begins, rest = text.partition(f"<!-- {name}: begin (kept current by a test) -->\n")
        _old, ends, after = rest.partition(f"<!-- {name}: end -->")
        text = f"{before}{begins}{table}\n{ends}{after}"
    return text
