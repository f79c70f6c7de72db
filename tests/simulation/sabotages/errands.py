"""Sabotages of timers, errands and AWS's errors."""

from broadsheet.stores import aws, backlog, scheduler_timers
from broadsheet.stores.scheduler_timers import SchedulerTimers
from broadsheet.stores.sqs_backlog import SQSBacklog
from tests.simulation.sabotages.sabotage import Sabotage

SABOTAGES = (
    Sabotage(
        name="let a timer belong to a moment, so that a slow handler takes another's back",
        owner=scheduler_timers,
        function="schedule_name",
        old="-{revision}",
        new="",
        kind=4,
    ),
    Sabotage(
        name="take no notice of messages that the backlog didn't take",
        owner=SQSBacklog,
        function="add",
        old='if failed := answer.get("Failed"):',
        new='if failed := answer.get("Nothing"):',
        kind=16,
        first=20,
    ),
    Sabotage(
        name="let timers go off too early",
        owner=SchedulerTimers,
        function="set",
        old="(at + _GRACE)",
        new="(at - _GRACE)",
        kind=4,
    ),
    Sabotage(
        name="send the first of ten errands",
        owner=SQSBacklog,
        function="add",
        old="enumerate(ten)]",
        new="enumerate(ten[:1])]",
        kind=3,
    ),
    Sabotage(
        name="fail for a timer that is there already",
        owner=SchedulerTimers,
        function="set",
        old="""elif error_code(error) != "ConflictException":  # it is there already
                raise""",
        new="""else:
                raise""",
        kind=4,
        within=400,
    ),
    Sabotage(
        name="send the first messages only",
        owner=SQSBacklog,
        function="add",
        old="range(0, len(bodies), _MOST_IN_A_CALL)",
        new="range(0, min(len(bodies), 2), _MOST_IN_A_CALL)",
        kind=3,
    ),
    Sabotage(
        name="fail for an object that is gone by now",
        owner=aws,
        function="translated",
        old=" or is_absent(error)",
        new="",
        kind=0,
        first=156,
        within=200,
    ),
    Sabotage(
        name="forget where to go on with a medium",
        owner=backlog,
        function="encode_errand",
        old='"supply": {"path": path, "after": after}',
        new='"supply": {"path": path, "after": ""}',
        kind=8,
    ),
    Sabotage(
        name="let timers go off to the second",
        owner=SchedulerTimers,
        function="set",
        old="(at + _GRACE)",
        new="(at)",
        kind=15,
    ),
    Sabotage(
        name="forget where to go on with a rebuild",
        owner=backlog,
        function="encode_errand",
        old='"look_at_all": {"after": after}',
        new='"look_at_all": {"after": ""}',
        kind=3,
    ),
)
