-- title: Processes from folders that users can write to
-- description: Images below Users, ProgramData, Temp and the like, counted by path, rarest first.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT process.executable AS executable, count(DISTINCT host.name) AS hosts, count(*) AS times,
  min(process.start) AS first, min(host.name) AS host, min(process.command_line) AS command_line,
  arg_min(process.entity_id, rid) AS entity_id
FROM processes
WHERE regexp_matches(process.executable, '(?i)\\(users|programdata|temp|perflogs|\$recycle\.bin)\\')
  AND ($host IS NULL OR host.name ILIKE $host)
GROUP BY process.executable
ORDER BY hosts, times, executable
