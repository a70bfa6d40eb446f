-- A response that a receipt leads back to, on a round that is asked on a shared tablet; and a guess that failed.
INSERT INTO round VALUES (24, 'kind-aaaaaaaa', 'Kind', '{version}', 'real', '["sv"]', '[{{"id": "wood", "name": "Snickeriet"}}]', 5, 'gender', '2026-10-01 06:00:00', '2027-10-01 06:00:00', '2027-10-02 06:00:00', 'open', 'Kommunen', 'Kim', 'Artikel 6.1 e', NULL, 'D-4', 0, NULL, NULL, '', FALSE, TRUE, 5, TRUE, 'Kim', 'Her', '2027-10-02');
INSERT INTO response VALUES (34, 24, 'wood', 'started', 'sv', '{{"large_text": true}}', NULL, 'shared_tablet', '2026-10-02', 1, NULL, '{{"good": "no"}}', TRUE, '{zeros}', 'helped');
INSERT INTO tablet_code VALUES (61, 24, 'wood', 'usable');
INSERT INTO tablet VALUES (62, 61, '{zeros}');
INSERT INTO failed_guess VALUES (63, '{zeros}', '{zeros}', '2026-10-02 08:00:00');
