import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/acces/tables.ts';
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

/**
 * Makes sure that all the spaces of an account lie in the actor's organisme, or in his Caf. The database
 * refuses the act as well. @throws CompteDAilleurs
 */
export async function exigerTousLesEspaces(unite: UniteDeLecture, compteId: string): Promise<void> {
  const [ligne] = await appeler(unite.em, fonction('mcp_gere_compte', compteId));
  if (ligne?.resultat !== true) throw new CompteDAilleurs();
}
