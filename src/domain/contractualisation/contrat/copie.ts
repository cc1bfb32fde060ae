import { randomUUID } from 'node:crypto';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { ContratService, Interlocuteur } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';

/**
 * Drafts, for a renewal, a copy of the former convention's contrats de service with their contacts and no
 * signature.
 */
export async function copierContrat(
  unite: UniteDeTravail,
  ancienne: Convention,
  nouvelle: Convention,
): Promise<void> {
  const contrats = await unite.em.find(
    ContratService,
    { convention: ancienne.id, etat: 'actif' },
    { orderBy: { id: 'asc' } },
  );
  const contacts = await unite.em.find(Interlocuteur, { contrat: { $in: contrats.map(({ id }) => id) } });
  for (const contrat of contrats) {
    const {
      caf,
      partenaire,
      fonctionnementCentre,
      horaires,
      escaladeCaf,
      escaladePartenaire,
      servicesAutorises,
    } = contrat;
    const copie = unite.em.create(ContratService, {
      id: randomUUID(),
      caf,
      partenaire,
      convention: nouvelle,
      fonctionnementCentre,
      horaires,
      escaladeCaf,
      escaladePartenaire,
      servicesAutorises,
    });
    unite.em.persist(copie);
    for (const { cote, fonction, precision, nom, prenom, courriel, telephone } of contacts.filter(
      (contact) => contact.contrat.id === contrat.id,
    )) {
      unite.em.persist(
        unite.em.create(Interlocuteur, {
          id: randomUUID(),
          caf,
          partenaire,
          contrat: copie,
          cote,
          fonction,
          precision,
          nom,
          prenom,
          courriel,
          telephone,
        }),
      );
    }
  }
}
