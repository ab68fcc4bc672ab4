-- title: Accounts and groups that were changed
-- description: Accounts made, enabled, changed or added to groups, and commands of net.exe that do so.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT "@timestamp" AS time, host.name AS host, kind, event.action AS action,
  coalesce(winlog.event_data['SubjectUserName'], user.name) AS by,
  coalesce(winlog.event_data['TargetUserName'], winlog.event_data['MemberName'], process.command_line) AS subject
FROM events
WHERE (kind = 'account'
    OR kind = 'start' AND regexp_matches(process.command_line, '(?i)\bnet1?(\.exe)?"?\s+(user|group|localgroup|accounts)\b'))
  AND ($host IS NULL OR host.name ILIKE $host)
ORDER BY time, host, kind, action, subject
