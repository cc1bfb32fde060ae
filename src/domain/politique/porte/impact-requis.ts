/**
 * The impact study an approval asks for: found when it was made already, asked for otherwise, joined to the
 * submission when it ends.
 */
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { LockMode } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { FUSEAU_NATIONAL } from '#src/kernel/horloge.ts';
import { joursDe } from '#src/domain/politique/activation/activer.ts';
import type { VersionPrecedente } from '#src/domain/politique/comparaison/comparaison.ts';
import { EtudeImpact, JOB_ETUDE } from '#src/domain/politique/versions/etude-impact.ts';
import { sealReports, sha256, type Rapports } from '#src/domain/politique/porte/rapports.ts';
import { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import { passeDe, type Jours } from '#src/domain/politique/versions/activations.ts';
import { AGREGATS_VIDES } from '#src/domain/politique/impact/agregats.ts';
import type { RapportDImpact } from '#src/domain/politique/impact/rapport.ts';

/** A version and what its study must be about: the version it replaces, and the days it would rule. */
export interface AEtudier {
  readonly jeu: string;
  readonly numero: string;
  readonly canonique: string;
  readonly base: VersionPrecedente;
  readonly jours: Jours;
}

/** Drawn cases beside the stored ones, when nobody asked for another number. */
export const GENERES_PAR_DEFAUT = 2_000;
const GRAINE = '1';

/** Why a version has no impact study; null when it needs one. */
export function sansImpact(genre: GenreDeVersion, base: VersionPrecedente | null): string | null {
  switch (genre) {
    case 'referentiel':
      return 'Un référentiel ne juge aucun cas : il n’a pas d’étude d’impact.';
    case 'parametres':
      return 'Un fichier de paramètres ne juge aucun cas : il n’a pas d’étude d’impact.';
    case 'formulaire':
      return 'Un formulaire ne juge aucun cas : il n’a pas d’étude d’impact.';
    case 'regles':
      return base
        ? null
        : 'C’est la première version de ce fichier : aucune décision n’a encore été prise avec lui, il n’y a rien à mesurer.';
  }
}

const jourDe = (instant: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(FUSEAU_NATIONAL)
    .toPlainDate()
    .toString();
const memes = (a: Jours | null, b: Jours | null): boolean =>
  a === null || b === null ? a === b : a.du === b.du && a.au === b.au;
/** Past days a study counts apart. */
export const passeEtudie = ({ passeDu, passeAu }: Pick<EtudeImpact, 'passeDu' | 'passeAu'>): Jours | null =>
  passeAu ? { du: passeDu ?? null, au: passeAu } : null;

/**
 * Whether a study is about this version, put beside this base, over every case, and counts the past days it
 * would rule.
 */
function convient(etude: EtudeImpact, apresEmpreinte: string, baseEmpreinte: string, jours: Jours): boolean {
  return (
    etude.apresEmpreinte === apresEmpreinte &&
    etude.avantEmpreinte === baseEmpreinte &&
    !etude.du &&
    !etude.au &&
    memes(passeEtudie(etude), passeDe(jours, jourDe(etude.prisesAvant)))
  );
}

async function etudesDe(
  { em }: UniteDeLecture,
  { canonique, base, jours }: AEtudier,
  etats: readonly EtudeImpact['etat'][],
): Promise<EtudeImpact[]> {
  const apresEmpreinte = sha256(canonique);
  const etudes = await em.find(
    EtudeImpact,
    { apresEmpreinte, avantEmpreinte: base.empreinte, etat: { $in: [...etats] } },
    { orderBy: { lanceeLe: 'desc' }, limit: 20 },
  );
  return etudes.filter((etude) => convient(etude, apresEmpreinte, base.empreinte, jours));
}

/** Whether the cases are still those it was about: made today, or no decision taken since. */
async function estFraiche(
  { em, aujourdhui }: UniteDeLecture,
  { jeu, prisesAvant }: EtudeImpact,
): Promise<boolean> {
  if (jourDe(prisesAvant) === aujourdhui.toString()) return true;
  const depuis = await lireLignes(
    em,
    tables
      .selectFrom('decision')
      .select('id')
      .where('jeu', '=', jeu)
      .where('prise_le', '>=', prisesAvant.toISOString())
      .limit(1),
  );
  return depuis.length === 0;
}

/** A finished study that is about these very cases; null when there is none. */
export async function etudeFaite(unite: UniteDeLecture, version: AEtudier): Promise<EtudeImpact | null> {
  const [derniere] = await etudesDe(unite, version, ['terminee']);
  return derniere && (await estFraiche(unite, derniere)) ? derniere : null;
}

export const rapportDe = ({ rapport }: EtudeImpact): RapportDImpact | null =>
  rapport ? (JSON.parse(rapport) as RapportDImpact) : null;

/** The study of this version that waits or runs; a new one otherwise. */
export async function demanderEtude(
  unite: UniteDeTravail,
  version: AEtudier,
  par: string | null,
): Promise<EtudeImpact> {
  const [enRoute] = await etudesDe(unite, version, ['en-attente', 'en-cours']);
  return (
    enRoute ??
    ouvrirEtude(unite, { ...version, passe: passeDe(version.jours, unite.aujourdhui.toString()), par })
  );
}

/** What a study is made of. */
export interface DemandeDEtude extends Omit<AEtudier, 'jours'> {
  /** Reference dates looked at; every one when not given. */
  readonly limites?: Jours;
  readonly passe: Jours | null;
  readonly generes?: number;
  readonly graine?: string;
  readonly par: string | null;
}

/** Writes a study down, for a server to work on. */
export function ouvrirEtude(
  unite: UniteDeTravail,
  {
    jeu,
    numero,
    canonique,
    base,
    limites,
    passe,
    generes = GENERES_PAR_DEFAUT,
    graine = GRAINE,
    par,
  }: DemandeDEtude,
): EtudeImpact {
  const { em, maintenant } = unite;
  const id = randomUUID();
  const etude = em.create(EtudeImpact, {
    id,
    jeu,
    avantNumero: base.numero,
    avantEmpreinte: base.empreinte,
    avantCanonique: base.canonique,
    apresNumero: numero,
    apresEmpreinte: sha256(canonique),
    apresCanonique: canonique,
    du: limites?.du ?? null,
    au: limites?.au ?? null,
    passeDu: passe?.du ?? null,
    passeAu: passe?.au ?? null,
    prisesAvant: maintenant,
    generes,
    graine,
    etat: 'en-attente',
    total: null,
    curseur: null,
    agregats: JSON.stringify(AGREGATS_VIDES),
    rapport: null,
    empreinteRapport: null,
    erreur: null,
    lanceePar: par,
    lanceeLe: maintenant,
    termineeLe: null,
    porteur: null,
    bailJusquA: null,
  });
  em.persist(etude);
  unite.mettreEnFile(JOB_ETUDE, { id });
  return etude;
}

/** The reports of a submission with one more, sealed again. */
export function joindre(soumission: SoumissionRegle, impact: NonNullable<Rapports['impact']>): void {
  const { texte, empreinte } = sealReports({ ...(JSON.parse(soumission.rapports) as Rapports), impact });
  soumission.rapports = texte;
  soumission.empreinteRapports = empreinte;
}

/** Whether the report of a study may be joined to a submission: same text, same base, every case. */
export function peutEtreJointe(etude: EtudeImpact, soumission: SoumissionRegle): boolean {
  const { base, impact } = JSON.parse(soumission.rapports) as Rapports;
  return (
    impact === undefined &&
    convient(etude, soumission.empreinte, base?.empreinte ?? etude.avantEmpreinte, joursDe(soumission))
  );
}

/** Joins a finished study to the submissions that wait for it. */
export async function joindreAuxSoumissions(
  { em }: UniteDeTravail,
  etude: EtudeImpact,
  rapport: RapportDImpact,
): Promise<void> {
  const attente = await em.find(
    SoumissionRegle,
    { empreinte: etude.apresEmpreinte, etat: 'soumis' },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  for (const soumission of attente) if (peutEtreJointe(etude, soumission)) joindre(soumission, rapport);
}
