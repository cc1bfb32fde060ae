import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { chargerPourModifier } from '#src/kernel/chargement.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { caseACocher, jourFacultatif, motif, reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { ActivationRegle } from '#src/domain/politique/versions/activation-regle.ts';
import { memePersonne } from '#src/domain/acces/compte/comptes-lies.ts';
import { activer, joursDe } from '#src/domain/politique/activation/activer.ts';
import { exigerAppels } from '#src/domain/politique/appels/registre.ts';
import { annulerActivations, joursProgrammes } from '#src/domain/politique/reactivation/annuler.ts';
import { versionPrecedente } from '#src/domain/politique/comparaison/comparaison.ts';
import type { Approbation } from '#src/domain/politique/approbation/approbations.ts';
import { EtudeImpact } from '#src/domain/politique/versions/etude-impact.ts';
import { demanderEtude, etudeFaite, type AEtudier } from '#src/domain/politique/porte/impact-requis.ts';
import { pour, titulaire } from '#src/domain/politique/versions/personne.ts';
import { scellerRapports } from '#src/domain/politique/porte/rapports.ts';
import {
  ReactivationRegle,
  type EtatDeReactivation,
} from '#src/domain/politique/versions/reactivation-regle.ts';
import {
  DejaEnVigueur,
  DemandeEnCours,
  PasseNonMesure,
  PeriodeHorsDuFichier,
  PeriodeVide,
  QuatreYeux,
  ReactivationTraitee,
  VersionNonProgrammee,
} from '#src/domain/politique/versions/refus.ts';
import { VersionRegle } from '#src/domain/politique/versions/version-regle.ts';
import { domaineDe, estDans, passeDe, type Jours } from '#src/domain/politique/versions/activations.ts';
import { lireVersion, type VersionPubliee } from '#src/domain/politique/versions/version.ts';

const SAISIE = z.object({
  empreinte: z.string({ error: 'Choisissez la version à remettre en vigueur.' }),
  du: jourFacultatif('Début d’effet', 'regle'),
  au: jourFacultatif('Fin d’effet (exclue)', 'regle'),
  motif: motif(),
  pour,
});
type Demande = z.output<typeof SAISIE>;

/**
 * What a re-activation reports: the study of the past decisions it would change; null when it rules no past
 * day.
 */
interface RapportsDeReactivation {
  readonly etude?: string | null;
}

/** @throws Introuvable | PeriodeVide | PeriodeHorsDuFichier | DejaEnVigueur */
async function examinerLesJours(
  unite: UniteDeLecture,
  { empreinte, du: demandeDu, au: demandeAu }: Pick<Demande, 'empreinte' | 'du' | 'au'>,
): Promise<{ readonly publiee: VersionPubliee; readonly jours: Jours }> {
  const [publiee] = await unite.em.execute<VersionPubliee[]>(
    'select empreinte, genre, jeu, numero, canonique from version_regle where empreinte = ?',
    [empreinte],
  );
  if (!publiee) throw new Introuvable('Version');
  const version = lireVersion(publiee);
  const domaine = domaineDe(version);
  const jours: Jours = { du: demandeDu ?? domaine.du, au: demandeAu ?? domaine.au };
  if (jours.du !== null && jours.au !== null && jours.au <= jours.du) throw new PeriodeVide();
  if (!estDans(jours, domaine)) throw new PeriodeHorsDuFichier(jours, domaine);
  const siennes = await unite.em.find(ActivationRegle, { empreinte, connuAu: null });
  if (siennes.some((activation) => estDans(jours, joursDe(activation)))) throw new DejaEnVigueur();
  await exigerAppels(unite, publiee, jours);
  return { publiee, jours };
}

/** The same, and what of the past is to be studied first. @throws as {@link examinerLesJours} */
async function examiner(
  unite: UniteDeTravail,
  demande: Demande,
): Promise<{ readonly publiee: VersionPubliee; readonly jours: Jours; readonly aEtudier: AEtudier | null }> {
  const { publiee, jours } = await examinerLesJours(unite, demande);
  const base =
    publiee.genre === 'regles' && passeDe(jours, unite.aujourdhui.toString())
      ? await versionPrecedente(unite, publiee.genre, publiee.jeu, jours)
      : null;
  return {
    publiee,
    jours,
    aEtudier: base && { jeu: publiee.jeu, numero: publiee.numero, canonique: publiee.canonique, base, jours },
  };
}

/**
 * Writes down what is asked, with the study of the past decisions that would change. @throws as {@link
 * examiner}
 */
async function demander(
  unite: UniteDeTravail,
  saisie: Demande,
  etat: EtatDeReactivation,
): Promise<ReactivationRegle> {
  const { publiee, jours, aEtudier } = await examiner(unite, saisie);
  if (etat === 'demandee') await exigerSansDemande(unite, publiee);
  const { empreinte, motif: raison } = saisie;
  const demandePar = titulaire(unite, saisie.pour);
  const etude =
    aEtudier && ((await etudeFaite(unite, aEtudier)) ?? (await demanderEtude(unite, aEtudier, demandePar)));
  const demande = unite.em.create(ReactivationRegle, {
    id: randomUUID(),
    genre: publiee.genre,
    jeu: publiee.jeu,
    empreinte,
    ...jours,
    motif: raison,
    demandePar,
    demandeLe: unite.maintenant,
    etat,
    traitePar: null,
    traiteLe: null,
    motifTraitement: null,
    rapports: scellerRapports({ etude: etude?.id ?? null } satisfies RapportsDeReactivation).texte,
  });
  unite.em.persist(demande);
  unite.motiver(raison);
  return demande;
}

/** A version one would put back in force, or cancel. */
interface Visee {
  readonly genre: string;
  readonly jeu: string;
  readonly empreinte: string;
}

/** @throws DemandeEnCours */
async function exigerSansDemande(
  { em }: UniteDeLecture,
  { genre, jeu }: Pick<Visee, 'genre' | 'jeu'>,
): Promise<void> {
  const [{ nombre } = { nombre: 0 }] = await em.execute<{ nombre: number }[]>(
    "select count(*)::int as nombre from reactivation_regle where genre = ? and jeu = ? and etat = 'demandee'",
    [genre, jeu],
  );
  if (nombre > 0) throw new DemandeEnCours();
}

/** Asks to put an older version back in force. A second person confirms. */
export const demanderReactivation = definirCommande({
  nom: 'regle.demanderReactivation',
  droit: ['ReactivationRegle', 'demander'],
  saisie: SAISIE,
  async condition(unite, { empreinte, ...visee }: Visee) {
    await examinerLesJours(unite, { empreinte, du: null, au: null });
    await exigerSansDemande(unite, visee);
  },
  executer: (unite, saisie) => demander(unite, saisie, 'demandee'),
});

/**
 * The study a re-activation must have before it is asked for and confirmed in one go.
 * @returns its id, to be worked on; null when none is needed, or it was made already
 * @throws as {@link demanderReactivation}
 */
export const preparerReactivation = definirCommande({
  nom: 'regle.preparerReactivation',
  droit: ['ReactivationRegle', 'demander'],
  saisie: SAISIE,
  async executer(unite, saisie): Promise<string | null> {
    const { aEtudier } = await examiner(unite, saisie);
    return !aEtudier || (await etudeFaite(unite, aEtudier))
      ? null
      : (await demanderEtude(unite, aEtudier, titulaire(unite, saisie.pour))).id;
  },
});

/**
 * Asks to cancel a programmed version before its day. A second person confirms. @throws Introuvable |
 * VersionNonProgrammee
 */
export const demanderAnnulation = definirCommande({
  nom: 'regle.demanderAnnulation',
  droit: ['ReactivationRegle', 'demander'],
  saisie: z.object({
    empreinte: z.string({ error: 'Choisissez la version à annuler.' }),
    motif: motif(),
    pour,
  }),
  async condition(unite, { empreinte, ...visee }: Visee & { readonly numero: string }) {
    if (!(await joursProgrammes(unite, empreinte))) throw new VersionNonProgrammee(visee.numero);
    await exigerSansDemande(unite, visee);
  },
  async executer(unite, { empreinte, motif: raison, pour: auNomDe }) {
    const version = await unite.em.findOne(
      VersionRegle,
      { empreinte },
      { fields: ['genre', 'jeu', 'numero'] },
    );
    if (!version) throw new Introuvable('Version');
    const aVenir = await joursProgrammes(unite, empreinte);
    if (!aVenir) throw new VersionNonProgrammee(version.numero);
    await exigerSansDemande(unite, version);
    const demande = unite.em.create(ReactivationRegle, {
      id: randomUUID(),
      nature: 'annulation',
      genre: version.genre,
      jeu: version.jeu,
      empreinte,
      ...aVenir,
      motif: raison,
      demandePar: titulaire(unite, auNomDe),
      demandeLe: unite.maintenant,
      etat: 'demandee',
      traitePar: null,
      traiteLe: null,
      motifTraitement: null,
      rapports: scellerRapports({}).texte,
    });
    unite.em.persist(demande);
    unite.motiver(raison);
    return demande;
  },
});

async function reactivationEnAttente(
  unite: UniteDeTravail,
  id: string,
  version: number,
  auNomDe: string | undefined,
): Promise<{ reactivation: ReactivationRegle; par: string }> {
  const reactivation = await chargerPourModifier(unite, ReactivationRegle, id, version, 'Réactivation');
  if (reactivation.etat !== 'demandee') throw new ReactivationTraitee();
  return { reactivation, par: titulaire(unite, auNomDe) };
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
  async executer(unite, saisie): Promise<Approbation> {
    const { reactivation, par } = await reactivationEnAttente(unite, saisie.id, saisie.version, saisie.pour);
    if (await memePersonne(unite, reactivation.demandePar, par)) throw new QuatreYeux(par);
    const { etude } = JSON.parse(reactivation.rapports) as RapportsDeReactivation;
    if (etude && (await unite.em.count(EtudeImpact, { id: etude, etat: 'terminee' })) === 0)
      throw new PasseNonMesure();
    Object.assign(reactivation, { etat: 'confirmee', traitePar: par, traiteLe: unite.maintenant });
    await unite.em.flush();
    const { genre, jeu, empreinte, demandePar, id, motif: raison } = reactivation;
    unite.motiver(raison);
    if (reactivation.nature === 'annulation')
      return annulerActivations(
        unite,
        { genre, jeu, empreinte, motif: raison, demandePar, confirmePar: par, id },
        saisie.accepterTrous,
      );
    const jours = joursDe(reactivation);
    const [publiee] = await unite.em.execute<VersionPubliee[]>(
      'select genre, jeu, canonique from version_regle where empreinte = ?',
      [empreinte],
    );
    if (publiee) await exigerAppels(unite, publiee, jours);
    const trous = await activer(
      unite,
      {
        genre,
        jeu,
        empreinte,
        ...jours,
        origine: 'reactivation',
        motif: raison,
        demandePar,
        confirmePar: par,
        id,
      },
      saisie.accepterTrous,
    );
    return { empreinte, jours, trous };
  },
});

/** Refuses it, or withdraws it when one asked for it oneself. @throws ReactivationTraitee */
export const refuserReactivation = definirCommande({
  nom: 'regle.refuserReactivation',
  droit: ['ReactivationRegle', 'refuser'],
  saisie: z.object({ id: reference('Réactivation'), version: versionLue(), motif: motif(), pour }),
  async executer(unite, saisie) {
    const { reactivation, par } = await reactivationEnAttente(unite, saisie.id, saisie.version, saisie.pour);
    Object.assign(reactivation, {
      etat: 'refusee',
      traitePar: par,
      traiteLe: unite.maintenant,
      motifTraitement: saisie.motif,
    });
    return reactivation;
  },
});

/**
 * In an emergency one person is enough: at once, under a journal line of its own, and every other analyst is
 * written to.
 */
export const reactiverEnUrgence = definirCommande({
  nom: 'regle.reactiverEnUrgence',
  droit: ['ReactivationRegle', 'forcer'],
  saisie: SAISIE,
  async executer(unite, saisie): Promise<Approbation> {
    const reactivation = await demander(unite, saisie, 'urgence');
    await unite.em.flush();
    const { genre, jeu, empreinte, demandePar, id } = reactivation;
    const jours = joursDe(reactivation);
    const trous = await activer(
      unite,
      {
        genre,
        jeu,
        empreinte,
        ...jours,
        origine: 'urgence',
        motif: saisie.motif,
        demandePar,
        confirmePar: null,
        id,
      },
      true,
    );
    unite.journaliser({
      entite: 'ReactivationRegle',
      entiteId: id,
      motif: saisie.motif,
      details: { urgence: true, seul: demandePar, jeu, empreinte, ...jours },
    });
    await prevenirLesAutres(unite, reactivation, saisie.motif);
    return { empreinte, jours, trous };
  },
});

async function prevenirLesAutres(
  unite: UniteDeTravail,
  { jeu, empreinte, demandePar }: ReactivationRegle,
  raison: string,
): Promise<void> {
  const { numero } = await unite.em.findOneOrFail(VersionRegle, { empreinte }, { fields: ['numero'] });
  const personnes = await unite.em.execute<{ courriel: string; compte_id: string; nom: string }[]>(
    "select courriel, compte_id, prenom || ' ' || nom as nom from analyste where clos_le is null or clos_le > ?",
    [unite.aujourdhui.toString()],
  );
  const auteur = personnes.find((personne) => personne.compte_id === demandePar)?.nom ?? 'Une personne';
  for (const { courriel, compte_id: compte } of personnes) {
    if (compte === demandePar) continue;
    unite.envoyer({
      destinataire: courriel,
      cafId: null,
      objet: `Urgence : « ${jeu} » ${numero} remis en vigueur sans seconde signature`,
      corps: `${auteur} a remis en vigueur la version ${numero} de « ${jeu} », seul, par la procédure d’urgence.\n\nMotif : ${raison}\n\nVérifiez cette réactivation dans la chronologie du fichier : ${unite.adresse('/gestion')}\n`,
    });
  }
}
