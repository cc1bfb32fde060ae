import { sql } from 'kysely';
import { lireLignes, nombreDeLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/kernel/tables.ts';
import { statfs } from 'node:fs/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createTransport } from 'nodemailer';
import { ErreurConfiguration, lireConfiguration, type Configuration } from '#src/cli/configuration.ts';
import {
  compterComptesDemonstration,
  refusComptesDemonstration,
  refusValeursFictives,
} from '#src/cli/controles-production.ts';
import { attention, bon, echec, reunir, type Check } from '#src/cli/doctor/check.ts';
import { direTrous } from '#src/cli/regles/politique.ts';
import type { Auscultation } from '#src/database/embarque/index.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { trousDeValidite } from '#src/domain/politique/consultation/a-surveiller.ts';
import type { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import {
  comparerLivraison,
  FichierPublieModifie,
  lireLivraison,
} from '#src/domain/politique/livraison/livraison.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';

const MO = 1e6;
const DISQUE_INSUFFISANT = 500 * MO;
const DISQUE_FAIBLE = 2_000 * MO;
const HEURE_MS = 3_600_000;

export function controlerConfiguration(env: Record<string, string | undefined>): {
  check: Check;
  configuration: Configuration | undefined;
} {
  try {
    const configuration = lireConfiguration(env);
    const { production, base } = configuration;
    return {
      configuration,
      check: bon(
        `Configuration comprise : ${production ? 'production' : 'hors production'}, base ${base.mode === 'embarquee' ? 'embarquée' : 'externe'}.`,
      ),
    };
  } catch (erreur) {
    if (!(erreur instanceof ErreurConfiguration)) throw erreur;
    return {
      configuration: undefined,
      check: echec(
        `${erreur.problemes.length} variable(s) d’environnement incorrecte(s).`,
        erreur.problemes.join(' '),
      ),
    };
  }
}

/** @param lire free bytes of a folder */
export async function controlerDisque(
  dossier: string,
  lire = async (chemin: string): Promise<number> =>
    statfs(chemin).then(({ bavail, bsize }) => bavail * bsize),
): Promise<Check> {
  const libre = await lire(dossier).catch(() => undefined);
  if (libre === undefined)
    return attention(`La place libre dans « ${dossier} » ne peut pas être lue.`, 'Vérifiez ce dossier.');
  const dit = `${Math.floor(libre / MO)} Mo libres dans « ${dossier} »`;
  const remede = 'Libérez de la place : base pleine, plus rien ne s’enregistre.';
  if (libre < DISQUE_INSUFFISANT) return echec(`${dit}.`, remede);
  return libre < DISQUE_FAIBLE ? attention(`${dit}.`, remede) : bon(`${dit}.`);
}

/** Programs that serve until they are stopped; the others end by themselves. */
const SERVICES = new Set(['start.ts', 'demo.ts']);

/**
 * What a sudden end left behind: a server of the database that nobody uses any more, an application that no
 * longer runs.
 */
export function controlerApplication({ serveur, vivants, morts }: Auscultation): Check {
  const nommer = (usagers: Auscultation['morts']): string =>
    usagers.map(({ commande, pid }) => `${commande}, processus ${pid}`).join(' ; ');
  const services = morts.filter(({ commande }) => SERVICES.has(commande));
  const orphelin = serveur !== null && vivants.length === 0;
  const remede =
    'Relancez l’application : elle reprend la base où elle est. Cherchez d’abord pourquoi elle s’est arrêtée (mémoire, kill, coupure).';
  return reunir(
    [
      ...(orphelin
        ? [
            echec(
              `PostgreSQL (processus ${serveur}) tourne encore, orphelin : plus aucun programme d’ici ne s’en sert. Ce contrôle le reprend et l’arrête en partant.`,
              remede,
            ),
          ]
        : []),
      ...(services.length > 0
        ? [
            echec(
              `L’application ne tourne plus : elle s’est arrêtée sans fermer la base (${nommer(services)}).`,
              remede,
            ),
          ]
        : []),
      ...(morts.length > services.length
        ? [
            attention(
              `Une commande s’est arrêtée sans fermer la base (${nommer(morts.filter(({ commande }) => !SERVICES.has(commande)))}).`,
              'Relancez-la si elle n’avait pas fini.',
            ),
          ]
        : []),
    ],
    vivants.some(({ commande }) => SERVICES.has(commande))
      ? `L’application est en marche (${nommer(vivants)}).`
      : 'L’application est arrêtée, la base a été fermée.',
  );
}

export async function controlerRegles(
  unite: UniteDeLecture,
  registre: RegistreVivant,
  dossier: RuleFolder,
): Promise<Check> {
  if (registre.versions.length === 0)
    return echec(
      'Aucun fichier de règles n’est publié dans cette base.',
      'Lancez l’application une fois : elle publie les fichiers livrés.',
    );
  try {
    const { versions, illisibles } = await lireLivraison(dossier);
    const brouillons = comparerLivraison(versions, registre.versions, illisibles);
    const trous = (await trousDeValidite(unite)).flatMap(({ jeu, ...trou }) => direTrous(jeu, [trou]));
    return reunir(
      [
        ...(brouillons.length > 0
          ? [
              attention(
                `rules/ contient ${brouillons.map(({ jeu, numero }) => `${jeu} ${numero}`).join(', ')}, sans effet.`,
                'Publiez-les (regles publier) ou retirez-les.',
              ),
            ]
          : []),
        ...(illisibles.length > 0
          ? [
              attention(
                `${illisibles.length} brouillon(s) de rules/ incorrect(s), sans effet.`,
                'Corrigez-les : regles verifier dit où.',
              ),
            ]
          : []),
        ...(trous.length > 0
          ? [
              attention(
                trous.join(' '),
                'Publiez une version pour ces jours, ou confirmez qu’il n’en faut pas.',
              ),
            ]
          : []),
      ],
      `${registre.versions.length} versions publiées, aucun fichier publié n’a changé.`,
    );
  } catch (erreur) {
    if (erreur instanceof FichierPublieModifie)
      return echec(erreur.message, 'Rétablissez le fichier publié ; un changement est une nouvelle version.');
    throw erreur;
  }
}

/** What a production server refuses to start on. */
export async function controlerValeurs(
  em: EntityManager,
  fictives: readonly string[],
  { production, accepterValeursFictives }: Pick<Configuration, 'production' | 'accepterValeursFictives'>,
): Promise<Check> {
  const refus = [
    ...refusComptesDemonstration(await compterComptesDemonstration(em)),
    ...(accepterValeursFictives ? [] : refusValeursFictives(fictives)),
  ];
  if (refus.length === 0) return bon('Ni compte de démonstration ni valeur fictive non acceptée.');
  return production
    ? echec('Cette base ne peut pas servir en production.', refus.join(' '))
    : attention('Données de démonstration ou valeurs fictives présentes.', refus.join(' '));
}

export async function controlerCourrier(
  em: EntityManager,
  courrier: Configuration['courrier'],
  maintenant: Date,
): Promise<Check> {
  const uneHeureAvant = new Date(maintenant.getTime() - HEURE_MS);
  const [lu] = await lireLignes(
    em,
    tables
      .selectFrom('courriel')
      .select(({ ref }) => [
        nombreDeLignes.as('attente'),
        sql<number>`(count(*) filter (where ${ref('cree_le')} < ${uneHeureAvant}))::int`.as('retard'),
      ])
      .where('envoye_le', 'is', null),
  );
  const { attente = 0, retard = 0 } = lu ?? {};
  if (courrier.mode === 'boite-visible')
    return bon(
      `Courriels montrés à l’adresse /courriels (${attente} en attente) : SMTP_URL n’est pas indiquée.`,
    );
  const transport = createTransport({
    url: courrier.url,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 5_000,
  } as Parameters<typeof createTransport>[0]);
  try {
    await transport.verify();
  } catch (erreur) {
    return echec(
      `Le serveur d’envoi des courriels ne répond pas, ou refuse ce compte (${(erreur as { code?: string }).code ?? 'refus'}).`,
      'Vérifiez SMTP_URL et ce serveur ; les courriels attendent et partiront ensuite.',
    );
  } finally {
    transport.close();
  }
  return retard > 0
    ? attention(
        `${retard} courriel(s) attendent depuis plus d’une heure.`,
        'Regardez leur dernière erreur dans « Courriels envoyés ».',
      )
    : bon(`Le serveur d’envoi répond, ${attente} courriel(s) en attente.`);
}
