/** The `regles` command: `npm run --silent regles -- <verbe> …`. */
import { executerRegles } from './regles/commande.ts';

process.exitCode = await executerRegles(process.argv.slice(2));
