-- title: Records that could not be read
-- description: By file and reason how many, with an excerpt of the first.
SELECT path AS source, reason, count(*) AS records, min(record) AS first_record, arg_min(excerpt, record)[:120] AS excerpt
FROM rejects
GROUP BY path, reason
ORDER BY records DESC, source, reason
