-- title: System binaries outside their folder
-- description: Processes with a name that Windows has in System32, and an image elsewhere.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT host.name AS host, process.start AS start, process.name AS name, process.executable AS executable,
  process.pid AS pid, process.command_line AS command_line, user.name AS user, process.entity_id AS entity_id
FROM processes
WHERE lower(process.name) IN ('smss.exe', 'csrss.exe', 'wininit.exe', 'winlogon.exe', 'services.exe', 'lsass.exe', 'lsaiso.exe',
    'svchost.exe', 'spoolsv.exe', 'taskhostw.exe', 'dllhost.exe', 'conhost.exe', 'rundll32.exe', 'dwm.exe', 'userinit.exe',
    'logonui.exe', 'runtimebroker.exe', 'wermgr.exe', 'werfault.exe', 'searchindexer.exe', 'cmd.exe', 'explorer.exe')
  AND NOT regexp_matches(process.executable, '(?i)^(\\\\\?\\|\\\?\?\\)?([a-z]:|\\systemroot|\\device\\[^\\]+)(\\windows)?\\(system32|syswow64|winsxs)\\')
  AND NOT (lower(process.name) = 'explorer.exe' AND regexp_matches(process.executable, '(?i)^([a-z]:|\\device\\[^\\]+)\\windows\\explorer\.exe$'))
  AND contains(process.executable, '\')
  AND ($host IS NULL OR host.name ILIKE $host)
ORDER BY host, start NULLS FIRST, rid
