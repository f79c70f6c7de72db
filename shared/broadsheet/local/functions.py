"""Functions in worker processes, each with exactly the environment that the template and Lambda give it."""

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

from broadsheet.local.chaos import Reaper
from broadsheet.local.plan import Function
from broadsheet.local.runtime_api import Outcome, RuntimeApi
from broadsheet.local.session import ACCESS_KEY, REGION

_WORKER: Final = Path(__file__).with_name("worker.py")
_log = logging.getLogger(__name__)


class Pool:
    """The workers of one function: one is kept `ready`, more are started while all are at work, up to `most`.

    `command` is the program of a worker; it finds the handler's name in the environment, as on Lambda. `reaper` kills
    workers at work.
    """

    def __init__(  # noqa: PLR0913  # each has its default
        self,
        function: Function,
        *,
        endpoint_url: str,
        most: int = 2,
        ready: bool = True,
        command: tuple[str, ...] | None = None,
        reaper: Reaper | None = None,
    ) -> None:
        self.function = function
        self._endpoint_url = endpoint_url
        self._command = command or (sys.executable, "-P", str(_WORKER))
        self._reaper = reaper
        self._idle: list[_Worker] = [self._new_worker()] if ready else []
        self._all: list[_Worker] = list(self._idle)
        self._places = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._at_work = 0
        self._stopped = False

    @property
    def at_work(self) -> int:
        """How many invocations are under way."""
        return self._at_work

    def invoke(self, event: Any) -> Outcome:
        """Run the function on an event, when a worker has the time."""
        with self._places:
            with self._lock:
                if self._stopped:
                    return Outcome(error="the stack is stopped")
                try:
                    worker = self._idle.pop() if self._idle else self._new_worker()
                except OSError as error:  # the machine has no more processes to give
                    _log.warning("%s: no worker can be started: %s", self.function.name, error)
                    return Outcome(error=f"no worker can be started: {error}")
                self._at_work += 1
                self._all = [each for each in self._all if each.usable and each is not worker] + [worker]
            call_off = self._reaper.visit(worker.kill) if self._reaper is not None else None
            try:
                outcome = worker.invoke(event)
            finally:
                if call_off is not None:
                    call_off()
                with self._lock:
                    self._at_work -= 1
                    if worker.usable:
                        self._idle.append(worker)
            if outcome.error is not None and not self._stopped:
                _log.warning("%s failed: %s", self.function.name, outcome.error)
            return outcome

    def stop(self) -> None:
        """Kill all workers; what they are at fails."""
        with self._lock:
            self._stopped = True
            workers = list(self._all)
        for worker in workers:
            worker.kill()

    def threads(self) -> list[threading.Thread]:
        """Those that watch the workers; each ends with its process."""
        with self._lock:
            return [worker.thread for worker in self._all]

    def _new_worker(self) -> "_Worker":
        return _Worker(self.function, self._command, self._endpoint_url)


class _Worker:
    """One process and its runtime API. When the process ends, whatever it was at has failed."""

    def __init__(self, function: Function, command: tuple[str, ...], endpoint_url: str) -> None:
        self._function = function
        self._api = RuntimeApi()
        try:
            self._process = subprocess.Popen(  # noqa: S603  # the program is ours, the code the project's own
                command,
                cwd=function.folder,
                env=environment_of(function, endpoint_url=endpoint_url, runtime_api=self._api.address),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,  # Ctrl-C is for the stack, which ends its workers
            )
        except OSError:
            self._api.close()
            raise
        self.usable = True
        self.thread = threading.Thread(target=self._watch, name=f"{function.name}-worker", daemon=True)
        self.thread.start()

    def invoke(self, event: Any) -> Outcome:
        outcome = self._api.invoke(
            event, function_arn=self._function.arn, timeout_seconds=self._function.timeout_seconds
        )
        if outcome.lost:
            self.kill()
        return outcome

    def kill(self) -> None:
        self.usable = False
        self._process.kill()

    def _watch(self) -> None:
        """Pass on what the process prints, and tell the runtime API of its end."""
        assert self._process.stdout is not None  # noqa: S101  # it is a pipe
        for line in self._process.stdout:
            _log.info("%s: %s", self._function.name, line.rstrip())
        status = self._process.wait()
        self.usable = False
        self._process.stdout.close()
        self._api.fail(f"the worker ended with status {status}")
        self._api.close()


def environment_of(function: Function, *, endpoint_url: str, runtime_api: str) -> dict[str, str]:
    """The variables that the template gives, and those that Lambda itself would set."""
    paths = [str(function.folder), *(str(layer) for layer in function.layers)]
    lambdas_own = {
        "_HANDLER": function.handler,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
        "AWS_LAMBDA_FUNCTION_NAME": function.arn.rpartition(":")[2],
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.arn.rpartition(':')[2]}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "AWS_REGION": REGION,
        "AWS_SECRET_ACCESS_KEY": ACCESS_KEY,
        "LAMBDA_TASK_ROOT": str(function.folder),
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(paths),
        "TZ": "UTC",
    }
    of_this_machine = {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }
    if "SYSTEMROOT" in os.environ:  # Windows has no sockets without it
        of_this_machine["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return {**of_this_machine, **lambdas_own, **function.environment}
