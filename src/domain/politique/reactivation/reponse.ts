/** The second person's answer to what was asked. */
import { z } from 'zod';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { caseACocher, motif, reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { memePersonne } from '#src/domain/acces/compte/comptes-lies.ts';
import { activer, joursDe } from '#src/domain/politique/activation/activer.ts';
import { exigerAppels } from '#src/domain/politique/appels/registre.ts';
import type { Approbation } from '#src/domain/politique/approbation/approbations.ts';
import { annulerActivations } from '#src/domain/politique/reactivation/annuler.ts';
import {
  laReactivationPar,
  laVersion,
  type ReactivationPar,
} from '#src/domain/politique/reactivation/charger.ts';
import type { RapportsDeReactivation } from '#src/domain/politique/reactivation/demande.ts';
import { EtudeImpact } from '#src/domain/politique/versions/etude-impact.ts';
import { pour } from '#src/domain/politique/versions/personne.ts';
import { PasseNonMesure, QuatreYeux, ReactivationTraitee } from '#src/domain/politique/versions/refus.ts';

/** @throws ReactivationTraitee */
function exigerDemandee(_unite: UniteDeLecture, { reactivation }: ReactivationPar): void {
  if (reactivation.etat !== 'demandee') throw new ReactivationTraitee();
}

/**
 * Another person's, the past it would change measured, its callers fit for it. @throws ReactivationTraitee |
 * QuatreYeux | PasseNonMesure | ControlesEnEchec
 */
async function exigerConfirmable(
  unite: UniteDeLecture,
  { reactivation, par }: ReactivationPar,
): Promise<void> {
  exigerDemandee(unite, { reactivation, par });
  if (await memePersonne(unite, reactivation.demandePar, par)) throw new QuatreYeux(par);
  const { etude } = JSON.parse(reactivation.rapports) as RapportsDeReactivation;
  if (etude && (await unite.em.count(EtudeImpact, { id: etude, etat: 'terminee' })) === 0)
    throw new PasseNonMesure();
  if (reactivation.nature !== 'annulation')
    await exigerAppels(unite, await laVersion(unite, reactivation), joursDe(reactivation));
}

/**
 * Puts the version back in force, or cancels it when that is what was asked. @throws QuatreYeux |
 * PasseNonMesure | ReactivationTraitee | VersionNonProgrammee | TrouDansLaValidite
 */
export const confirmerReactivation = definirCommande({
  nom: 'regle.confirmerReactivation',
  droit: ['ReactivationRegle', 'confirmer'],
  saisie: z.object({
    id: reference('Réactivation'),
    version: versionLue(),
    accepterTrous: caseACocher(),
    pour,
  }),
  charger: laReactivationPar,
  condition: exigerConfirmable,
  async executer(unite, { accepterTrous }, { reactivation, par }): Promise<Approbation> {
    Object.assign(reactivation, { etat: 'confirmee', traitePar: par, traiteLe: unite.maintenant });
    await unite.em.flush();
    const { genre, jeu, empreinte, demandePar, id, motif: raison } = reactivation;
    unite.motiver(raison);
    const acte = { genre, jeu, empreinte, motif: raison, demandePar, confirmePar: par, id };
    if (reactivation.nature === 'annulation') return annulerActivations(unite, acte, accepterTrous);
    const jours = joursDe(reactivation);
    const trous = await activer(unite, { ...acte, ...jours, origine: 'reactivation' }, accepterTrous);
    return { empreinte, jours, trous };
  },
});

/** Refuses it, or withdraws it when one asked for it oneself. @throws ReactivationTraitee */
export const refuserReactivation = definirCommande({
  nom: 'regle.refuserReactivation',
  droit: ['ReactivationRegle', 'refuser'],
  saisie: z.object({ id: reference('Réactivation'), version: versionLue(), motif: motif(), pour }),
  charger: laReactivationPar,
  condition: exigerDemandee,
  async executer(unite, saisie, { reactivation, par }) {
    Object.assign(reactivation, {
      etat: 'refusee',
      traitePar: par,
      traiteLe: unite.maintenant,
      motifTraitement: saisie.motif,
    });
    return reactivation;
  },
});
