import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/territoire/tables.ts';
import { cafDe } from '#src/kernel/acteur.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';

/** A letter to the actor's Caf: to its address, else to those who answer for it there. */
export async function prevenirLaCaf(
  unite: UniteDeTravail,
  objet: string,
  phrases: readonly string[],
): Promise<void> {
  const cafId = cafDe(unite.acteur)?.cafId ?? null;
  const lignes = await appeler(unite.em, fonction('mcp_courriels_de_la_caf', unite.aujourdhui.toString()));
  for (const { resultat: courriel } of lignes) {
    unite.envoyer({
      destinataire: courriel,
      cafId,
      objet,
      corps: [
        'Bonjour,',
        ...phrases,
        `Mon Compte Partenaire, espace de gestion : ${unite.adresse('/gestion')}`,
      ].join('\n\n'),
    });
  }
}
