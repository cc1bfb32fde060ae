import { sql } from 'kysely';
import { parUnite } from '#src/kernel/memo.ts';
import { appeler, lireLignes } from '#src/kernel/sql.ts';
import { fonction, tables } from '#src/domain/acces/tables.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';

/** The account opens other spaces than the actor's: what is done to it would be done to them. */
export class CompteDAilleurs extends ActionInterdite {
  override readonly principe =
    'Un compte est à son titulaire : n’agit sur lui que celui dont il n’ouvre aucun espace ailleurs.';
  override readonly remedy: Remedy = {
    comment:
      'Elle le fait par « Mot de passe oublié », sur la page de connexion : le lien qu’elle reçoit déverrouille aussi son compte. Ici, vous pouvez clôturer son accès.',
    qui: { genre: 'interesse' },
  };
  constructor() {
    super(
      'Le compte de cette personne ouvre aussi d’autres espaces que les vôtres : seule elle peut changer son mot de passe ou le déverrouiller.',
    );
  }
}

/** Whether all the spaces of an account lie in the actor's organisme, or in his Caf. */
const gereCompte = parUnite(
  async ({ em }, compteId: string): Promise<boolean> => {
    const [ligne] = await appeler(em, fonction('mcp_gere_compte', compteId));
    return ligne?.resultat === true;
  },
  (compteId) => compteId,
);

/** Asks it of the accounts of a list in one read, before each of its rows does. */
export async function lireLesComptesGeres(unite: UniteDeLecture, comptes: readonly string[]): Promise<void> {
  if (comptes.length === 0) return;
  const lus = await lireLignes(
    unite.em,
    tables
      .selectFrom('compte as c')
      .select(({ ref }) => ['c.id', sql<boolean>`mcp_gere_compte(${ref('c.id')})`.as('gere')])
      .where('c.id', 'in', [...comptes]),
  );
  for (const { id, gere } of lus) gereCompte.connaitre(unite, gere, id);
}

/**
 * Makes sure that all the spaces of an account lie in the actor's organisme, or in his Caf. The database
 * refuses the act as well. @throws CompteDAilleurs
 */
export async function exigerTousLesEspaces(unite: UniteDeLecture, compteId: string): Promise<void> {
  if (!(await gereCompte(unite, compteId))) throw new CompteDAilleurs();
}
