import { LockMode } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { laConvention } from '#src/domain/contractualisation/convention/charger.ts';
import { definirCommande, ecrit, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { exigerComplets, rendreActif } from '#src/domain/contractualisation/contrat/completude.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { annoncerActivation } from '#src/domain/contractualisation/vie/annonces.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention } from '#src/domain/contractualisation/convention/etat.ts';
import { ContratRequis, ConventionFigee } from '#src/domain/contractualisation/convention/refus.ts';
import { bulletinsAReconduire } from '#src/domain/contractualisation/bulletin/a-reconduire.ts';
import {
  appliquerLaSuite,
  ouvrirAdministrateur,
  type PersonneDite,
} from '#src/domain/contractualisation/vie/ports.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { EligibiliteRequise } from '#src/domain/contractualisation/eligibilite/refus.ts';
import type { Service } from '#src/domain/contractualisation/service/service.ts';

/**
 * What activation needs. The rule file is asked without a record: the command has it decide. @throws as
 * {@link activerConvention}
 */
async function exigerActivable(unite: UniteDeLecture, convention: Convention) {
  if (convention.etat === 'active' || convention.etat === 'resiliee')
    throw new ConventionFigee(etatDeLaConvention(convention, unite.aujourdhui));
  const formulaire = await unite.em.findOne(
    FormulaireEligibilite,
    { id: convention.formulaire.id, etat: 'eligible' },
    ecrit(unite) ? { lockMode: LockMode.PESSIMISTIC_READ } : {},
  );
  if (!formulaire) throw new EligibiliteRequise();
  const contrats = await unite.em.find(
    ContratService,
    { convention: convention.id },
    { orderBy: { id: 'asc' } },
  );
  if (contrats.length === 0) throw new ContratRequis();
  for (const contrat of contrats)
    if (contrat.etat !== 'actif') await exigerComplets(unite, contrat, convention);
  return { formulaire, contrats };
}

/**
 * Makes a convention active: the form it cites is eligible and the `contrat` rule file finds its documents
 * complete.
 * The administrateur partenaire named in the form gets his access and, if he had none, an invitation; a
 * renewal takes over the bulletins
 * and the roles they open . The administrators in place are told by mail.
 * @throws ConventionFigee | EligibiliteRequise | ContratRequis | DocumentsIncomplets | VersionPerimee
 */
export const activerConvention = definirCommande({
  nom: 'convention.activer',
  droit: ['Convention', 'activer'],
  saisie: z.object({ convention: reference('Convention'), version: versionLue() }),
  async charger(unite, saisie) {
    const convention = await laConvention(unite, saisie);
    await unite.em.lock(convention, LockMode.PESSIMISTIC_WRITE);
    return convention;
  },
  condition: exigerActivable,
  async executer(unite, _saisie, convention, { formulaire, contrats }) {
    for (const contrat of contrats)
      if (contrat.etat !== 'actif') await rendreActif(unite, contrat, convention);
    unite.em.assign(convention, { etat: 'active', activeeLe: unite.maintenant });
    const invite = await ouvrirAdministrateur(unite, convention, formulaire);
    const reconduits = await reconduireBulletins(unite, convention, contrats);
    await unite.em.flush();
    const suite = await appliquerLaSuite(unite, convention);
    const prevenus = await annoncerActivation(unite, convention, { invite, reconduits, suite });
    return Object.assign(convention, {
      annonce: { invite: invite && nomComplet(invite), prevenus: prevenus.map(nomComplet) },
    });
  },
});

const nomComplet = ({ prenom, nom }: PersonneDite): string => `${prenom} ${nom}`;

/**
 * A renewal takes over, for its own period, the bulletins that lasted to the end and whose service is still
 * authorised.
 * Returns the services taken over; after a day without convention, none lasted to the end.
 */
async function reconduireBulletins(
  unite: UniteDeTravail,
  convention: Convention,
  contrats: readonly ContratService[],
): Promise<Service[]> {
  const services = new Set(contrats.flatMap(({ servicesAutorises }) => servicesAutorises));
  const reconduits = (await bulletinsAReconduire(unite, convention)).filter(({ service }) =>
    services.has(service.id),
  );
  for (const { service, portee, cafs, roles } of reconduits) {
    unite.em.persist(
      unite.em.create(BulletinAdhesion, {
        id: randomUUID(),
        caf: convention.caf,
        partenaire: convention.partenaire,
        convention,
        service,
        portee,
        cafs,
        roles,
        du: convention.du,
        au: convention.au,
      }),
    );
  }
  return reconduits.map(({ service }) => service);
}
