-- title: Children of a process, in order
-- description: Every child in the order of its start, with how the link to it is known and how sure it is.
-- param process process: whose children; entity_id or HOST:PID
SELECT c.process.start AS start, c.process.name AS name, c.process.pid AS pid, c.process.command_line AS command_line,
  c.user.name AS user, l.method, l.confidence, c.process.entity_id AS entity_id
FROM processes p
JOIN links l ON l.parent_rid = p.rid
JOIN processes c ON c.rid = l.child_rid
WHERE p.process.entity_id = $process
ORDER BY start NULLS FIRST, c.rid
