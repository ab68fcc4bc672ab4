-- title: Scheduled tasks, and commands that make them
-- description: Records of tasks that were made or changed, and starts of schtasks.exe and at.exe.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT "@timestamp" AS time, host.name AS host, kind, event.action AS action,
  winlog.event_data['TaskName'] AS task, process.parent.name AS parent, user.name AS user,
  coalesce(winlog.event_data['TaskContent'], winlog.event_data['TaskExecCommand'], process.command_line) AS command
FROM events
WHERE (kind = 'task' OR kind = 'start' AND lower(process.name) IN ('schtasks.exe', 'at.exe'))
  AND ($host IS NULL OR host.name ILIKE $host)
ORDER BY time, host, kind, action, task, command
