import { demarrerPostgres, ErreurPostgresEmbarque } from '#src/database/embarque/index.ts';

// Program under test: uses the embedded PostgreSQL of the instance named on the command line until SIGTERM,
// as `npm start` does.
try {
  const pg = await demarrerPostgres({ instance: process.argv[2] });
  process.once('SIGTERM', () => void pg.arreter().then(() => process.exit(0)));
  process.stdout.write(
    `${JSON.stringify({ pid: pg.pid, port: pg.port, adopte: pg.adopte, url: pg.urlProprietaire })}\n`,
  );
  setInterval(() => undefined, 60_000);
} catch (erreur) {
  if (!(erreur instanceof ErreurPostgresEmbarque)) throw erreur;
  process.stdout.write(`${JSON.stringify({ refus: erreur.message })}\n`);
}
