-- title: Lateral movement by a service
-- description: A logon over the network, and what services.exe started on that host within some seconds of it.
-- param seconds number = 30: how long after the logon
SELECT e."@timestamp" AS logon, e.host.name AS host, e.user.name AS user, e.source.ip AS source_ip,
  round(epoch(c.process.start - e."@timestamp"), 3) AS seconds, c.process.name AS started, c.process.pid AS pid,
  c.process.command_line AS command_line, c.process.entity_id AS entity_id
FROM events e
JOIN processes c
  ON c.host.name = e.host.name
  AND c.process.start BETWEEN e."@timestamp" AND e."@timestamp" + to_seconds($seconds)
JOIN links l ON l.child_rid = c.rid
JOIN processes p ON p.rid = l.parent_rid
WHERE e.kind = 'logon' AND e.winlog.logon.type = 'Network' AND e.event.outcome IS DISTINCT FROM 'failure'
  AND lower(p.process.name) = 'services.exe'
ORDER BY logon, host, seconds, user, c.rid, e.source_id, e.record
