"""The functions' modules, loaded as often as there are processes, and loaded with changes for a sabotage."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from broadsheet.publishing import verify_and_repair

TIMEOUTS: Final = {"publish": 900, "refresh": 900, "sweep": 900, "release": 900, "verify": 900, "announce": 120}
"""Longer than the template's: a slow handler is a danger that only leases and conditions are to avert.

But whoever announces has as long as there, since it asks how much of that is left.
"""
FUNCTIONS: Final = Path(__file__).parents[2] / "functions"


@dataclass(slots=True)
class Process:
    """The modules of the functions, as one process of Lambda's has loaded them."""

    runtime: ModuleType
    handlers: dict[str, ModuleType]

    def handler(self, function: str) -> Callable[[Any, Any], Any]:
        """The function's handler."""
        found: Callable[[Any, Any], Any] = self._repair if function == "repair" else self.handlers[function].handler
        return found

    def _repair(self, _event: Any, _context: Any) -> dict[str, int]:
        """What an operator's command does."""
        _, left = verify_and_repair(self.runtime.looking())
        return {"differences": len(left.differences)}


_SPARE: list[Process] = []
"""Loading modules takes longer than a whole simulation: a process that is done with is used again, as a new one."""
_CHANGED_TEXTS: dict[str, str] = {}


def new_process() -> Process:
    """A process without a memory."""
    process = _SPARE.pop() if _SPARE else _loaded()
    process.runtime.forget()
    return process


def done_with(*processes: Process) -> None:
    """These may be used again."""
    _SPARE.extend(processes)


def forget_processes() -> None:
    """Load all anew: the modules that are loaded hold on to the product as it was then."""
    _SPARE.clear()


@contextmanager
def changed_text(name: str, old: str, new: str) -> Iterator[None]:
    """Let processes load a function's module with a change.

    Raises:
        AssertionError: there is nothing to be changed.
    """
    text = (FUNCTIONS / f"{name}.py").read_text()
    assert text.count(old) == 1, f"functions/{name}.py has no longer just one {old!r}"
    forget_processes()
    _CHANGED_TEXTS[name] = text.replace(old, new)
    try:
        yield
    finally:
        del _CHANGED_TEXTS[name]
        forget_processes()


def _loaded() -> Process:
    """The functions' modules, loaded once more, as a new process would."""
    before = {name: sys.modules.get(name) for name in ("runtime", *TIMEOUTS)}
    try:
        modules = {name: _load(name) for name in ("runtime", *TIMEOUTS) if (FUNCTIONS / f"{name}.py").exists()}
    finally:
        for name, module in before.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module
    runtime = modules.pop("runtime")
    runtime.metrics.add_metric = lambda **_metric: None
    return Process(runtime=runtime, handlers=modules)


def _load(name: str) -> ModuleType:
    path = FUNCTIONS / f"{name}.py"
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    exec(compile(_CHANGED_TEXTS.get(name) or path.read_text(), path, "exec"), vars(module))
    return module
