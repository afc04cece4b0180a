-- The review queue is listed from this index alone, past the facts' long texts.

CREATE INDEX proposal_queue ON proposal(paper, page, ordinal, kind, anchor, content, confidence);
