/** `npm run journal`: proves the journal, purges it, and answers a person about his own data. */
import { executerJournal } from '#src/cli/journal/commande.ts';

process.exitCode = await executerJournal(process.argv.slice(2));
