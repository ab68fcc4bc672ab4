-- title: Lateral movement by remote management
-- description: What the hosts of WMI, WinRM, remote services and DCOM started: each may be a command from another host.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT p.process.name AS parent, c.host.name AS host, c.process.start AS start, c.process.name AS name,
  c.process.pid AS pid, c.process.command_line AS command_line, c.user.name AS user, c.process.entity_id AS entity_id
FROM processes p
JOIN links l ON l.parent_rid = p.rid
JOIN processes c ON c.rid = l.child_rid
WHERE lower(p.process.name) IN ('wmiprvse.exe', 'wsmprovhost.exe', 'winrshost.exe', 'psexesvc.exe', 'mmc.exe')
  AND lower(c.process.name) NOT IN ('conhost.exe', 'werfault.exe')
  AND ($host IS NULL OR c.host.name ILIKE $host)
ORDER BY parent, host, start NULLS FIRST, c.rid
