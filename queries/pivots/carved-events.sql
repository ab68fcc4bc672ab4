-- title: Events that were carved
-- description: Records that were deleted from event logs or lost, and found by --carve, in order.
SELECT e."@timestamp" AS time, e.host.name AS host, e.log, e.kind, e.event.code AS code, e.process.name AS name,
  e.process.pid AS pid, e.process.command_line AS command_line, s.path AS source, e.record
FROM events e
JOIN sources s USING (source_id)
WHERE e.carved
ORDER BY time, host, source, e.record
