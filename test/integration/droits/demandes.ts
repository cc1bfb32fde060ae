import { ACTIONS_STOCK } from '#admin/shell/options.ts';
import { ECRANS } from '#admin/ecrans/index.ts';
import { ecranQuiPeutQuoi } from '#admin/ecrans/qui-peut-quoi/serveur.ts';
import { RESSOURCES, SOURCES } from '#admin/ressources/index.ts';
import { droitDe, type Route } from '#src/http/route.ts';
import type { Droit } from '#src/kernel/commande.ts';
import type { RouteEnumeree } from '#src/server/routes.ts';
import {
  PORTES_AUTRES_DE_GESTION,
  PORTES_DES_ECRANS,
  PORTES_DU_SERVEUR,
  PORTES_GESTION,
  PORTES_PARTENAIRE,
  type Cible,
  type Porte,
  type PorteDeGestion,
} from './portes.ts';
import type { Appartenance, BaseDesDroits } from './fixture.ts';
import { demandesDuPortail, demandesDUneListe } from './demandes-listes.ts';
import type { Marque } from './marques.ts';
import type { Exigence, Objet } from './oracle.ts';

/** One request, the same for everybody: what it is about and what the tables ask for it. */
export interface Demande {
  /** The door, as the table names it. */
  readonly porte: string;
  readonly methode: 'GET' | 'POST';
  readonly chemin: string;
  readonly corps?: Readonly<Record<string, string | readonly string[]>>;
  readonly exigence: Exigence;
  readonly objet: Objet;
  /** One of the forms kept when everything is not walked. */
  readonly essentielle: boolean;
  /** Another record of the same door: of use only for whoever passes the door. */
  readonly autreFiche?: boolean;
  /** A way of asking the same door: an order, a filter, words. */
  readonly variante?: boolean;
  /** Statuses that say no beside the usual ones: a parameter that does not exist, a dead link. */
  readonly refus?: number;
  /**
   * What is asked for may be missing from the base of the test: 404 is said to whoever has the right, 403 to
   * the others.
   */
  readonly peutManquer?: boolean;
  /**
   * A record the request looks for: who may not read that field of it must find nothing; `trouve`: who may
   * finds it.
   */
  readonly temoin?: { readonly marque: Marque; readonly trouve: boolean };
  /** A door nobody inside is asked about again: the guard of the whole space answers those outside. */
  readonly gestion?: boolean;
}

/** Made when the application is assembled. */
const QUI_PEUT_QUOI = ecranQuiPeutQuoi({ adresses: () => [], ressources: RESSOURCES, ecrans: ECRANS });
const AUCUN = '00000000-0000-4000-8000-00000000dead';
const INCONNU = { inconnuDeLaTable: 'x' };
export const fermee: Exigence = { pour: 'personne', droits: [] };

export function exigenceDe(
  porte: PorteDeGestion,
  espace: 'internes' | 'partenaires' | 'connectes',
): Exigence {
  if (typeof porte === 'string') return fermee;
  if ('droit' in porte)
    return { pour: espace, droits: [porte.droit], ...(porte.entiere ? { entiere: true } : {}) };
  return { pour: porte.pour === 'invite' || porte.pour === 'jeton' ? 'personne' : porte.pour, droits: [] };
}

interface Vise {
  readonly id: string;
  readonly objet: Objet;
  readonly essentiel: boolean;
}

/**
 * The records a door of the portal is tried on: one's own, on an equipment without role, of the other
 * partner, of the other Caf, none.
 */
function vises(base: BaseDesDroits, cible: Cible, recepisse = false): Vise[] {
  const propre = {
    Utilisateur: base.de.collegue,
    Habilitation: base.de.habilitation,
    Mandat: base.de.mandat,
    Declaration: recepisse ? base.de.transmise : base.de.brouillon,
    EtudeImpact: base.de.etude,
    Reprise: AUCUN,
  }[cible];
  if (cible === 'EtudeImpact' || cible === 'Reprise')
    return [{ id: propre, objet: { caf: null, partenaire: null, equipement: null }, essentiel: true }];
  const equipement = cible === 'Declaration' ? (base.equipements[recepisse ? 0 : 1] ?? null) : null;
  const copies = (['A', 'B', 'C'] as const).map((lettre): Vise => {
    const { caf, partenaire, id } = base.dossiers[lettre];
    return {
      id: id(propre),
      objet: { caf, partenaire, equipement: equipement && id(equipement) },
      essentiel: true,
    };
  });
  const { caf, partenaire } = base.dossiers.A;
  return [
    ...copies,
    ...(cible === 'Declaration'
      ? [{ id: base.de.horsRole, objet: { caf, partenaire, equipement: 'sans rôle' }, essentiel: true }]
      : []),
    { id: AUCUN, objet: 'inexistant', essentiel: false },
    { id: 'pas-un-identifiant', objet: 'inexistant', essentiel: false },
  ];
}

/** Doors of the portal and of the server. */
function demandesDesPortes(
  base: BaseDesDroits,
  portes: Readonly<Record<string, Porte>>,
  racine: string,
): Demande[] {
  return Object.entries(portes).flatMap(([cle, porte]): Demande[] => {
    const [methode, chemin = ''] = cle.split(' ') as ['GET' | 'POST', string];
    const commun = {
      porte: `${methode} ${racine}${chemin}`,
      methode,
      exigence: exigenceDe(porte, racine === '' ? 'connectes' : 'partenaires'),
      ...(methode === 'POST' ? { corps: {} } : {}),
      ...('pour' in porte && porte.pour === 'invite' ? { refus: 409 } : {}),
      peutManquer: chemin.includes(':decision') || chemin === '/securite/code/retirer',
    };
    const entier = `${racine}${chemin === '/' && racine !== '' ? '' : chemin}`
      .replace(':numero', '1')
      .replace(':decision', AUCUN)
      .replace(':fichier', 'inconnu.css');
    if (!('droit' in porte) || !porte.cible)
      return [{ ...commun, chemin: entier, objet: null, essentielle: true }];
    // Without it the form would be refused before the record is looked for.
    const corps = chemin.endsWith('/reprendre') ? { corps: { version: '1' } } : {};
    // A receipt exists for what was transmitted.
    return vises(base, porte.cible, chemin.includes('recepisse')).map(({ id, objet, essentiel }, rang) => ({
      // What is no identifier at all is told so, to whoever may act.
      ...commun,
      ...corps,
      ...(id === 'pas-un-identifiant' ? { refus: 422 } : {}),
      autreFiche: rang > 0,
      chemin: entier.replace(':id', id),
      objet,
      essentielle: essentiel,
    }));
  });
}

/** Records of a resource of the back-office to try its doors on. */
async function visesDeLaRessource(base: BaseDesDroits, table: string, cle: string): Promise<Vise[]> {
  const colonnes = new Set(
    (
      await base.superviseur(
        "select column_name::text as c from information_schema.columns where table_schema = 'public' and table_name = $1",
        [table],
      )
    ).map(({ c }) => String(c)),
  );
  const inexistants: Vise[] = [{ id: AUCUN, objet: 'inexistant', essentiel: false }];
  if (table === 'partenaire')
    return [
      ...(['A', 'B', 'C'] as const).map((l) => ({
        id: base.dossiers[l].partenaire,
        objet: { caf: base.dossiers[l].caf, partenaire: base.dossiers[l].partenaire, equipement: null },
        essentiel: l !== 'B',
      })),
      ...inexistants,
    ];
  if (table === 'caf')
    return (await base.superviseur("select id from caf where id in ('451', '771') order by id")).map(
      ({ id }) => ({
        id: String(id),
        objet: { caf: String(id), partenaire: null, equipement: null },
        essentiel: true,
      }),
    );
  if (!colonnes.has('caf_id') && table !== 'journal') {
    const [ligne] = await base.superviseur(`select ${cle}::text as id from "${table}" order by 1 limit 1`);
    return ligne
      ? [
          {
            id: String(ligne['id']),
            objet: { caf: null, partenaire: null, equipement: null },
            essentiel: true,
          },
          ...inexistants,
        ]
      : inexistants;
  }
  const [caf, partenaire] =
    table === 'journal'
      ? ['chaine', 'partenaire_id']
      : ['caf_id', colonnes.has('partenaire_id') ? 'partenaire_id' : 'null::text'];
  const lignes = await base.superviseur(
    `select distinct on (${caf}, ${partenaire}) ${cle}::text as id, ${caf} as caf, ${partenaire}::text as partenaire from "${table}" where ${caf} is not null order by ${caf}, ${partenaire}, ${cle}`,
  );
  return [
    ...lignes.map(
      (ligne): Vise => ({
        id: String(ligne['id']),
        objet: {
          caf: ligne['caf'] === 'national' ? null : String(ligne['caf']),
          partenaire: ligne['partenaire'] as string | null,
          equipement: null,
        } satisfies Appartenance,
        essentiel: ligne['partenaire'] !== base.dossiers.B.partenaire,
      }),
    ),
    ...inexistants,
  ];
}

/** Every address of AdminJS: resources × actions × forms of address × records. */
async function demandesDesRessources(base: BaseDesDroits): Promise<Demande[]> {
  const demandes: Demande[] = [];
  for (const ressource of RESSOURCES) {
    const portes = PORTES_GESTION[ressource.id];
    if (!portes) continue;
    const { tableName, properties } = base.orm.getMetadata().get(ressource.entite as never) as unknown as {
      tableName: string;
      properties: Record<string, { name: string }>;
    };
    const colonne = ressource.cle.nom.replace(/[A-Z]/g, (lettre) => `_${lettre.toLowerCase()}`);
    const fiches = await visesDeLaRessource(base, tableName, colonne);
    const liste: Readonly<Record<string, Droit>> = {
      list: portes.lire,
      search: portes.lire,
      ...portes.liste,
    };
    const fiche: Readonly<Record<string, Droit>> = { show: portes.lire, ...portes.fiche };
    const racine = `/gestion/api/resources/${ressource.id}`;
    const pages = `/gestion/resources/${ressource.id}`;
    const ajouter = (
      methode: 'GET' | 'POST',
      chemin: string,
      exigence: Exigence,
      objet: Objet,
      essentielle: boolean,
      action: string,
      autreFiche = false,
    ): void => {
      demandes.push({
        porte: `${methode} ${ressource.id}/${action}`,
        methode,
        chemin,
        exigence,
        objet,
        essentielle,
        autreFiche,
        gestion: true,
        ...(methode === 'POST' ? { corps: INCONNU } : {}),
      });
    };
    const coquille: Exigence = { pour: 'internes', droits: [] };
    ajouter('GET', pages, coquille, null, true, 'page');
    for (const action of new Set([...ACTIONS_STOCK, ...Object.keys(liste), ...Object.keys(fiche)])) {
      const [deListe, deFiche] = [liste[action], fiche[action]];
      const exigence = (droit: Droit | undefined): Exigence =>
        droit ? { pour: 'internes', droits: [portes.lire, droit] } : fermee;
      const lecture = action === 'list' || action === 'search' || action === 'show';
      for (const methode of ['GET', 'POST'] as const) {
        // Reading by POST tells nothing more than by GET.
        if (!(lecture && methode === 'POST')) {
          ajouter(methode, `${racine}/actions/${action}`, exigence(deListe), null, true, action);
          for (const [rang, { id, objet, essentiel }] of fiches.entries())
            ajouter(
              methode,
              `${racine}/records/${encodeURIComponent(id)}/${action}`,
              exigence(deFiche),
              objet,
              essentiel,
              action,
              rang > 0,
            );
        }
        ajouter(
          methode,
          `${racine}/bulk/${action}?recordIds=${fiches[0]?.id ?? AUCUN}`,
          fermee,
          null,
          methode === 'POST',
          `${action} (lot)`,
        );
      }
      ajouter(
        'GET',
        `${racine}/actions/${action}/a`,
        action === 'search' && ressource.recherche
          ? exigence(deListe)
          : action === 'search'
            ? { pour: 'internes', droits: [portes.lire] }
            : fermee,
        null,
        false,
        `${action} (mots)`,
      );
      ajouter(
        'GET',
        `${pages}/actions/${action}`,
        deListe ? coquille : fermee,
        null,
        false,
        `${action} (page)`,
      );
      ajouter(
        'GET',
        `${pages}/records/${fiches[0]?.id ?? AUCUN}/${action}`,
        deFiche ? coquille : fermee,
        null,
        false,
        `${action} (page)`,
      );
      ajouter('GET', `${pages}/bulk/${action}`, fermee, null, false, `${action} (page)`);
    }
    demandes.push(...demandesDUneListe(base, ressource, portes.lire, Object.keys(properties)));
  }
  return demandes;
}

/** What a screen is asked with, so that it has something to show. */
const PARAMETRES: Readonly<Record<string, string>> = {
  regle: '?genre=regles&jeu=quotas',
  impact: '?jeu=quotas',
};
const SANS_RIEN = new Set([
  'regle',
  'brouillon',
  'comparaison',
  'approbation',
  'decision',
  'lettre',
  'reprise',
]);

function demandesDesEcrans(): Demande[] {
  return Object.entries(PORTES_DES_ECRANS).flatMap(
    ([nom, { lire, commandes = {}, questions = {} }]): Demande[] => {
      const droits: Droit[] = lire === 'internes' ? [] : [lire];
      const api = `/gestion/api/pages/${nom}`;
      const commun = { objet: null, essentielle: true, gestion: true } as const;
      const envoi = (action: string, exigence: Exigence): Demande => ({
        ...commun,
        peutManquer: SANS_RIEN.has(nom) && exigence !== fermee,
        porte: `POST ${nom}:${action}`,
        methode: 'POST',
        chemin: api,
        corps: { action },
        exigence,
      });
      return [
        {
          ...commun,
          porte: `GET pages/${nom}`,
          methode: 'GET',
          chemin: `/gestion/pages/${nom}`,
          exigence: { pour: 'internes', droits: [] },
        },
        {
          ...commun,
          porte: `GET ${nom}`,
          methode: 'GET',
          chemin: `${api}${PARAMETRES[nom] ?? ''}`,
          exigence: { pour: 'internes', droits },
          peutManquer: SANS_RIEN.has(nom),
        },
        ...Object.entries({ ...commandes, ...questions }).map(([action, droit]) =>
          envoi(action, { pour: 'internes', droits: [...droits, droit] }),
        ),
        envoi('inconnue', fermee),
        envoi('__proto__', fermee),
      ];
    },
  );
}

function demandesAutres(base: BaseDesDroits): Demande[] {
  return Object.entries(PORTES_AUTRES_DE_GESTION).flatMap(([cle, porte]): Demande[] => {
    if (porte === 'par-ressource' || porte === 'par-ecran') return [];
    const [methode, chemin = ''] = cle.split(' ') as ['GET' | 'POST', string];
    const entier = `/gestion${chemin === '/' ? '' : chemin}`
      .replace(':resourceId', 'partenaires')
      .replace(':query', 'a')
      .replace(':fichier', 'inconnu.css')
      .replace(':id', chemin.includes('reprise') ? AUCUN : base.de.etude);
    return [
      {
        porte: `${methode} /gestion${chemin}`,
        methode,
        chemin: entier,
        peutManquer: /^\/(exports|actifs)\//.test(chemin),
        exigence: exigenceDe(porte, 'internes'),
        objet: null,
        essentielle: true,
        gestion: true,
        ...(methode === 'POST' ? { corps: {} } : {}),
      },
    ];
  });
}

/** Everything there is to ask, doors × records × forms of address × fields. */
export async function toutesLesDemandes(base: BaseDesDroits): Promise<Demande[]> {
  return [
    ...demandesDesPortes(base, PORTES_DU_SERVEUR, ''),
    ...demandesDesPortes(base, PORTES_PARTENAIRE, '/partenaire'),
    ...demandesDuPortail(base),
    ...demandesAutres(base),
    ...demandesDesEcrans(),
    ...(await demandesDesRessources(base)),
  ];
}

/** What a door of the tables asks, in the terms of a route; null where a resource or a screen says it. */
function accesDe(porte: PorteDeGestion): string | null {
  if (typeof porte === 'string') return null;
  if (!('droit' in porte)) return porte.pour;
  return `${porte.droit.join('.')}${porte.entiere ? ', fiche entière' : ''}`;
}

const accesDeLaRoute = ({ acces }: Route): string => {
  const droit = droitDe(acces);
  if (!droit) return String(acces);
  return `${droit.join('.')}${'entiere' in (acces as object) ? ', fiche entière' : ''}`;
};

/** Routes no table names or that ask something else than the tables, and entries that lead nowhere. */
export function confronterAuxRoutes(routes: readonly RouteEnumeree[]): {
  horsTable: string[];
  autrement: string[];
  sansRoute: string[];
} {
  const sous = (prefixe: string, portes: Readonly<Record<string, PorteDeGestion>>) =>
    Object.entries(portes).map(
      ([cle, porte]) => [cle.replace(' /', ` ${prefixe}/`).replace(/(?<=.)\/$/, ''), porte] as const,
    );
  const portes = new Map([
    ...Object.entries(PORTES_DU_SERVEUR),
    ...sous('/partenaire', PORTES_PARTENAIRE),
    ...sous('/gestion', PORTES_AUTRES_DE_GESTION),
  ]);
  const lues = new Map(routes.map((route) => [`${route.methode} ${route.chemin}`, route]));
  return {
    horsTable: [...lues.keys()].filter((lue) => !portes.has(lue)),
    autrement: [...lues].flatMap(([lue, { route }]) => {
      const porte = portes.get(lue);
      const attendu = porte ? accesDe(porte) : null;
      const reel = route ? accesDeLaRoute(route) : 'aucun accès déclaré';
      return attendu === null || attendu === reel ? [] : [`${lue} : ${reel} au lieu de ${attendu}`];
    }),
    sansRoute: [...portes.keys()].filter((cle) => !lues.has(cle)),
  };
}

/**
 * Resources, actions, screens, commands and questions of the back-office that no table names, or with another
 * right than the table's.
 */
export function confronterLaGestion(): string[] {
  const ecarts: string[] = [];
  const comparer = (
    ou: string,
    reels: Readonly<Record<string, Droit>>,
    portes: Readonly<Record<string, Droit>> = {},
  ): void => {
    for (const nom of new Set([...Object.keys(reels), ...Object.keys(portes)])) {
      if (String(reels[nom]) !== String(portes[nom]))
        ecarts.push(
          `${ou} ${nom} : ${String(reels[nom] ?? 'absent')} au lieu de ${String(portes[nom] ?? 'rien, absent de la table')}`,
        );
    }
  };
  const droitsDe = (
    actions: readonly { readonly nom: string; readonly commande: { readonly droit: Droit } }[],
  ) => Object.fromEntries(actions.map(({ nom, commande }) => [nom, commande.droit]));
  comparer(
    'ressource',
    Object.fromEntries(RESSOURCES.map(({ id, droit }) => [id, [droit, 'lire'] as unknown as Droit])),
    Object.fromEntries(Object.entries(PORTES_GESTION).map(([id, { lire }]) => [id, lire])),
  );
  for (const { id, actionsDeListe, actionsDeFiche } of RESSOURCES) {
    comparer(`${id}, liste,`, droitsDe(actionsDeListe), PORTES_GESTION[id]?.liste);
    comparer(`${id}, fiche,`, droitsDe(actionsDeFiche), PORTES_GESTION[id]?.fiche);
  }
  const lectures = Object.fromEntries(
    Object.entries(PORTES_DES_ECRANS).map(([nom, { lire }]) => [nom, lire as Droit]),
  );
  comparer(
    'écran',
    Object.fromEntries([
      ...[...ECRANS, QUI_PEUT_QUOI].map(({ nom, droit }) => [nom, droit]),
      ...SOURCES.map(({ nom }) => [nom, 'internes']),
    ]) as Record<string, Droit>,
    lectures,
  );
  for (const { nom, commandes = {}, questions = {} } of ECRANS) {
    comparer(
      `${nom}, commande`,
      Object.fromEntries(Object.entries(commandes).map(([action, { droit }]) => [action, droit])),
      PORTES_DES_ECRANS[nom]?.commandes,
    );
    comparer(
      `${nom}, question`,
      Object.fromEntries(
        Object.keys(questions).map((action) => [
          action,
          PORTES_DES_ECRANS[nom]?.questions?.[action] ?? ('absente' as unknown as Droit),
        ]),
      ),
      PORTES_DES_ECRANS[nom]?.questions,
    );
  }
  return ecarts;
}
