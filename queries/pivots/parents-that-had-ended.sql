-- title: Parents that had ended before the child started
-- description: The parent is forged, or not the one that the pid names now; logs of one host may also differ by a moment.
-- param seconds number = 0: ended at least so long before
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT c.host.name AS host, c.process.start AS start, round(epoch(c.process.start - p.process."end"), 3) AS seconds,
  p.process.name AS parent, p.process.pid AS parent_pid, c.process.name AS name, c.process.pid AS pid, l.method,
  l.confidence, c.process.entity_id AS entity_id
FROM links l
JOIN processes p ON p.rid = l.parent_rid
JOIN processes c ON c.rid = l.child_rid
WHERE p.process."end" < c.process.start AND epoch(c.process.start - p.process."end") >= $seconds
  AND ($host IS NULL OR c.host.name ILIKE $host)
ORDER BY host, start, c.rid
