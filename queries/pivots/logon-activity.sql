-- title: Logon sessions by what they started
-- description: Every logon session with its account, its processes, and the first and last of them. The least first.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT host.name AS host, process.Ext.authentication_id AS logon_id, min(user.name) AS user, count(*) AS processes,
  count(DISTINCT lower(process.executable)) AS images, min(process.start) AS first, max(process.start) AS last
FROM processes
WHERE process.Ext.authentication_id IS NOT NULL AND ($host IS NULL OR host.name ILIKE $host)
GROUP BY host, logon_id
ORDER BY processes, host, first, logon_id
