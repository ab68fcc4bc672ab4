-- title: Everything that a logon did
-- description: Processes that started in a logon session, in order. The ids count anew on each host and at each start of it.
-- param logon text: the logon id, such as 0x3e7
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT p.host.name AS host, p.process.start AS start, q.process.name AS parent, p.process.name AS name,
  p.process.pid AS pid, p.process.command_line AS command_line, p.user.name AS user, p.process.entity_id AS entity_id
FROM processes p
LEFT JOIN links l ON l.child_rid = p.rid
LEFT JOIN processes q ON q.rid = l.parent_rid
WHERE p.process.Ext.authentication_id = lower($logon) AND ($host IS NULL OR p.host.name ILIKE $host)
ORDER BY host, start NULLS FIRST, p.rid
