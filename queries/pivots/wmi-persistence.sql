-- title: Persistence by WMI
-- description: Filters, consumers and bindings of WMI, and starts of its consumers' hosts.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT "@timestamp" AS time, host.name AS host, kind, event.action AS action, process.name AS name,
  coalesce(winlog.event_data['Name'], winlog.event_data['Consumer'], process.command_line) AS subject,
  coalesce(winlog.event_data['Query'], winlog.event_data['Destination'], winlog.event_data['Filter']) AS detail, user.name AS user
FROM events
WHERE (kind = 'wmi' OR kind = 'start' AND lower(process.name) IN ('scrcons.exe', 'mofcomp.exe'))
  AND ($host IS NULL OR host.name ILIKE $host)
ORDER BY time, host, kind, subject, detail
