-- title: What happened on the host around the start of a process
-- description: Events of every kind within some seconds of it, with the seconds before (negative) or after.
-- param process process: around whose start; entity_id or HOST:PID
-- param seconds number = 30: how far before and after
SELECT round(epoch(e."@timestamp" - p.process.start), 3) AS seconds, e.kind, e.process.name AS name, e.process.pid AS pid,
  e.process.parent.name AS parent,
  coalesce(e.file.path, e.registry.path, e.dll.path, e.dns.question.name, e.destination.ip,
    e.winlog.event_data['TargetImage'], e.process.command_line) AS subject,
  e.user.name AS user, e.log
FROM processes p
JOIN events e ON e.host.name = p.host.name
WHERE p.process.entity_id = $process
  AND e."@timestamp" BETWEEN p.process.start - to_seconds($seconds) AND p.process.start + to_seconds($seconds)
ORDER BY seconds, e.kind, pid, e.log, subject
