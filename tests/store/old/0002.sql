-- A round that cuts its blocks by a second variable, and is the second of its wave.
INSERT INTO round VALUES (23, 'wave-aaaaaaaa', 'Wave', '{version}', 'real', '["sv"]', '[{{"id": "wood", "name": "Snickeriet"}}]', 5, 'gender', '2026-10-01 06:00:00', '2027-10-01 06:00:00', '2027-10-02 06:00:00', 'open', 'Kommunen', 'Kim', 'Artikel 6.1 e', NULL, 'D-3', 0, NULL, '$site', 'after');
