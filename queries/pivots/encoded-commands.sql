-- title: Encoded commands of PowerShell, decoded
-- description: Command lines with an encoded command, and what it says; line ends and the like in it are written \x0D.
-- param host text = NULL: only hosts like this name; % stands for anything
WITH encoded AS (
  SELECT *, regexp_extract(process.command_line, '(?i)\s[-/]e(?:c|nc?|nco|ncod|ncode|ncoded|ncodedc[a-z]*)?\s+[''"]?([A-Za-z0-9+/]{8,}={0,2})', 1) AS code
  FROM processes
  WHERE $host IS NULL OR host.name ILIKE $host
)
SELECT host.name AS host, process.start AS start, process.name AS name, process.pid AS pid,
  replace(replace(replace(TRY(from_base64(code))::VARCHAR, '\x00', ''), '\x22', '"'), '\x27', '''')[:400] AS decoded, length(code) AS letters,
  process.entity_id AS entity_id
FROM encoded
WHERE code <> ''
ORDER BY host, start NULLS FIRST, rid
