"""How much of the concurrency that the template allows this one machine gives to each source of events."""

from typing import Final

from broadsheet.local.plan import Plan, QueueSource

MOST_WORKERS: Final = 2
"""How many batches of one queue are at work at a time at most, where the template allows more."""


def concurrency_of(queue: QueueSource) -> int:
    """How many of a queue's batches may be at work at a time."""
    return min(queue.concurrency or MOST_WORKERS, MOST_WORKERS)


def workers_of(function: str, plan: Plan) -> int:
    """How many processes a function may have: enough that none of its sources ever waits for another."""
    queues = sum(concurrency_of(queue) for queue in plan.queue_sources if queue.function == function)
    streams = sum(stream.function == function for stream in plan.stream_sources)
    schedules = sum(schedule.function == function for schedule in plan.schedules)
    return queues + MOST_WORKERS * (streams + schedules)
