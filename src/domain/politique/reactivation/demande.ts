/** Asking that a version be put back in force, or cancelled before its day. */
import { lireLignes, nombreDeLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { jourFacultatif, motif } from '#src/kernel/saisie/saisie.ts';
import { ActivationRegle } from '#src/domain/politique/versions/activation-regle.ts';
import { joursDe } from '#src/domain/politique/activation/activer.ts';
import { exigerAppels } from '#src/domain/politique/appels/registre.ts';
import { versionPrecedente } from '#src/domain/politique/comparaison/comparaison.ts';
import { demanderEtude, etudeFaite, type AEtudier } from '#src/domain/politique/porte/impact-requis.ts';
import { sealReports } from '#src/domain/politique/porte/rapports.ts';
import { joursProgrammes } from '#src/domain/politique/reactivation/annuler.ts';
import {
  laVersion,
  laVersionAuxJours,
  type VersionAuxJours,
} from '#src/domain/politique/reactivation/charger.ts';
import { domaineDe, estDans, passeDe, type Jours } from '#src/domain/politique/versions/activations.ts';
import { pour, titulaire } from '#src/domain/politique/versions/personne.ts';
import {
  ReactivationRegle,
  type EtatDeReactivation,
} from '#src/domain/politique/versions/reactivation-regle.ts';
import {
  DejaEnVigueur,
  DemandeEnCours,
  PeriodeHorsDuFichier,
  PeriodeVide,
  VersionNonProgrammee,
} from '#src/domain/politique/versions/refus.ts';
import { ouvrirVersion, type VersionPubliee } from '#src/domain/politique/versions/version.ts';

/** What one says of a version to put back in force. */
export const SAISIE_REACTIVATION = z.object({
  empreinte: z.string({ error: 'Choisissez la version à remettre en vigueur.' }),
  du: jourFacultatif('Début d’effet', 'regle'),
  au: jourFacultatif('Fin d’effet (exclue)', 'regle'),
  motif: motif(),
  pour,
});

/**
 * What a re-activation reports: the study of the past decisions it would change; null when it rules no past
 * day.
 */
export interface RapportsDeReactivation {
  readonly etude?: string | null;
}

/**
 * The days a version would rule again: some of its file's, which it does not rule already, and which its
 * callers can be judged on.
 * @throws PeriodeVide | PeriodeHorsDuFichier | DejaEnVigueur | ControlesEnEchec
 */
export async function joursAReactiver(
  unite: UniteDeLecture,
  { version, du, au }: VersionAuxJours,
): Promise<Jours> {
  const domaine = domaineDe(ouvrirVersion(version));
  const jours: Jours = { du: du ?? domaine.du, au: au ?? domaine.au };
  if (jours.du !== null && jours.au !== null && jours.au <= jours.du) throw new PeriodeVide();
  if (!estDans(jours, domaine)) throw new PeriodeHorsDuFichier(jours, domaine);
  const siennes = await unite.em.find(ActivationRegle, { empreinte: version.empreinte, connuAu: null });
  if (siennes.some((activation) => estDans(jours, joursDe(activation)))) throw new DejaEnVigueur();
  await exigerAppels(unite, version, jours);
  return jours;
}

/** What of the past is to be studied first; null when no past day is ruled. */
async function aEtudierDe(
  unite: UniteDeTravail,
  { genre, jeu, numero, canonique }: VersionPubliee,
  jours: Jours,
): Promise<AEtudier | null> {
  if (genre !== 'regles' || !passeDe(jours, unite.aujourdhui.toString())) return null;
  const base = await versionPrecedente(unite, genre, jeu, jours);
  return base && { jeu, numero, canonique, base, jours };
}

/** Writes down what is asked, with the study of the past decisions that would change. */
export async function demander(
  unite: UniteDeTravail,
  { motif: raison, pour: auNomDe }: Pick<z.output<typeof SAISIE_REACTIVATION>, 'motif' | 'pour'>,
  version: VersionPubliee,
  jours: Jours,
  etat: EtatDeReactivation,
): Promise<ReactivationRegle> {
  const demandePar = titulaire(unite, auNomDe);
  const aEtudier = await aEtudierDe(unite, version, jours);
  const etude =
    aEtudier && ((await etudeFaite(unite, aEtudier)) ?? (await demanderEtude(unite, aEtudier, demandePar)));
  const demande = unite.em.create(ReactivationRegle, {
    id: randomUUID(),
    genre: version.genre,
    jeu: version.jeu,
    empreinte: version.empreinte,
    ...jours,
    motif: raison,
    demandePar,
    demandeLe: unite.maintenant,
    etat,
    traitePar: null,
    traiteLe: null,
    motifTraitement: null,
    rapports: sealReports({ etude: etude?.id ?? null } satisfies RapportsDeReactivation).texte,
  });
  unite.em.persist(demande);
  unite.motiver(raison);
  return demande;
}

/** @throws DemandeEnCours */
async function exigerSansDemande(
  { em }: UniteDeLecture,
  { genre, jeu }: Pick<VersionPubliee, 'genre' | 'jeu'>,
): Promise<void> {
  const [{ nombre } = { nombre: 0 }] = await lireLignes(
    em,
    tables
      .selectFrom('reactivation_regle')
      .select(nombreDeLignes.as('nombre'))
      .where('genre', '=', genre)
      .where('jeu', '=', jeu)
      .where('etat', '=', 'demandee'),
  );
  if (nombre > 0) throw new DemandeEnCours();
}

/** Asks to put an older version back in force. A second person confirms. */
export const demanderReactivation = definirCommande({
  nom: 'regle.demanderReactivation',
  droit: ['ReactivationRegle', 'demander'],
  saisie: SAISIE_REACTIVATION,
  charger: laVersionAuxJours,
  async condition(unite, visee) {
    const jours = await joursAReactiver(unite, visee);
    await exigerSansDemande(unite, visee.version);
    return jours;
  },
  executer: (unite, saisie, { version }, jours) => demander(unite, saisie, version, jours, 'demandee'),
});

/**
 * The study a re-activation must have before it is asked for and confirmed in one go.
 * @returns its id, to be worked on; null when none is needed, or it was made already
 * @throws as {@link joursAReactiver}
 */
export const preparerReactivation = definirCommande({
  nom: 'regle.preparerReactivation',
  droit: ['ReactivationRegle', 'demander'],
  saisie: SAISIE_REACTIVATION,
  charger: laVersionAuxJours,
  condition: joursAReactiver,
  async executer(unite, saisie, { version }, jours): Promise<string | null> {
    const aEtudier = await aEtudierDe(unite, version, jours);
    return !aEtudier || (await etudeFaite(unite, aEtudier))
      ? null
      : (await demanderEtude(unite, aEtudier, titulaire(unite, saisie.pour))).id;
  },
});

/**
 * Asks to cancel a programmed version before its day. A second person confirms. @throws Introuvable |
 * VersionNonProgrammee | DemandeEnCours
 */
export const demanderAnnulation = definirCommande({
  nom: 'regle.demanderAnnulation',
  droit: ['ReactivationRegle', 'demander'],
  saisie: z.object({
    empreinte: z.string({ error: 'Choisissez la version à annuler.' }),
    motif: motif(),
    pour,
  }),
  charger: laVersion,
  async condition(unite, version: Omit<VersionPubliee, 'canonique'>) {
    const aVenir = await joursProgrammes(unite, version.empreinte);
    if (!aVenir) throw new VersionNonProgrammee(version.numero);
    await exigerSansDemande(unite, version);
    return aVenir;
  },
  async executer(unite, { motif: raison, pour: auNomDe }, { genre, jeu, empreinte }, aVenir) {
    const demande = unite.em.create(ReactivationRegle, {
      id: randomUUID(),
      nature: 'annulation',
      genre,
      jeu,
      empreinte,
      ...aVenir,
      motif: raison,
      demandePar: titulaire(unite, auNomDe),
      demandeLe: unite.maintenant,
      etat: 'demandee',
      traitePar: null,
      traiteLe: null,
      motifTraitement: null,
      rapports: sealReports({}).texte,
    });
    unite.em.persist(demande);
    unite.motiver(raison);
    return demande;
  },
});
