-- title: Modules loaded from folders that users can write to
-- description: Libraries without a trusted signature, or beside a program in a user's folder, by rarity: side loading.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT lower(dll.path) AS path, lower(process.name) AS program, count(*) AS times, count(DISTINCT host.name) AS hosts,
  min(dll.code_signature.status) AS signature, min("@timestamp") AS first, min(host.name) AS host
FROM events
WHERE kind = 'library'
  AND (dll.code_signature.trusted = false OR dll.code_signature.exists = false
    OR regexp_matches(dll.path, '(?i)\\(users|programdata|temp|perflogs|\$recycle\.bin)\\'))
  AND ($host IS NULL OR host.name ILIKE $host)
GROUP BY lower(dll.path), lower(process.name)
ORDER BY times, path, program
