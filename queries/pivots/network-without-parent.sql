-- title: Processes with network and no parent
-- description: Processes that connected somewhere and whose parent is not known, or only from what they say themselves.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT p.host.name AS host, p.process.name AS name, p.process.pid AS pid, p.seen_via, l.method,
  count(*) AS connections,
  list(DISTINCT concat_ws(':', e.destination.ip, e.destination.port) ORDER BY concat_ws(':', e.destination.ip, e.destination.port)) AS destinations,
  min(e."@timestamp") AS first, p.process.entity_id AS entity_id
FROM processes p
JOIN events e ON e.process_rid = p.rid AND e.kind = 'network'
LEFT JOIN links l ON l.child_rid = p.rid
WHERE (l.method IS NULL OR l.method = 'reported') AND ($host IS NULL OR p.host.name ILIKE $host)
GROUP BY ALL
ORDER BY host, first, entity_id
