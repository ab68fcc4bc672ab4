-- title: The chain above a process
-- description: Ancestors from the parent to the root, with how long each had run when the process started.
-- param process process: whose ancestors; entity_id or HOST:PID
SELECT a.depth, a.process.name AS name, a.process.pid AS pid, a.process.start AS start,
  round(epoch(p.process.start - a.process.start), 3) AS seconds_before, a.user.name AS user,
  a.process.command_line AS command_line, a.seen_via, a.process.entity_id AS entity_id
FROM ancestors($process) a
CROSS JOIN processes p
WHERE p.process.entity_id = $process
ORDER BY a.depth
