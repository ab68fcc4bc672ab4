-- title: Files written, then run
-- description: Programs that a process wrote to disk and that were started afterwards on the same host: downloads and droppers.
-- param hours integer = 24: started at most so long after
SELECT f."@timestamp" AS written, f.host.name AS host, f.process.name AS writer, f.process.pid AS writer_pid,
  f.file.path AS path, f.file.origin_url AS origin_url, round(epoch(p.process.start - f."@timestamp"), 3) AS seconds,
  p.process.pid AS pid, p.process.command_line AS command_line, p.process.entity_id AS entity_id
FROM events f
JOIN processes p
  ON p.host.name = f.host.name
  AND lower(p.process.executable) = lower(f.file.path)
  AND p.process.start BETWEEN f."@timestamp" AND f."@timestamp" + to_hours($hours)
WHERE f.kind = 'file'
ORDER BY written, host, path, p.process.start, p.rid, f.source_id, f.record
