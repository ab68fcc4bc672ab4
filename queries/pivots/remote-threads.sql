-- title: Threads started in another process
-- description: Who started a thread in whom, as Sysmon and the sensors of vendors tell it.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT "@timestamp" AS time, host.name AS host, process.name AS source, process.pid AS source_pid,
  winlog.event_data['TargetImage'] AS target, winlog.event_data['TargetProcessId'] AS target_pid,
  winlog.event_data['StartModule'] AS module, winlog.event_data['StartFunction'] AS function, log
FROM events
WHERE kind = 'remote_thread' AND ($host IS NULL OR host.name ILIKE $host)
ORDER BY time, host, source_pid, target, target_pid, log, source_id, record
