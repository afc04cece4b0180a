-- Review: what the queue asks, by index; which decisions count, as a view for any SQLite tool.
-- Times of decisions have microseconds, and each is later than all that were stored before it.

CREATE INDEX decision_time ON decision(decided_at);
CREATE INDEX decision_paper ON decision(paper, decided_at);
CREATE INDEX decision_reviewer ON decision(reviewer, decided_at);
CREATE INDEX decision_undoes ON decision(undoes) WHERE undoes IS NOT NULL;

CREATE VIEW effective_decision AS       -- decisions that nobody has undone (an undo may itself be undone)
SELECT * FROM decision AS d
WHERE d.action <> 'undo' AND NOT EXISTS (
  SELECT 1 FROM decision AS u
  WHERE u.undoes = d.uuid AND NOT EXISTS (SELECT 1 FROM decision AS v WHERE v.undoes = u.uuid));
