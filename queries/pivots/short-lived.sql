-- title: Processes that ended at once
-- description: Processes that ran for less than a second or so, counted by parent and image, rarest first.
-- param seconds number = 1: less than so many
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT p.process.name AS parent, c.process.name AS name, count(*) AS times, min(c.host.name) AS host,
  round(min(epoch(c.process."end" - c.process.start)), 3) AS shortest, min(c.process.start) AS first,
  min(c.process.command_line) AS command_line, arg_min(c.process.entity_id, c.rid) AS entity_id
FROM processes c
LEFT JOIN links l ON l.child_rid = c.rid
LEFT JOIN processes p ON p.rid = l.parent_rid
WHERE epoch(c.process."end" - c.process.start) < $seconds AND ($host IS NULL OR c.host.name ILIKE $host)
GROUP BY p.process.name, c.process.name
ORDER BY times, parent, name
