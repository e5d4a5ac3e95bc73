"""Every number of the law by name and day: `parameter("uma_daily").on(day)` gives value, unit and source."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from regime.parameter_files import read_folder
from regime.values import Parameter

DATA = Path(__file__).parent / "data" / "parameters"


def parameter(name: str) -> Parameter:
    """A parameter by name; raises `LookupError` naming one that no data file declares."""
    try:
        return all_parameters()[name]
    except KeyError:
        raise LookupError(f"no file in regime/data/parameters declares the parameter {name!r}.") from None


@lru_cache(maxsize=1)
def all_parameters() -> Mapping[str, Parameter]:
    """Every parameter by name, read once. Raises `RefusedData` naming the file, the parameter and the key at fault."""
    return MappingProxyType(read_folder(DATA))
