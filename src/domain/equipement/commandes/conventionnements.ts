import { LockMode } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { charger, chargerPourModifier } from '#src/kernel/chargement.ts';
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
import { finDePeriode } from '#src/domain/contractualisation/convention/etat.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import { aLaDate } from '#src/kernel/decision/date-de-reference.ts';
import { estFavorable } from '#src/kernel/decision/favorable.ts';
import { declarationsDuConventionnement } from '#src/domain/equipement/ports.ts';
import { animateursDuConventionnement, estPresent } from '#src/domain/equipement/comptes.ts';
import { Animateur, Conventionnement, Equipement, INSTANCES_CAF } from '#src/domain/equipement/equipement.ts';
import {
  champsDesConstats,
  faitsDeConventionnement,
  faitsDEtp,
  nombreDePostes,
} from '#src/domain/equipement/faits.ts';
import {
  AnimateurDejaCompte,
  AnimateurInconnu,
  ConventionnementNonValide,
  ConventionnementRefuse,
  ConventionnementUtilise,
  ConventionnementValide,
  DureeExcessive,
  MotifRequis,
  PeriodeIncorrecte,
  ProfilHorsConventionnement,
  ValidationFuture,
} from '#src/domain/equipement/refus.ts';
import { postesDe } from '#src/domain/equipement/postes.ts';
import { etpSaisi } from '#src/domain/equipement/saisie.ts';
import { nomDe } from '#src/domain/equipement/succession.ts';

const CONVENTIONNEMENT = {
  numeroMaia: texteFacultatif('Numéro de dossier Maia', 40),
  du: jour('Date de début'),
  au: jour('Date de fin'),
  animateurs: liste('Animateurs'),
};
type Contenu = { readonly du: string; readonly au: string; readonly animateurs: readonly string[] };

/** @throws ConventionnementValide */
function exigerBrouillon(_unite: UniteDeLecture, { etat }: Conventionnement): void {
  if (etat !== 'brouillon') throw new ConventionnementValide();
}

/** @throws ConventionnementNonValide | ConventionnementUtilise */
async function exigerRouvrable(unite: UniteDeLecture, { id, etat }: Conventionnement): Promise<void> {
  if (etat !== 'valide') throw new ConventionnementNonValide();
  if ((await declarationsDuConventionnement(unite, id)) > 0) throw new ConventionnementUtilise();
}

/**
 * Drafts what the Caf will fund: a period and the animateurs it counts; above the ETP cap an equipment has
 * several.
 * Without a choice it counts the animateurs of the period whose post no other conventionnement counts.
 * @throws PeriodeIncorrecte | DureeExcessive | AnimateurInconnu | AnimateurDejaCompte
 */
export const creerConventionnement = definirCommande({
  nom: 'conventionnement.creer',
  droit: ['Conventionnement', 'creer'],
  saisie: z.object({ equipement: reference('Équipement'), ...CONVENTIONNEMENT }),
  async executer(unite, { equipement: equipementId, ...saisie }) {
    const equipement = await charger(unite, Equipement, equipementId, 'Équipement');
    const animateurs = await animateursComptes(unite, equipement, saisie);
    const conventionnement = unite.em.create(Conventionnement, {
      id: randomUUID(),
      caf: equipement.caf,
      partenaire: equipement.partenaire,
      equipement,
      ...saisie,
      animateurs,
    });
    unite.em.persist(conventionnement);
    return conventionnement;
  },
});

/**
 * @throws ConventionnementValide | PeriodeIncorrecte | DureeExcessive | AnimateurInconnu |
 * AnimateurDejaCompte | VersionPerimee
 */
export const modifierConventionnement = definirCommande({
  nom: 'conventionnement.modifier',
  droit: ['Conventionnement', 'modifier'],
  saisie: z.object({
    conventionnement: reference('Conventionnement'),
    version: versionLue(),
    ...CONVENTIONNEMENT,
  }),
  condition: exigerBrouillon,
  async executer(unite, { conventionnement: id, version, ...saisie }) {
    const conventionnement = await chargerPourModifier(
      unite,
      Conventionnement,
      id,
      version,
      'Conventionnement',
    );
    exigerBrouillon(unite, conventionnement);
    const equipement = await unite.em.findOneOrFail(Equipement, { id: conventionnement.equipement.id });
    unite.em.assign(conventionnement, {
      ...saisie,
      animateurs: await animateursComptes(unite, equipement, saisie, id),
    });
    return conventionnement;
  },
});

/**
 * Checks the period, and that a work contract is counted once at a time; holds the equipment until the
 * commit.
 */
async function animateursComptes(
  unite: UniteDeTravail,
  equipement: Equipement,
  { du, au, animateurs: choisis }: Contenu,
  saufId?: string,
): Promise<readonly string[]> {
  await unite.em.lock(equipement, LockMode.PESSIMISTIC_WRITE);
  if (au <= du) throw new PeriodeIncorrecte('au');
  const mois = Number(
    await aLaDate('du', () => unite.registre.parametre('conventions', 'dureeMaximaleConventionnement', du)),
  );
  if (au > finDePeriode(du, mois)) throw new DureeExcessive(mois);
  const animateurs = await unite.em.find(
    Animateur,
    { equipement: equipement.id },
    { orderBy: { nom: 'asc', prenom: 'asc', id: 'asc' } },
  );
  const presents = new Map(
    animateurs
      .filter((animateur) => estPresent(animateur, { du, au }))
      .map((animateur) => [animateur.id, animateur]),
  );
  const autres = await unite.em.find(Conventionnement, {
    equipement: equipement.id,
    du: { $lt: au },
    au: { $gt: du },
    ...(saufId === undefined ? {} : { id: { $ne: saufId } }),
  });
  const postes = postesDe(animateurs);
  const titulaires = new Map(
    autres.flatMap((autre) => autre.animateurs.map((id) => [postes.get(id) ?? id, id])),
  );
  const titulaireAilleurs = (id: string): string | undefined => titulaires.get(postes.get(id) ?? id);
  if (choisis.length === 0) return [...presents.keys()].filter((id) => titulaireAilleurs(id) === undefined);
  for (const id of choisis) {
    const animateur = presents.get(id);
    if (!animateur) throw new AnimateurInconnu();
    const compte = titulaireAilleurs(id);
    const autre = compte === id ? undefined : animateurs.find((un) => un.id === compte);
    if (compte !== undefined) throw new AnimateurDejaCompte(nomDe(animateur), autre ? nomDe(autre) : null);
  }
  return choisis;
}

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
  condition: exigerBrouillon,
  async executer(
    unite,
    { conventionnement: id, version, instance, valideLe, etpValide, motif: raison, profils },
  ) {
    const conventionnement = await chargerPourModifier(
      unite,
      Conventionnement,
      id,
      version,
      'Conventionnement',
    );
    exigerBrouillon(unite, conventionnement);
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
  condition: exigerRouvrable,
  async executer(unite, saisie) {
    const conventionnement = await chargerPourModifier(
      unite,
      Conventionnement,
      saisie.conventionnement,
      saisie.version,
      'Conventionnement',
    );
    await exigerRouvrable(unite, conventionnement);
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
