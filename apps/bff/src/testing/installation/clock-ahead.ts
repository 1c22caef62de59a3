// Imported before `main.ts`: the bff under test lives some hours ahead, so that limits and codes of earlier tries have run out.
const ahead = Number(process.env['TEST_CLOCK_AHEAD_MS'] ?? 0);
const real = Date.now;
Date.now = () => real() + ahead;
