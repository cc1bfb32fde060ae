/** `npm start`: from nothing to a served application. */
import { executerProgramme } from '#src/cli/programme.ts';
import { servir } from '#src/cli/service.ts';

await executerProgramme('Mon Compte Partenaire', servir);
