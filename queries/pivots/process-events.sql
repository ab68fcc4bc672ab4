-- title: Everything that a process did, in order
-- description: Its records of every kind: start, files, registry, network, names asked for, modules, end.
-- param process process: whose events; entity_id or HOST:PID
-- param kind text = NULL: only this kind, such as network, file, registry, dns
SELECT e."@timestamp" AS time, e.kind, e.event.action AS action,
  coalesce(e.file.path, e.registry.path, e.dll.path, e.dns.question.name, e.winlog.event_data['TargetImage'],
    e.winlog.event_data['PipeName'], e.winlog.event_data['Device'],
    nullif(concat_ws(':', coalesce(e.destination.domain, e.destination.ip), e.destination.port), ''),
    e.service.name, e.process.command_line) AS subject,
  e.log, s.path AS source, e.record
FROM processes p
JOIN events e ON e.process_rid = p.rid
JOIN sources s USING (source_id)
WHERE p.process.entity_id = $process AND ($kind IS NULL OR e.kind = $kind)
ORDER BY time, e.kind, source, e.record
