import type { Temporal } from 'temporal-polyfill';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { prochainNumeroDeConvention } from '#src/domain/territoire/caf/numerotation.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { choix, jour, motif, nom, reference, texteLong, versionLue } from '#src/kernel/saisie/saisie.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention } from '#src/domain/contractualisation/convention/etat.ts';
import { laConvention } from '#src/domain/contractualisation/convention/charger.ts';
import { formulaireEligible, periodeLibre } from '#src/domain/contractualisation/vie/preparation.ts';
import {
  ConventionDejaSignee,
  ConventionFigee,
  DejaSignee,
  DeuxSignatures,
  PeriodeDuRenouvellement,
  SignatureFuture,
} from '#src/domain/contractualisation/convention/refus.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';

export { activerConvention } from '#src/domain/contractualisation/vie/activation.ts';
export { renouvelerConvention, resilierConvention } from '#src/domain/contractualisation/vie/terme.ts';

/**
 * Drafts a convention d'accès from the partner's eligible form: mission, parties, and the duration in force.
 * @throws EligibiliteRequise | ConventionExistante
 */
export const creerConvention = definirCommande({
  nom: 'convention.creer',
  droit: ['Convention', 'creer'],
  saisie: z.object({
    partenaire: reference('Partenaire'),
    du: jour('Date d’effet'),
    missionGenerale: texteLong('Mission générale'),
  }),
  charger: (unite, saisie) => charger(unite, Partenaire, saisie.partenaire, 'Partenaire'),
  condition: (unite, { id }) => formulaireEligible(unite, id),
  async executer(unite, saisie, partenaire, formulaire) {
    const periode = await periodeLibre(unite, partenaire, saisie.du);
    const convention = unite.em.create(Convention, {
      id: randomUUID(),
      caf: partenaire.caf,
      partenaire,
      formulaire,
      numero: await prochainNumeroDeConvention(unite, partenaire.caf.id),
      missionGenerale:
        saisie.missionGenerale === '' ? (formulaire.missionGenerale ?? '') : saisie.missionGenerale,
      ...periode,
    });
    unite.em.persist(convention);
    return convention;
  },
});

/** @throws ConventionFigee | ConventionDejaSignee */
function exigerModifiable(unite: UniteDeLecture, convention: Convention): void {
  exigerEnPreparation(convention, unite.aujourdhui);
  if (convention.etat !== 'brouillon') throw new ConventionDejaSignee();
}

/** @throws ConventionFigee | DeuxSignatures */
function exigerSignable(unite: UniteDeLecture, convention: Convention): void {
  exigerEnPreparation(convention, unite.aujourdhui);
  if (convention.signeeCafLe && convention.signeePartenaireLe) throw new DeuxSignatures();
}

/** @throws ConventionFigee once it has been active */
function exigerEnPreparation(convention: Convention, jourDuJour: Temporal.PlainDate): void {
  if (convention.etat === 'brouillon' || convention.etat === 'en-attente-de-signature') return;
  throw new ConventionFigee(etatDeLaConvention(convention, jourDuJour));
}

/**
 * Corrects a draft that nobody has signed yet.
 * @throws ConventionFigee | ConventionDejaSignee | PeriodeDuRenouvellement | ConventionExistante |
 *   VersionPerimee
 */
export const modifierConvention = definirCommande({
  nom: 'convention.modifier',
  droit: ['Convention', 'modifier'],
  saisie: z.object({
    convention: reference('Convention'),
    version: versionLue(),
    du: jour('Date d’effet'),
    missionGenerale: texteLong('Mission générale'),
  }),
  charger: laConvention,
  condition: exigerModifiable,
  async executer(unite, saisie, convention) {
    if (convention.du !== saisie.du) {
      if (convention.renouvelle) throw new PeriodeDuRenouvellement(convention.du);
      const partenaire = await unite.em.findOneOrFail(Partenaire, { id: convention.partenaire.id });
      unite.em.assign(convention, await periodeLibre(unite, partenaire, saisie.du, convention.id));
    }
    convention.missionGenerale = saisie.missionGenerale;
    return convention;
  },
});

/**
 * Records the signature of one side.
 * @throws ConventionFigee | DejaSignee | SignatureFuture | VersionPerimee
 */
export const signerConvention = definirCommande({
  nom: 'convention.signer',
  droit: ['Convention', 'signer'],
  saisie: z.object({
    convention: reference('Convention'),
    version: versionLue(),
    cote: choix('Signataire', ['caf', 'partenaire']),
    par: nom('Nom et qualité du signataire'),
    le: jour('Date de signature'),
  }),
  charger: laConvention,
  condition: exigerSignable,
  async executer(unite, { cote, par, le }, convention) {
    if (cote === 'caf' ? convention.signeeCafLe : convention.signeePartenaireLe) throw new DejaSignee(cote);
    if (le > unite.aujourdhui.toString()) throw new SignatureFuture();
    unite.em.assign(
      convention,
      cote === 'caf'
        ? { signeeCafLe: le, signeeCafPar: par }
        : { signeePartenaireLe: le, signeePartenairePar: par },
    );
    convention.etat = 'en-attente-de-signature';
    return convention;
  },
});

/**
 * Takes the signatures back from a convention that is not active yet, so that it can be corrected and signed
 * again.
 * @throws ConventionFigee | VersionPerimee
 */
export const rouvrirConvention = definirCommande({
  nom: 'convention.rouvrir',
  droit: ['Convention', 'modifier'],
  saisie: z.object({ convention: reference('Convention'), version: versionLue(), motif: motif() }),
  charger: laConvention,
  condition: (unite, convention) => exigerEnPreparation(convention, unite.aujourdhui),
  async executer(unite, saisie, convention) {
    unite.motiver(saisie.motif);
    unite.em.assign(convention, {
      etat: 'brouillon',
      signeeCafLe: null,
      signeeCafPar: null,
      signeePartenaireLe: null,
      signeePartenairePar: null,
    });
    return convention;
  },
});
