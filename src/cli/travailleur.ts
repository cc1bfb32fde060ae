/** `npm run travailleur`: the background work alone, in a process of its own beside servers that have none. */
import { executerProgramme } from '#src/cli/programme.ts';
import { travailler } from '#src/cli/travail.ts';

/** That of its health, where none is given: a server may be beside it. */
const PORT = '3001';

await executerProgramme('Le travailleur de Mon Compte Partenaire', travailler, { PORT, ...process.env });
