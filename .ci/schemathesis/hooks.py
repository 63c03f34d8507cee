"""Bodies of imports are lines of JSON, which schemathesis sends as they are."""

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")
