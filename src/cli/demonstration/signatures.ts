import { z } from 'zod';
import { definirCommande, run } from '#src/kernel/commande.ts';
import { jour, reference, texte } from '#src/kernel/saisie/saisie.ts';
import { modifierContrat, signerContrat } from '#src/domain/contractualisation/contrat/commandes.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';

/**
 * Completes and signs every contrat of a convention: the same commands as the page's, found without its id.
 */
export const signerLesContrats = definirCommande({
  nom: 'demonstration.signerContrats',
  droit: ['ContratService', 'signer'],
  saisie: z.object({
    convention: reference('Convention'),
    parPartenaire: texte('Signataire'),
    parCaf: texte('Signataire'),
    le: jour('Date'),
  }),
  async executer(unite, { convention, parPartenaire, parCaf, le }) {
    for (const contrat of await unite.em.find(ContratService, { convention })) {
      if (contrat.escaladePartenaire === '') {
        const { fonctionnementCentre, horaires, escaladeCaf, servicesAutorises } = contrat;
        await run(unite, modifierContrat, {
          contrat: contrat.id,
          version: contrat.version,
          fonctionnementCentre,
          horaires,
          escaladeCaf,
          servicesAutorises: [...servicesAutorises],
          escaladePartenaire: 'Administrateur partenaire, puis responsable sécurité du partenaire.',
        });
        await unite.em.flush();
      }
      await run(unite, signerContrat, {
        contrat: contrat.id,
        version: contrat.version,
        cote: 'partenaire',
        par: parPartenaire,
        le,
      });
      await unite.em.flush();
      await run(unite, signerContrat, {
        contrat: contrat.id,
        version: contrat.version,
        cote: 'caf',
        par: parCaf,
        le,
      });
    }
  },
});
