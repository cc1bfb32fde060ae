import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { prochainNumeroDeConvention } from '#src/domain/territoire/caf/numerotation.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { laConvention } from '#src/domain/contractualisation/convention/charger.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { jourFacultatif, motif, reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { copierContrat } from '#src/domain/contractualisation/contrat/copie.ts';
import { annoncerResiliation } from '#src/domain/contractualisation/vie/annonces.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention } from '#src/domain/contractualisation/convention/etat.ts';
import { formulaireEligible, periodeLibre } from '#src/domain/contractualisation/vie/preparation.ts';
import {
  ConventionNonActive,
  DejaRenouvelee,
  RenouvellementImpossible,
  ResiliationHorsPeriode,
} from '#src/domain/contractualisation/convention/refus.ts';
import { appliquerLaSuite } from '#src/domain/contractualisation/vie/ports.ts';
import { parUnite } from '#src/kernel/memo.ts';

/** The convention that renews one; null where none does. */
export const suiteDe = parUnite(
  ({ em }, id: string): Promise<Convention | null> => em.findOne(Convention, { renouvelle: id }),
  (id) => id,
);

/**
 * Active, not renewed yet, its partner eligible, the next period free.
 * @throws RenouvellementImpossible | DejaRenouvelee | EligibiliteRequise | ConventionExistante
 */
async function exigerRenouvelable(unite: UniteDeLecture, ancienne: Convention) {
  if (ancienne.etat !== 'active')
    throw new RenouvellementImpossible(etatDeLaConvention(ancienne, unite.aujourdhui));
  const suite = await suiteDe(unite, ancienne.id);
  if (suite) throw new DejaRenouvelee(suite.numero);
  const { partenaire } = ancienne;
  return {
    partenaire,
    formulaire: await formulaireEligible(unite, partenaire.id),
    periode: await periodeLibre(unite, partenaire, ancienne.au),
  };
}

/** @throws ConventionNonActive */
function exigerResiliable({ aujourdhui }: UniteDeLecture, convention: Convention): void {
  const etat = etatDeLaConvention(convention, aujourdhui);
  if (convention.etat !== 'active' || etat !== 'active') throw new ConventionNonActive(etat);
}

/**
 * Drafts the next period of a convention: it begins where the former ends and is linked to it; the former is
 * not touched.
 * Both documents are to be signed again.
 * @throws RenouvellementImpossible | DejaRenouvelee | EligibiliteRequise | VersionPerimee
 */
export const renouvelerConvention = definirCommande({
  nom: 'convention.renouveler',
  droit: ['Convention', 'renouveler'],
  saisie: z.object({ convention: reference('Convention'), version: versionLue() }),
  charger: laConvention,
  condition: exigerRenouvelable,
  async executer(unite, _saisie, ancienne, { partenaire, formulaire, periode }) {
    const nouvelle = unite.em.create(Convention, {
      id: randomUUID(),
      caf: ancienne.caf,
      partenaire,
      formulaire,
      renouvelle: ancienne,
      ...periode,
      numero: await prochainNumeroDeConvention(unite, ancienne.caf.id),
      missionGenerale: ancienne.missionGenerale,
    });
    unite.em.persist(nouvelle);
    await copierContrat(unite, ancienne, nouvelle);
    return nouvelle;
  },
});

/**
 * Ends an active convention before its term; its contracts and bulletins end the same day, and the
 * administrators are told.
 * Where a next one was already active, it no longer follows: what was held until then goes the way of an
 * interruption.
 * @throws ConventionNonActive | ResiliationHorsPeriode | VersionPerimee
 */
export const resilierConvention = definirCommande({
  nom: 'convention.resilier',
  droit: ['Convention', 'resilier'],
  saisie: z.object({
    convention: reference('Convention'),
    version: versionLue(),
    motif: motif(),
    le: jourFacultatif('Date d’effet'),
  }),
  charger: laConvention,
  condition: exigerResiliable,
  async executer(unite, saisie, convention) {
    const aujourdhui = unite.aujourdhui.toString();
    const le = saisie.le ?? aujourdhui;
    if (le < aujourdhui || le >= convention.au) throw new ResiliationHorsPeriode(convention.au);
    unite.motiver(saisie.motif);
    unite.em.assign(convention, { etat: 'resiliee', resilieeLe: le, motifResiliation: saisie.motif });
    await finirDocuments(unite, convention, le);
    await unite.em.flush();
    const suivante = await unite.em.findOne(Convention, { renouvelle: convention.id, etat: 'active' });
    if (suivante) await appliquerLaSuite(unite, suivante);
    await annoncerResiliation(unite, convention);
    return convention;
  },
});

/**
 * Contracts and bulletins in force after a day end on it; those that would have begun later never take
 * effect.
 */
async function finirDocuments(unite: UniteDeTravail, { id }: Convention, le: string): Promise<void> {
  const apres = { convention: id, au: { $gt: le } };
  const documents = [
    ...(await unite.em.find(ContratService, { ...apres, etat: 'actif' })),
    ...(await unite.em.find(BulletinAdhesion, apres)),
  ];
  for (const document of documents) document.au = document.du && document.du > le ? document.du : le;
}
