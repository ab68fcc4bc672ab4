-- title: Where a hash was seen
-- description: Processes, files and modules with an MD5, SHA-1 or SHA-256.
-- param hash text: the hash
SELECT "@timestamp" AS time, host.name AS host, kind, process.name AS name, process.pid AS pid,
  coalesce(file.path, dll.path, process.executable) AS path, log
FROM events
WHERE list_contains([process.hash.md5, process.hash.sha1, process.hash.sha256, file.hash.md5, file.hash.sha1,
  file.hash.sha256, dll.hash.md5, dll.hash.sha1, dll.hash.sha256], lower($hash))
ORDER BY time, host, kind, pid, path, log
