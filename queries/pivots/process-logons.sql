-- title: Logons around a process
-- description: Logons and logoffs on the host of a process within some minutes of its start, its own logon marked.
-- param process process: around whose start; entity_id or HOST:PID
-- param minutes integer = 60: how far before and after
SELECT e."@timestamp" AS time, round(epoch(e."@timestamp" - p.process.start), 3) AS seconds, e.event.action AS action,
  e.event.outcome AS outcome, e.user.name AS user, e.winlog.logon.type AS type, e.source.ip AS source_ip,
  e.winlog.logon.id AS logon_id, coalesce(e.winlog.logon.id = p.process.Ext.authentication_id, false) AS own
FROM processes p
JOIN events e ON e.host.name = p.host.name
WHERE p.process.entity_id = $process AND e.kind = 'logon'
  AND e."@timestamp" BETWEEN p.process.start - to_minutes($minutes) AND p.process.start + to_minutes($minutes)
ORDER BY time, action, user, logon_id, e.source_id, e.record
