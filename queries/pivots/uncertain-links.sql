-- title: Links that are not sure
-- description: Children whose parent was found by pid and time alone, or with rivals, the least sure first.
-- param confidence number = 0.8: below this
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT l.confidence, l.method, l.rivals, c.host.name AS host, p.process.name AS parent, p.process.pid AS parent_pid,
  p.seen_via AS parent_seen_via, c.process.name AS name, c.process.pid AS pid, c.process.start AS start,
  c.process.entity_id AS entity_id
FROM links l
JOIN processes p ON p.rid = l.parent_rid
JOIN processes c ON c.rid = l.child_rid
WHERE l.confidence < $confidence AND ($host IS NULL OR c.host.name ILIKE $host)
ORDER BY l.confidence, l.method, host, start NULLS FIRST, c.rid
