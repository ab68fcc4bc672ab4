-- title: Images under another name
-- description: Processes whose file has another name than the one it was built with (original_file_name).
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT host.name AS host, process.start AS start, process.name AS name, process.pe.original_file_name AS original_file_name,
  process.executable AS executable, process.pe.company AS company, process.entity_id AS entity_id
FROM processes
WHERE lower(process.pe.original_file_name) <> lower(process.name)
  AND regexp_replace(lower(process.pe.original_file_name), '\.(exe|dll|mui)', '', 'g') <> regexp_replace(lower(process.name), '\.exe$', '')
  AND ($host IS NULL OR host.name ILIKE $host)
ORDER BY host, start NULLS FIRST, rid
