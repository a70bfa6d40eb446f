INSERT INTO open_answer VALUES (51, 22, 'words', 'Bra', 'shorten', 'B', NULL, 'B');
