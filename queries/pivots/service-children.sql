-- title: What services.exe started, by rarity
-- description: Images started as services, with how many hosts run them, rarest first: a shell or a file in a user's folder is
--   how tools move from host to host.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT c.process.executable AS executable, count(DISTINCT c.host.name) AS hosts, count(*) AS times,
  min(c.process.start) AS first, min(c.host.name) AS host, min(c.process.command_line) AS command_line,
  arg_min(c.process.entity_id, c.rid) AS entity_id
FROM processes p
JOIN links l ON l.parent_rid = p.rid
JOIN processes c ON c.rid = l.child_rid
WHERE lower(p.process.name) = 'services.exe' AND ($host IS NULL OR c.host.name ILIKE $host)
GROUP BY c.process.executable
ORDER BY hosts, times, executable
