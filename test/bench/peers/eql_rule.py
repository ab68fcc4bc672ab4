"""Runs one EQL query over process events with Elastic's Python engine; prints seconds and hits."""

import json
import sys
import time

import eql

started = time.perf_counter()
engine = eql.PythonEngine()
hits = []
query = eql.parse_query(sys.argv[2], implied_any=True, implied_base=True)
engine.add_query(query)
engine.add_output_hook(hits.append)
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        event = json.loads(line)
        if event.get("EventID") == 1:
            engine.stream_event(
                eql.Event(
                    "process",
                    0,
                    {
                        "name": event["Image"].rpartition("\\")[2],
                        "parent_name": event.get("ParentImage", "").rpartition("\\")[2],
                    },
                )
            )
engine.finalize()
print(json.dumps({"whole": time.perf_counter() - started, "hits": len(hits)}))
