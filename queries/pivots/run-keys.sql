-- title: Persistence by the registry
-- description: Values written below keys from which Windows starts programs: Run, services, Winlogon, Image File Execution Options
--   and the like.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT "@timestamp" AS time, host.name AS host, process.name AS name, process.pid AS pid, event.action AS action,
  registry.path AS path, array_to_string(registry.data.strings, ' ') AS data, user.name AS user, log
FROM events
WHERE kind = 'registry'
  AND regexp_matches(registry.path, '(?i)' || array_to_string([
    '\\run(once|onceex|services)?\\',
    '\\currentversion\\(winlogon|windows|image file execution options|policies\\explorer\\run)\\',
    '\\services\\[^\\]+\\(imagepath|parameters\\servicedll)',
    '\\session manager\\(bootexecute|appcertdlls)',
    '\\control\\lsa\\',
    '\\inprocserver32',
    '\\command processor\\autorun',
    '\\active setup\\'], '|'))
  AND ($host IS NULL OR host.name ILIKE $host)
ORDER BY time, host, path, pid, log, source_id, record
