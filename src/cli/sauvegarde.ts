/** `npm run sauvegarde`: backs the embedded base up while it works, checks a backup, puts one back. */
import { executerSauvegarde } from '#src/cli/sauvegarde/commande.ts';

process.exitCode = await executerSauvegarde(process.argv.slice(2));
