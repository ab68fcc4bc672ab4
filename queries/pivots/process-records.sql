-- title: The records that tell of a process
-- description: Every record of its start, of its running and of its end, and what each says of image, parent and user.
-- param process process: whose records; entity_id or HOST:PID
SELECT e."@timestamp" AS time, e.log, e.kind, e.process.executable AS executable, e.process.parent.name AS parent,
  e.process.parent.pid AS parent_pid, e.parent_source, e.user.name AS user, s.path AS source, e.record, e.carved
FROM processes p
JOIN events e ON e.process_rid = p.rid
JOIN sources s USING (source_id)
WHERE p.process.entity_id = $process AND e.kind IN ('start', 'already_running', 'end')
ORDER BY time, e.log, source, e.record
