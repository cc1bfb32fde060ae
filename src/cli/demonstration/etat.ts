import type { MikroORM } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { compterComptesDemonstration } from '#src/cli/controles-production.ts';
import type { ActeurSysteme } from '#src/kernel/acteur.ts';
import { definirCommande, type Executeur } from '#src/kernel/commande.ts';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/kernel/tables.ts';

export const DEMONSTRATION: ActeurSysteme = { type: 'systeme', raison: 'données de démonstration' };

const definirBorne = ({ nom }: { readonly nom: string }) =>
  definirCommande({
    nom,
    droit: ['Referentiel', 'charger'],
    saisie: z.object({}),
    executer(unite) {
      unite.journaliser({ entite: 'Referentiel', entiteId: 'demonstration' });
      return Promise.resolve();
    },
  });

/** Written before anything of the demonstration is played. */
export const commencerDemonstration = definirBorne({ nom: 'demonstration.commencer' });
/** Written once all of it was. */
export const terminerDemonstration = definirBorne({ nom: 'demonstration.terminer' });

/** `inachevee`: a stop, or a failure, came while it was being loaded. */
export type EtatDeLaDemonstration = 'absente' | 'inachevee' | 'chargee';

/** What the base holds of the demonstration. One loaded before its bounds were journaled is whole. */
export async function lireEtatDeLaDemonstration({
  orm,
  executeur,
}: {
  readonly orm: MikroORM;
  readonly executeur: Executeur;
}): Promise<EtatDeLaDemonstration> {
  const bornes = await executeur.lire(DEMONSTRATION, ({ em }) =>
    lireLignes(
      em,
      tables
        .selectFrom('journal')
        .select('commande')
        .where('chaine', '=', 'national')
        .where('commande', 'in', [commencerDemonstration.nom, terminerDemonstration.nom]),
    ),
  );
  const ecrite = ({ nom }: { readonly nom: string }) => bornes.some(({ commande }) => commande === nom);
  if (ecrite(terminerDemonstration)) return 'chargee';
  if (ecrite(commencerDemonstration)) return 'inachevee';
  return (await compterComptesDemonstration(orm.em.getConnection())) > 0 ? 'chargee' : 'absente';
}

/** Said of a demonstration that will never be whole, or is not yet. */
export const INACHEVEE =
  'La démonstration n’est pas chargée en entier : un chargement est en cours, ou a été interrompu. S’il l’a été, arrêtez le serveur, supprimez le dossier de données que « npm run doctor » indique, puis relancez « npm start ».';
