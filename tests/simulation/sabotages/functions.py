"""Sabotages of the functions."""

from tests.simulation.sabotages.sabotage import Sabotage

SABOTAGES = (
    Sabotage(
        name="trust the event's version",
        owner="publish",
        function="look_at_source",
        old="        receipt = publish(source_id, room)\n",
        new="""        from tests.simulation.trusting import trusting
        receipt = publish(source_id, trusting(room, record))
""",
        kind=4,
    ),
    Sabotage(
        name="answer that all is well when it isn't",
        owner="publish",
        function="handler",
        old="    return in_newsroom(process)",
        new='    in_newsroom(process)\n    return {"batchItemFailures": []}',
        kind=1,
    ),
    Sabotage(
        name="tell of the first failure of a batch only",
        owner="publish",
        function="handler",
        old="    return in_newsroom(process)",
        new="""    found = in_newsroom(process)
    return {"batchItemFailures": found["batchItemFailures"][:1]}""",
        kind=18,
    ),
    Sabotage(
        name="only log what goes wrong with settings",
        owner="publish",
        function="look_at_source",
        old="        tell(key, configure(room))",
        new="""        try:
            tell(key, configure(room))
        except Exception:
            logger.exception(key)""",
        kind=3,
        first=24,
    ),
    Sabotage(
        name="furnish a site once for each process",
        owner="runtime",
        function="_furnish_once",
        old="_furnished.get(environment) != newsroom.settings",
        new="environment not in _furnished",
        kind=3,
        first=30,
    ),
    Sabotage(
        name="look at the first record of a notification",
        owner="publish",
        function="look",
        old="S3Event(body).records:",
        new="list(S3Event(body).records)[:1]:",
        kind=0,
        first=41,
    ),
    Sabotage(
        name="only log what goes wrong with listings",
        owner="refresh",
        function="handler",
        old="        in_newsroom(lambda room: refresh(changes, room))",
        new="""        try:
            in_newsroom(lambda room: refresh(changes, room))
        except Exception:
            logger.exception("refresh")""",
        kind=6,
        within=60,
    ),
    Sabotage(
        name="look at the first record of the stream",
        owner="refresh",
        function="handler",
        old="in DynamoDBStreamEvent(event).records:",
        new="in list(DynamoDBStreamEvent(event).records)[:1]:",
        kind=2,
    ),
    Sabotage(
        name="only log what goes wrong with an article",
        owner="publish",
        function="look_at_source",
        old="        receipt = publish(source_id, room)\n",
        new="""        try:
            receipt = publish(source_id, room)
        except Exception:
            logger.exception('x')
            return
""",
        kind=0,
        within=400,
    ),
    Sabotage(
        name="take no notice of media",
        owner="publish",
        function="look_at_source",
        old="        run(SupplyMedium(path=key), room)",
        new="        pass",
        kind=8,
        within=400,
    ),
    Sabotage(
        name="run no errands for media",
        owner="publish",
        function="run",
        old="""case SupplyMedium(path=path):
""",
        new="""case SupplyMedium(path=path) if False:
""",
        kind=8,
        within=400,
    ),
    Sabotage(
        name="say that a sweep went well",
        owner="sweep",
        function="handler",
        old="    if swept.failed:",
        new="    if False:",
        kind=14,
    ),
    Sabotage(
        name="release nothing",
        owner="release",
        function="handler",
        old="in_newsroom(release)",
        new="__import__('broadsheet.publishing.sweep', fromlist=['Swept']).Swept(done=0, failed=())",
        kind=14,
    ),
    Sabotage(
        name="begin again with every medium",
        owner="publish",
        function="run",
        old="supply(errand, room)",
        new="supply(SupplyMedium(path=path), room)",
        kind=8,
    ),
    Sabotage(
        name="take one change for none",
        owner="refresh",
        function="handler",
        old="""    if changes:
""",
        new="""    if len(changes) > 1:
""",
        kind=2,
    ),
)
