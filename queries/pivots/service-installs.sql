-- title: Services installed, and the processes that they started
-- description: Installed or started services with their command, and what services.exe started of it within some minutes.
-- param minutes integer = 10: how long after the install
SELECT e."@timestamp" AS time, e.host.name AS host, e.service.name AS service, e.event.action AS action,
  e.winlog.event_data['ServiceFileName'] AS command, e.winlog.event_data['ServiceAccount'] AS account,
  coalesce(e.winlog.event_data['SubjectUserName'], e.user.name) AS installed_by, p.process.start AS start,
  p.process.name AS started, p.process.pid AS pid, p.process.entity_id AS entity_id
FROM events e
LEFT JOIN processes p
  ON p.host.name = e.host.name
  AND p.process.start BETWEEN e."@timestamp" AND e."@timestamp" + to_minutes($minutes)
  AND contains(lower(e.winlog.event_data['ServiceFileName']), lower(p.process.executable))
WHERE e.kind = 'service'
ORDER BY time, host, service, action, start NULLS FIRST, p.rid
