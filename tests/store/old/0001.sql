-- What a service of the first schema held: a round with codes that is being answered, and one that is released.
INSERT INTO key_check VALUES ('{key}');
INSERT INTO questionnaire VALUES ('{version}', 'lunch', 1, '2026-10-01', '{{"sv": "Lunchen"}}', {definition});
INSERT INTO medium VALUES ('{zeros}', 'image/png', {bytes});
INSERT INTO staff_user VALUES (11, 'kim', '["designer", "evaluator"]', 'a hash', 3);
INSERT INTO login_failure VALUES (12, '{zeros}', '{zeros}', '2026-10-02 08:00:00');
INSERT INTO audit VALUES (13, '2026-10-02 08:00:00', 'kim', 'opened a round');
INSERT INTO night VALUES ('2026-10-02');
INSERT INTO round VALUES (21, 'open-aaaaaaaa', 'Open', '{version}', 'real', '["sv", "ar"]', '[{{"id": "wood", "name": "Snickeriet"}}]', 5, 'gender', '2026-10-01 06:00:00', '2027-10-01 06:00:00', '2027-10-02 06:00:00', 'codes', 'Kommunen', 'Kim', 'Artikel 6.1 e', '2028-12-31', 'D-1', 1, NULL);
INSERT INTO round VALUES (22, 'over-aaaaaaaa', 'Over', '{version}', 'trial', '["sv"]', '[{{"id": "wood", "name": "Snickeriet"}}]', 3, 'none', '2026-09-01 06:00:00', '2026-09-10 06:00:00', '2026-09-10 06:00:00', 'open', 'Kommunen', 'Kim', 'Artikel 6.1 e', NULL, 'D-2', 0, NULL);
INSERT INTO response VALUES (31, 21, 'wood', 'started', 'sv', '{{}}', NULL, 'own_device', '2026-10-02', 1, '{token}', '{{"good": null}}');
INSERT INTO response VALUES (32, 21, 'wood', 'submitted', 'ar', '{{}}', 'interpreter', 'own_device', '2026-10-02', 2, NULL, '{{"good": "yes"}}');
INSERT INTO response VALUES (33, 22, 'wood', 'submitted', 'sv', '{{"sound": true}}', NULL, 'paper', '2026-09-05', 0, NULL, '{{"good": "rather_not_say", "many": ["a", "b"], "pain": 7}}');
INSERT INTO access_code VALUES (41, 21, 'wood', 'bound', 31);
INSERT INTO access_code VALUES (42, 21, 'wood', 'burnt', NULL);
INSERT INTO access_code VALUES (43, 21, 'wood', 'free', NULL);
INSERT INTO counter VALUES (21, 0, '2026-10-02');
INSERT INTO release VALUES (22, 'h', {bytes});
INSERT INTO counted VALUES (33, 22);
