import { servir } from './serveur.ts';

// Program under test: the portal on the database named on the command line, until it is killed.
const { url } = await servir(process.argv[2] ?? '', { gestion: false });
process.stdout.write(`${url}\n`);
