import { z } from 'zod';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { caseACocher, motif, reference, texteLong, versionLue } from '#src/kernel/saisie/saisie.ts';
import { memePersonne } from '#src/domain/acces/compte/comptes-lies.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { activer, joursDe } from '#src/domain/politique/activation/activer.ts';
import { exigerAppels } from '#src/domain/politique/appels/registre.ts';
import {
  exigerEnAttente,
  laSoumissionPar,
  membresDuLot,
  type SoumissionPar,
} from '#src/domain/politique/approbation/charger.ts';
import { refuserSiPubliee } from '#src/domain/politique/approbation/examen.ts';
import { EtudeImpact } from '#src/domain/politique/versions/etude-impact.ts';
import { pour } from '#src/domain/politique/versions/personne.ts';
import {
  empreinteDuLot,
  retroactiviteDe,
  signer,
  type Rapports,
} from '#src/domain/politique/porte/rapports.ts';
import {
  CasSansFaits,
  ImpactManquant,
  QuatreYeux,
  RapportsModifies,
  RetroactiviteNonMesuree,
} from '#src/domain/politique/versions/refus.ts';
import { exigerBaseInchangee, remplaceesSur } from '#src/domain/politique/porte/remplacement.ts';
import type { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import { VersionRegle } from '#src/domain/politique/versions/version-regle.ts';
import { passeDe, type Jours } from '#src/domain/politique/versions/activations.ts';

/** What an approval did. */
export interface Approbation {
  readonly empreinte: string;
  readonly jours: Jours;
  /** Days without any version, from the first there is one. */
  readonly trous: readonly Jours[];
}

/** Every version it put in force: one, or those of a lot. */
export interface ApprobationDuLot extends Approbation {
  readonly lot: readonly (Approbation & {
    readonly genre: GenreDeVersion;
    readonly jeu: string;
    readonly numero: string;
  })[];
}

/**
 * Another person's, whichever of his accounts he wrote it with, and still waiting. @throws SoumissionTraitee
 * | QuatreYeux
 */
async function exigerDUnAutre(unite: UniteDeLecture, { soumission, par }: SoumissionPar): Promise<void> {
  exigerEnAttente(unite, soumission);
  if (await memePersonne(unite, par, soumission.auteur)) throw new QuatreYeux(soumission.auteur);
}

/**
 * Another person's, and each version that would come into force, of all at once for a lot, may.
 * @returns the submissions approved together
 * @throws SoumissionTraitee | QuatreYeux | VersionDejaPubliee | BaseChangee | ControlesEnEchec |
 *   ImpactManquant | RetroactiviteNonMesuree
 */
async function exigerApprouvable(
  unite: UniteDeLecture,
  { soumission, par }: SoumissionPar,
): Promise<SoumissionRegle[]> {
  await exigerDUnAutre(unite, { soumission, par });
  const membres = await membresDuLot(unite, soumission);
  const formulaires = membres
    .filter(({ genre }) => genre === 'formulaire')
    .map(({ canonique }) => JSON.parse(canonique) as DefinitionDeFormulaire);
  for (const membre of membres) {
    await refuserSiPubliee(unite, membre);
    exigerBaseInchangee(
      membre.jeu,
      (JSON.parse(membre.rapports) as Rapports).remplace,
      await remplaceesSur(unite, membre.genre, membre.jeu, joursDe(membre)),
    );
    await exigerAppels(unite, membre, joursDe(membre), formulaires);
    await exigerLImpact(unite, membre);
  }
  return membres;
}

/**
 * Approves a submission, and those of its lot: the second person signs each file and its reports as he read
 * them, and the versions enter into force
 * on their days, together. The running servers are told at the commit.
 * @throws QuatreYeux | RapportsModifies | ImpactManquant | RetroactiviteNonMesuree | CasSansFaits |
 *   BaseChangee | ControlesEnEchec | TrouDansLaValidite | VersionDejaPubliee | SoumissionTraitee
 */
export const approuver = definirCommande({
  nom: 'regle.approuver',
  droit: ['SoumissionRegle', 'approuver'],
  saisie: z.object({
    id: reference('Version soumise'),
    version: versionLue(),
    empreinte: z.string(),
    empreinteRapports: z.string(),
    /** Of a lot: what was read of all its versions. */
    empreinteLot: z.string().optional(),
    motif: texteLong('Motif', 2000),
    accepterTrous: caseACocher(),
    accepterManquants: caseACocher(),
    pour,
  }),
  charger: laSoumissionPar,
  condition: exigerApprouvable,
  async executer(unite, saisie, { soumission, par }, membres): Promise<ApprobationDuLot> {
    if (
      soumission.empreinte !== saisie.empreinte ||
      soumission.empreinteRapports !== saisie.empreinteRapports
    )
      throw new RapportsModifies();
    if (membres.length > 1 && empreinteDuLot(membres) !== saisie.empreinteLot) throw new RapportsModifies();
    if (!saisie.accepterManquants) for (const membre of membres) exigerFaits(membre);
    const lot = [];
    for (const membre of membres)
      lot.push({
        genre: membre.genre,
        jeu: membre.jeu,
        numero: membre.numero,
        ...(await mettreEnVigueur(unite, membre, par, saisie)),
      });
    const sienne = lot[membres.indexOf(soumission)];
    if (!sienne) throw new Error('a submission is of its own lot');
    return { empreinte: sienne.empreinte, jours: sienne.jours, trous: sienne.trous, lot };
  },
});

async function mettreEnVigueur(
  unite: UniteDeTravail,
  soumission: SoumissionRegle,
  approbateur: string,
  { motif: dit, accepterTrous }: { readonly motif: string; readonly accepterTrous: boolean },
): Promise<Approbation> {
  const jours = joursDe(soumission);
  Object.assign(soumission, {
    etat: 'approuve',
    traitePar: approbateur,
    traiteLe: unite.maintenant,
    motif: dit === '' ? null : dit,
    signature: signer(soumission.empreinte, soumission.empreinteRapports, approbateur),
  });
  await unite.em.flush();
  const { genre, jeu, numero, empreinte, canonique, texte, auteur, id } = soumission;
  unite.em.persist(
    unite.em.create(VersionRegle, {
      empreinte,
      genre,
      jeu,
      numero,
      canonique,
      texte,
      origine: 'publication',
      auteur,
      approbateur,
      publieLe: unite.maintenant,
      soumissionId: id,
    }),
  );
  await unite.em.flush();
  const trous = await activer(
    unite,
    {
      genre,
      jeu,
      empreinte,
      ...jours,
      origine: 'approbation',
      motif: dit === '' ? `Approbation de la version ${numero}` : dit,
      demandePar: auteur,
      confirmePar: approbateur,
      id,
    },
    accepterTrous,
  );
  return { empreinte, jours, trous };
}

/** Cases already judged that would stop for want of facts are approved knowingly. @throws CasSansFaits */
function exigerFaits({ jeu, rapports }: SoumissionRegle): void {
  const { impact } = JSON.parse(rapports) as Rapports;
  const cas = impact && 'cas' in impact ? impact.cas.nouveauxManquants : 0;
  if (cas > 0) throw new CasSansFaits(jeu, cas);
}

/**
 * The reports say what the version changes, of the past days it rules too. @throws ImpactManquant |
 * RetroactiviteNonMesuree
 */
async function exigerLImpact({ em, aujourdhui }: UniteDeLecture, soumission: SoumissionRegle): Promise<void> {
  if (soumission.genre !== 'regles') return;
  const rapports = JSON.parse(soumission.rapports) as Rapports;
  const { impact } = rapports;
  if (!impact)
    throw new ImpactManquant(
      (await em.count(EtudeImpact, {
        apresEmpreinte: soumission.empreinte,
        etat: { $in: ['en-attente', 'en-cours'] },
      })) > 0,
    );
  if ('sansObjet' in impact) return;
  if (!retroactiviteDe(rapports) && passeDe(joursDe(soumission), aujourdhui.toString()))
    throw new RetroactiviteNonMesuree();
}

/** Refuses a submission, for a reason the author will read. @throws QuatreYeux | SoumissionTraitee */
export const rejeter = definirCommande({
  nom: 'regle.rejeter',
  droit: ['SoumissionRegle', 'rejeter'],
  saisie: z.object({ id: reference('Version soumise'), version: versionLue(), motif: motif(), pour }),
  charger: laSoumissionPar,
  condition: exigerDUnAutre,
  async executer(unite, saisie, { soumission, par }) {
    for (const membre of await membresDuLot(unite, soumission))
      Object.assign(membre, {
        etat: 'rejete',
        traitePar: par,
        traiteLe: unite.maintenant,
        motif: saisie.motif,
      });
    return soumission;
  },
});
