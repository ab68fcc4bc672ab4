-- title: Unsigned binaries with network
-- description: Processes without a trusted signature that connected somewhere, and where to. Needs a log that tells of signatures.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT p.host.name AS host, p.process.executable AS executable, p.process.pid AS pid,
  p.process.code_signature.status AS signature, count(*) AS connections,
  list(DISTINCT concat_ws(':', e.destination.ip, e.destination.port) ORDER BY concat_ws(':', e.destination.ip, e.destination.port)) AS destinations,
  min(e."@timestamp") AS first, p.process.entity_id AS entity_id
FROM processes p
JOIN events e ON e.process_rid = p.rid AND e.kind = 'network'
WHERE (p.process.code_signature.exists = false OR p.process.code_signature.trusted = false)
  AND ($host IS NULL OR p.host.name ILIKE $host)
GROUP BY ALL
ORDER BY host, first, entity_id
