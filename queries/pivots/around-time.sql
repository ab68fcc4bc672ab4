-- title: What happened around a time
-- description: Events of every kind within some seconds of a time, such as that of an alert.
-- param time time: the time
-- param seconds number = 30: how far before and after
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT e."@timestamp" AS time, e.host.name AS host, e.kind, e.process.name AS name, e.process.pid AS pid,
  e.process.parent.name AS parent,
  coalesce(e.file.path, e.registry.path, e.dll.path, e.dns.question.name, e.destination.ip,
    e.winlog.event_data['TargetImage'], e.process.command_line) AS subject,
  e.user.name AS user, e.log
FROM events e
WHERE e."@timestamp" BETWEEN $time - to_seconds($seconds) AND $time + to_seconds($seconds)
  AND ($host IS NULL OR e.host.name ILIKE $host)
ORDER BY time, host, e.kind, pid, e.log, subject
