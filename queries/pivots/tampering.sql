-- title: Images replaced in memory, raw disk access, new drivers
-- description: Records of process hollowing and the like, of reads past the file system, and of drivers loaded.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT "@timestamp" AS time, host.name AS host, kind, process.name AS name, process.pid AS pid,
  coalesce(winlog.event_data['Type'], winlog.event_data['Device'], file.path, dll.path) AS subject, log
FROM events
WHERE kind IN ('tampering', 'raw_access', 'driver') AND ($host IS NULL OR host.name ILIKE $host)
ORDER BY time, host, kind, pid, subject, log
