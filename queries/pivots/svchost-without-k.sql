-- title: svchost.exe without -k
-- description: Service hosts that were started without the name of their group, or not by services.exe.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT c.host.name AS host, c.process.start AS start, p.process.name AS parent, c.process.pid AS pid,
  c.process.executable AS executable, c.process.command_line AS command_line, c.process.entity_id AS entity_id
FROM processes c
LEFT JOIN links l ON l.child_rid = c.rid
LEFT JOIN processes p ON p.rid = l.parent_rid
WHERE lower(c.process.name) = 'svchost.exe'
  AND (c.process.command_line NOT ILIKE '% -k %' OR lower(p.process.name) NOT IN ('services.exe', 'msmpeng.exe'))
  AND ($host IS NULL OR c.host.name ILIKE $host)
ORDER BY host, start NULLS FIRST, c.rid
