-- title: Siblings of a process, nearest in time
-- description: What else the same parent started, and how long before (negative) or after.
-- param process process: whose siblings; entity_id or HOST:PID
SELECT round(epoch(s.process.start - p.process.start), 3) AS seconds, s.process.start AS start, s.process.name AS name,
  s.process.pid AS pid, s.process.command_line AS command_line, s.process.entity_id AS entity_id
FROM siblings($process) s
CROSS JOIN processes p
WHERE p.process.entity_id = $process
ORDER BY abs(seconds) NULLS LAST, seconds, s.rid
