import { LockMode } from '@mikro-orm/core';
import { z } from 'zod';
import { compteDe } from '#src/domain/commun/acteur.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/domain/commun/commande.ts';
import { charger, exigerVersion } from '#src/domain/commun/chargement.ts';
import { Introuvable } from '#src/domain/commun/refus.ts';
import { jourFacultatif, reference, texteLong, versionLue } from '#src/domain/commun/saisie.ts';
import { joursDe } from '#src/domain/regle/activer.ts';
import { brouillonAModifier } from '#src/domain/regle/commandes/brouillons.ts';
import { comparerALaPrecedente, versionPrecedente, type ComparaisonDeVersions, type VersionPrecedente } from '#src/domain/regle/comparaison.ts';
import { controlerTexte, type Controle, type TexteAControler } from '#src/domain/regle/controle.ts';
import { demanderEtude, etudeFaite, rapportDe, sansImpact } from '#src/domain/regle/impact-requis.ts';
import { pour, titulaire } from '#src/domain/regle/personne.ts';
import { scellerRapports, type Rapports } from '#src/domain/regle/rapports.ts';
import { BrouillonDUnAutre, ControlesEnEchec, PeriodeHorsDuFichier, PeriodeVide, SoumissionTraitee, VersionDejaPubliee } from '#src/domain/regle/refus.ts';
import { SoumissionRegle } from '#src/domain/regle/soumission-regle.ts';
import { GENRES_DE_VERSION, VersionRegle } from '#src/domain/regle/version-regle.ts';
import { sansMarque, TAILLE_MAX } from '#src/engine/lecture.ts';
import { estDans, type Jours } from '#src/registry/activations.ts';

/** Days asked; when neither is given, those of the file's « applicable ». */
const periode = { du: jourFacultatif('Début d’effet', 'regle'), au: jourFacultatif('Fin d’effet (exclue)', 'regle') };

/** A text that passed the gate. */
interface Examinee {
  readonly numero: string;
  readonly empreinte: string;
  readonly canonique: string;
  readonly jours: Jours;
  readonly controle: Controle;
  readonly base: VersionPrecedente | null;
  readonly comparaison: ComparaisonDeVersions | null;
}

/**
 * Passes the gate; nothing is written.
 * @throws ControlesEnEchec | VersionDejaPubliee | NumeroTropBas | PeriodeHorsDuFichier | PeriodeVide
 */
async function examiner(unite: UniteDeTravail, fichier: TexteAControler, demande: Jours): Promise<Examinee> {
  const { genre, jeu } = fichier;
  const controle = await controlerTexte(unite, fichier);
  const { numero, empreinte, canonique } = controle;
  if (!controle.valide || numero === null || empreinte === null || canonique === null) throw new ControlesEnEchec(controle.anomalies);
  await refuserSiPubliee(unite, { genre, jeu, numero, empreinte });
  const jours = joursDEffet(demande, controle.applicable);
  const base = await versionPrecedente(unite, genre, jeu, jours);
  return { numero, empreinte, canonique, jours, controle, base, comparaison: comparerALaPrecedente({ genre, jeu, numero, empreinte, canonique }, base) };
}

/** Passes the gate and offers the version for approval, with its reports sealed; a study of its impact is asked for when none was made. @throws as {@link examiner} */
async function deposer(unite: UniteDeTravail, fichier: TexteAControler, demande: Jours, auteur: string): Promise<SoumissionRegle> {
  const { genre, jeu, texte } = fichier;
  const { numero, empreinte, canonique, jours, controle, base, comparaison } = await examiner(unite, fichier, demande);
  const sansObjet = sansImpact(genre, base);
  const etude = sansObjet === null && base ? await etudeFaite(unite, { jeu, numero, canonique, base, jours }) : null;
  const impact = sansObjet === null ? etude && rapportDe(etude) : { sansObjet };
  if (!impact && base) await demanderEtude(unite, { jeu, numero, canonique, base, jours }, auteur);
  const rapports: Rapports = {
    base: base && { numero: base.numero, empreinte: base.empreinte },
    verification: { comptes: controle.comptes, analyse: controle.analyse, anomalies: [] },
    comparaison,
    ...(impact ? { impact } : {}),
  };
  const { texte: scelles, empreinte: empreinteRapports } = scellerRapports(rapports);
  const soumission = unite.em.create(SoumissionRegle, {
    genre, jeu, numero, empreinte, canonique, texte, ...jours, niveau: comparaison?.niveau ?? null, rapports: scelles, empreinteRapports, auteur, soumisLe: unite.maintenant, etat: 'soumis',
    traitePar: null, traiteLe: null, motif: null, signature: null,
  });
  unite.em.persist(soumission);
  return soumission;
}

/** A number is approved once. @throws VersionDejaPubliee */
export async function refuserSiPubliee({ em }: UniteDeLecture, { genre, jeu, numero, empreinte }: Pick<SoumissionRegle, 'genre' | 'jeu' | 'numero' | 'empreinte'>): Promise<void> {
  const existante = await em.findOne(VersionRegle, { genre, jeu, numero });
  if (existante) throw new VersionDejaPubliee(jeu, numero, existante.empreinte === empreinte);
}

function joursDEffet(demande: Jours, applicable: Jours): Jours {
  const { du, au } = { du: demande.du ?? applicable.du, au: demande.au ?? applicable.au };
  if (du !== null && au !== null && au <= du) throw new PeriodeVide();
  if (!estDans({ du, au }, applicable)) throw new PeriodeHorsDuFichier({ du, au }, applicable);
  return { du, au };
}

/** Offers a draft for approval; the draft becomes the submission. @throws those of the gate, BrouillonDUnAutre | VersionPerimee */
export const soumettre = definirCommande({
  nom: 'regle.soumettre',
  droit: ['SoumissionRegle', 'soumettre'],
  saisie: z.object({ id: reference('Brouillon'), version: versionLue(), ...periode }),
  async executer(unite, { id, version, du, au }) {
    const brouillon = await brouillonAModifier(unite, id, version);
    const soumission = await deposer(unite, brouillon, { du, au }, brouillon.auteur);
    unite.em.remove(brouillon);
    return soumission;
  },
});

/** Offers a file of `rules/` for approval. @throws those of the gate */
export const soumettreFichier = definirCommande({
  nom: 'regle.soumettreFichier',
  droit: ['SoumissionRegle', 'soumettre'],
  saisie: z.object({ genre: z.enum(GENRES_DE_VERSION), jeu: z.string(), texte: z.string().transform(sansMarque).pipe(z.string().max(TAILLE_MAX)), ...periode, pour }),
  executer: (unite, { genre, jeu, texte, du, au, pour: auNomDe }) => deposer(unite, { genre, jeu, texte }, { du, au }, titulaire(unite, auNomDe)),
});

/** Loads a submission that waits and locks it: two people who answer it at once follow one another. @throws SoumissionTraitee | VersionPerimee | Introuvable */
export async function soumissionEnAttente(unite: UniteDeTravail, id: string, version: number): Promise<SoumissionRegle> {
  const soumission = await charger(unite, SoumissionRegle, id, 'Version soumise', [], { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (soumission.etat !== 'soumis') throw new SoumissionTraitee(soumission.etat);
  exigerVersion(soumission, version);
  return soumission;
}

/**
 * The study a file of `rules/` must have before it is submitted and approved in one go.
 * @returns its id, to be worked on; null when none is needed, or it was made already
 * @throws those of the gate
 */
export const preparerEtude = definirCommande({
  nom: 'regle.preparerEtude',
  droit: ['SoumissionRegle', 'soumettre'],
  saisie: z.object({ genre: z.enum(GENRES_DE_VERSION), jeu: z.string(), texte: z.string().transform(sansMarque).pipe(z.string().max(TAILLE_MAX)), ...periode, pour }),
  async executer(unite, { genre, jeu, texte, du, au, pour: auNomDe }): Promise<string | null> {
    const { numero, canonique, base, jours } = await examiner(unite, { genre, jeu, texte }, { du, au });
    return base && genre === 'regles' ? etudeAFaire(unite, { jeu, numero, canonique, base, jours }, titulaire(unite, auNomDe)) : null;
  },
});

/** The study a submission still waits for. @returns its id; null when its report is there @throws SoumissionTraitee | Introuvable */
export const etudierSoumission = definirCommande({
  nom: 'regle.etudierSoumission',
  droit: ['SoumissionRegle', 'completer'],
  saisie: z.object({ id: reference('Version soumise'), version: versionLue(), pour }),
  async executer(unite, { id, version, pour: auNomDe }): Promise<string | null> {
    const soumission = await soumissionEnAttente(unite, id, version);
    const { base, impact } = JSON.parse(soumission.rapports) as Rapports;
    if (impact || !base) return null;
    const [avant] = await unite.em.execute<VersionPrecedente[]>('select empreinte, numero, canonique from version_regle where empreinte = ?', [base.empreinte]);
    if (!avant) throw new Introuvable('Version');
    const { jeu, numero, canonique } = soumission;
    return etudeAFaire(unite, { jeu, numero, canonique, base: avant, jours: joursDe(soumission) }, titulaire(unite, auNomDe));
  },
});

async function etudeAFaire(unite: UniteDeTravail, version: Parameters<typeof demanderEtude>[1], par: string): Promise<string | null> {
  return (await etudeFaite(unite, version)) ? null : (await demanderEtude(unite, version, par)).id;
}

/** @throws SoumissionTraitee | BrouillonDUnAutre */
function exigerSienne({ etat, auteur }: SoumissionRegle, qui: string | null): void {
  if (etat !== 'soumis') throw new SoumissionTraitee(etat);
  if (auteur !== qui) throw new BrouillonDUnAutre();
}

/** The author takes his submission back. @throws BrouillonDUnAutre | SoumissionTraitee */
export const retirer = definirCommande({
  nom: 'regle.retirer',
  droit: ['SoumissionRegle', 'retirer'],
  saisie: z.object({ id: reference('Version soumise'), version: versionLue(), motif: texteLong('Motif', 2000), pour }),
  condition: (unite, soumission: SoumissionRegle) => exigerSienne(soumission, compteDe(unite.acteur)),
  async executer(unite, { id, version, motif, pour: auNomDe }) {
    const soumission = await soumissionEnAttente(unite, id, version);
    const auteur = titulaire(unite, auNomDe);
    exigerSienne(soumission, auteur);
    Object.assign(soumission, { etat: 'retire', traitePar: auteur, traiteLe: unite.maintenant, motif: motif === '' ? null : motif });
    return soumission;
  },
});
