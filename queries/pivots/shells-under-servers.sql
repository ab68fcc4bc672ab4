-- title: Shells below servers
-- description: Command interpreters and tools that a web, database or mail server, or a service of its own, started.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT p.process.name AS server, c.host.name AS host, c.process.start AS start, c.process.name AS name,
  c.process.pid AS pid, c.process.command_line AS command_line, c.user.name AS user, c.process.entity_id AS entity_id
FROM processes p
JOIN links l ON l.parent_rid = p.rid
JOIN processes c ON c.rid = l.child_rid
WHERE lower(p.process.name) IN ('w3wp.exe', 'httpd.exe', 'nginx.exe', 'tomcat.exe', 'java.exe', 'javaw.exe', 'php-cgi.exe',
    'sqlservr.exe', 'mysqld.exe', 'oracle.exe', 'umworkerprocess.exe', 'store.exe', 'services.exe', 'spoolsv.exe', 'dns.exe')
  AND lower(c.process.name) IN ('cmd.exe', 'powershell.exe', 'pwsh.exe', 'cscript.exe', 'wscript.exe', 'mshta.exe',
    'rundll32.exe', 'net.exe', 'whoami.exe', 'bash.exe')
  AND ($host IS NULL OR c.host.name ILIKE $host)
ORDER BY server, host, start NULLS FIRST, c.rid
