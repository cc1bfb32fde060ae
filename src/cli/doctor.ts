/** `npm run doctor`: says in one line each whether what the application stands on is sound. */
import { executerDoctor } from '#src/cli/doctor/commande.ts';

process.exitCode = await executerDoctor(process.argv.slice(2), process.env);
