INSERT INTO draft VALUES ('{zeros}', 'lunch', '2026-10-02', '{{"sv": "Utkast"}}', {definition});
