import { DatabaseSync } from 'node:sqlite';

/**
 * Looks at a SQLite store's file from outside, table against table: what is wrong with it, in sentences.
 * The store may be open meanwhile.
 */
export function auditStore(path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec('BEGIN');
  const faults: string[] = [];
  const tell = (what: string, sql: string): void => {
    for (const row of database.prepare(sql).all()) faults.push(`${what}: ${JSON.stringify(row)}`);
  };
  const integrity = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  if (integrity !== 'ok') faults.push(`integrity_check: ${String(integrity)}`);

  tell(
    'a bucket differs from a scan of the tasks it counts',
    `WITH width (level, seconds) AS (VALUES (0, 1), (1, 64), (2, 4096), (3, 262144), (4, 16777216)),
       scanned AS (
         SELECT project, kind, level, created_at_s - created_at_s % seconds AS start_s,
           sum(status = 0) AS waiting, sum(status = 1) AS running, sum(status = 2) AS succeeded, sum(status = 3) AS failed, sum(status = 4) AS unknown
         FROM task, width GROUP BY project, kind, level, start_s)
     SELECT * FROM (SELECT * FROM scanned EXCEPT SELECT * FROM bucket) UNION ALL SELECT * FROM (SELECT * FROM bucket EXCEPT SELECT * FROM scanned)`,
  );
  tell(
    'a task’s counters differ from its lines',
    `SELECT number FROM task WHERE (waiting, running, succeeded, failed, unknown, url_count) IS NOT (
       SELECT coalesce(sum(s = 0), 0), coalesce(sum(s = 1), 0), coalesce(sum(s = 2), 0), coalesce(sum(s = 3), 0), coalesce(sum(s = 4), 0), count(*)
       FROM (SELECT iif(leader.id IS NULL, url.status, leader.status) AS s FROM url LEFT JOIN url AS leader ON leader.id = url.same_as
             WHERE url.id >= first_url AND url.id < first_url + url_count))`,
  );
  tell(
    'a task’s status is not what its counters say',
    `SELECT number, status FROM task WHERE status IS NOT CASE
       WHEN waiting + running > 0 THEN (waiting < url_count) WHEN failed > 0 THEN 3 WHEN unknown > 0 THEN 4 ELSE 2 END`,
  );
  tell(
    'the tally of open URLs is off',
    'SELECT open_urls, (SELECT sum(waiting + running) FROM task) AS found FROM tally WHERE open_urls IS NOT coalesce(found, 0)',
  );
  tell(
    'a number was not taken from the tally',
    'SELECT next_task, next_url FROM tally WHERE next_task <= (SELECT max(number) FROM task) OR next_url <= (SELECT max(id) FROM url)',
  );
  tell(
    'a line belongs to no task',
    'SELECT count(*) AS lines FROM url WHERE NOT EXISTS (SELECT 1 FROM task WHERE url.id >= first_url AND url.id < first_url + url_count) HAVING lines > 0',
  );
  tell(
    'a task has more lines than there is room for',
    'SELECT number FROM task WHERE url_count > urls_at_most OR first_url + coalesce(urls_at_most, url_count) > (SELECT next_url FROM tally)',
  );
  tell(
    'two tasks have the same room',
    `SELECT a.number, b.number AS other FROM task AS a JOIN task AS b ON a.number < b.number
     WHERE b.first_url < a.first_url + coalesce(a.urls_at_most, a.url_count)`,
  );
  tell(
    'the texts of a task that may grow are not those of its lines',
    `SELECT number FROM task WHERE urls_at_most IS NOT NULL AND task.status < 2 AND EXISTS (
       SELECT text FROM url WHERE url.id >= first_url AND url.id < first_url + url_count EXCEPT SELECT text FROM line_text WHERE task = number)`,
  );
  tell(
    'texts are kept that nobody will look at',
    `SELECT task, text FROM line_text WHERE NOT EXISTS (
       SELECT 1 FROM task JOIN url ON url.id >= first_url AND url.id < first_url + url_count
       WHERE number = line_text.task AND task.status < 2 AND url.text = line_text.text)`,
  );
  tell(
    'a plan’s count of tasks is off',
    'SELECT id, tasks FROM plan WHERE tasks IS NOT (SELECT count(*) FROM task WHERE task.plan = plan.id)',
  );
  tell('a plan is lost', 'SELECT number FROM task WHERE plan NOT IN (SELECT id FROM plan)');
  tell(
    'a touch names a line that has not ended with it (of a refresh: not begun), or a replay',
    `SELECT touch.id FROM touch JOIN task ON number = touch.task WHERE is_replay = 1 OR NOT EXISTS (
       SELECT 1 FROM url WHERE url.id = url_id AND same_as IS NULL AND
         (url.status >= 2 AND finished_at_s = at_s OR url.status = 1 AND task.kind = 1))`,
  );
  tell(
    'a touch names a task that nothing is known of',
    'SELECT id FROM touch WHERE NOT EXISTS (SELECT 1 FROM touching_task WHERE touching_task.task = touch.task AND touching_task.at_s >= touch.at_s)',
  );
  database.exec('COMMIT');
  database.close();
  return faults;
}

/**
 * Where touches and ended lines differ, in a store of prefetches over https that ended in the order of their ids, none
 * swept: each text is touched by the last line that ended with it, and by nothing else.
 */
export function auditTouches(path: string): unknown[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const ended = 'SELECT text, max(id) AS line FROM url WHERE status >= 2 AND same_as IS NULL GROUP BY text';
  const touched = "SELECT 'https://' || name || path AS text, url_id AS line FROM touch JOIN host ON host.id = host";
  const differing = (a: string, b: string): string => `SELECT * FROM (${a} EXCEPT ${b})`;
  const faults = database.prepare(`${differing(ended, touched)} UNION ALL ${differing(touched, ended)}`).all();
  database.close();
  return faults;
}
