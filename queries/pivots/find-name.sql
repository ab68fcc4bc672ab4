-- title: Processes by name, with parent and children
-- description: Every process of a name, with its parent's name and how many children it has.
-- param name text: the name; % stands for anything
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT p.host.name AS host, p.process.start AS start, q.process.name AS parent, p.process.name AS name, p.process.pid AS pid,
  (SELECT count(*) FROM links c WHERE c.parent_rid = p.rid) AS children, p.process.command_line AS command_line,
  p.process.entity_id AS entity_id
FROM processes p
LEFT JOIN links l ON l.child_rid = p.rid
LEFT JOIN processes q ON q.rid = l.parent_rid
WHERE p.process.name ILIKE $name AND ($host IS NULL OR p.host.name ILIKE $host)
ORDER BY host, start NULLS FIRST, p.rid
