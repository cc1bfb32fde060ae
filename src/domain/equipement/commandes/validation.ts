import { z } from 'zod';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import {
  choix,
  jour,
  liste,
  motif,
  reference,
  texteFacultatif,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import { estFavorable } from '#src/kernel/decision/favorable.ts';
import { leConventionnement } from '#src/domain/equipement/charger.ts';
import { exigerBrouillon } from '#src/domain/equipement/commandes/conventionnements.ts';
import { animateursDuConventionnement } from '#src/domain/equipement/comptes.ts';
import {
  Equipement,
  INSTANCES_CAF,
  type Animateur,
  type Conventionnement,
} from '#src/domain/equipement/equipement.ts';
import {
  champsDesConstats,
  faitsDeConventionnement,
  faitsDEtp,
  nombreDePostes,
} from '#src/domain/equipement/faits.ts';
import { declarationsDuConventionnement } from '#src/domain/equipement/ports.ts';
import {
  ConventionnementNonValide,
  ConventionnementRefuse,
  ConventionnementUtilise,
  MotifRequis,
  ProfilHorsConventionnement,
  ValidationFuture,
} from '#src/domain/equipement/refus.ts';
import { etpSaisi } from '#src/domain/equipement/saisie.ts';

/**
 * Records the « validation du projet global » by the Ca or its délégataire commission (commonly, and wrongly,
 * called agrément): project,
 * profiles of the animateurs and working time, in one sitting. Decided by the rule files `conventionnement`
 * and, where they know the type,
 * `etp-equipement`. A profile validated at the sitting stays so if the conventionnement is opened again.
 * @throws ConventionnementValide | ValidationFuture | ProfilHorsConventionnement | ConventionnementRefuse |
 *   MotifRequis | VersionPerimee
 */
export const validerConventionnement = definirCommande({
  nom: 'conventionnement.valider',
  droit: ['Conventionnement', 'valider'],
  saisie: z.object({
    conventionnement: reference('Conventionnement'),
    version: versionLue(),
    instance: choix('Instance', INSTANCES_CAF),
    valideLe: jour('Date de la séance'),
    etpValide: etpSaisi('Etp validé'),
    motif: texteFacultatif('Motif', 2000),
    /** Animateurs whose profile is validated at this sitting, besides those whose profile already is. */
    profils: liste('Profils validés'),
  }),
  charger: leConventionnement,
  condition: exigerBrouillon,
  async executer(unite, { instance, valideLe, etpValide, motif: raison, profils }, conventionnement) {
    if (valideLe > unite.aujourdhui.toString()) throw new ValidationFuture();
    const equipement = await unite.em.findOneOrFail(Equipement, { id: conventionnement.equipement.id });
    const animateurs = await animateursDuConventionnement(unite, conventionnement);
    validerProfils(unite, animateurs, profils, valideLe);
    const profilsValides = nombreDePostes(animateurs.filter(({ profilValide }) => profilValide));
    const decision = await decider(
      unite,
      conventionnement,
      'conventionnement',
      faitsDeConventionnement(equipement, nombreDePostes(animateurs), true, profilsValides),
    );
    if (raison !== null) unite.motiver(raison);
    if (decision.etat === 'source-muette') {
      // Silence is neither a yes nor a no: a person answers for it.
      if (raison === null) throw new MotifRequis();
    } else {
      const limites = await decider(
        unite,
        conventionnement,
        'etp-equipement',
        faitsDEtp(animateurs, conventionnement, etpValide),
      );
      exigerFavorables(decision, limites);
    }
    unite.em.assign(conventionnement, { etat: 'valide', instance, valideLe, etpValide, decision });
    return conventionnement;
  },
});

/** @throws ProfilHorsConventionnement */
function validerProfils(
  { em }: UniteDeTravail,
  animateurs: readonly Animateur[],
  profils: readonly string[],
  profilValideLe: string,
): void {
  if (profils.some((id) => !animateurs.some((animateur) => animateur.id === id)))
    throw new ProfilHorsConventionnement();
  for (const animateur of animateurs)
    if (profils.includes(animateur.id) && !animateur.profilValide)
      em.assign(animateur, { profilValide: true, profilValideLe });
}

function decider(
  unite: UniteDeTravail,
  conventionnement: Conventionnement,
  jeu: string,
  faits: ReturnType<typeof faitsDEtp>,
): Promise<Decision> {
  return unite.decider({
    jeu,
    date: conventionnement.du,
    faits,
    sujet: { type: 'Conventionnement', id: conventionnement.id, detail: jeu },
    cafId: conventionnement.caf.id,
    partenaireId: conventionnement.partenaire.id,
  });
}

/** @throws ConventionnementRefuse with every blocking finding */
function exigerFavorables(...decisions: readonly Decision[]): void {
  if (decisions.every(estFavorable)) return;
  const bloquants = decisions
    .flatMap(({ constats }) => constats)
    .filter(({ gravite }) => gravite === 'bloquant');
  throw new ConventionnementRefuse(bloquants, champsDesConstats(bloquants));
}

/** @throws ConventionnementNonValide | ConventionnementUtilise */
async function exigerRouvrable(unite: UniteDeLecture, { id, etat }: Conventionnement): Promise<void> {
  if (etat !== 'valide') throw new ConventionnementNonValide();
  if ((await declarationsDuConventionnement(unite, id)) > 0) throw new ConventionnementUtilise();
}

/**
 * Takes a validation back, to correct it, while no declaration depends on it.
 * @throws ConventionnementNonValide | ConventionnementUtilise | VersionPerimee
 */
export const rouvrirConventionnement = definirCommande({
  nom: 'conventionnement.rouvrir',
  droit: ['Conventionnement', 'valider'],
  saisie: z.object({
    conventionnement: reference('Conventionnement'),
    version: versionLue(),
    motif: motif(),
  }),
  charger: leConventionnement,
  condition: exigerRouvrable,
  async executer(unite, saisie, conventionnement) {
    unite.motiver(saisie.motif);
    unite.em.assign(conventionnement, {
      etat: 'brouillon',
      instance: null,
      valideLe: null,
      etpValide: null,
      decision: null,
    });
    return conventionnement;
  },
});
