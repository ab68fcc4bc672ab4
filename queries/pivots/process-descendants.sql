-- title: Everything that came of a process
-- description: Descendants by depth and start, with the parent of each.
-- param process process: whose descendants; entity_id or HOST:PID
SELECT d.depth, d.process.start AS start, p.process.name AS parent, d.process.name AS name, d.process.pid AS pid,
  d.process.command_line AS command_line, d.user.name AS user, d.process.entity_id AS entity_id
FROM descendants($process) d
JOIN links l ON l.child_rid = d.rid
JOIN processes p ON p.rid = l.parent_rid
ORDER BY d.depth, start NULLS FIRST, d.rid
