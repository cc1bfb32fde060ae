import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { marquesVues } from './marques.ts';
import { litLeChamp, type Person } from './oracle.ts';
import type { Parcours } from './parcours.ts';

const DROITS_DU_JOUR = [
  'Date',
  'Personne',
  'Identifiant',
  'Droit',
  'Sur',
  'Du',
  'Au (exclu)',
  'Exerçable ce jour-là',
  'Précision',
];
const CAS_CHANGES = [
  'Décision',
  'Sujet',
  'Identifiant du sujet',
  'Précision',
  'Caf',
  'Type d’équipement',
  'Équipement',
  'Date de référence',
  'Dernière décision du cas',
  'Avant',
  'Après',
  'Montants et calculs changés',
  'Cause',
];
const CAS_REPRIS = [
  'Caf',
  'Dossier',
  'Identifiant du dossier',
  'Date de référence',
  'Décision avant',
  'Version avant',
  'Avant',
  'Décision après',
  'Version après',
  'Après',
  'Suite',
  'Précision',
  'Estimation avant',
  'Estimation après',
];

/** A file that can be asked for. */
interface Fichier {
  readonly chemin: string;
  readonly colonnes: readonly string[];
  /** What identifies its rows, by reader: exactly those, in this column. `null`: not for him. */
  readonly lignes: (person: Person) => readonly string[] | null;
  readonly cle: number;
}

const rangees = (csv: string): string[][] =>
  csv
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
    .map((ligne) => ligne.split(';'));

/** The files, and by hand who may have which rows of them. */
async function fichiersDe({ base }: Parcours): Promise<Fichier[]> {
  const { superviseur, dossiers } = base;
  const identifiants = async (partenaire: string) =>
    (
      await superviseur(
        "select identifiant from utilisateur where partenaire_id = $1 and ouvert_le <= '2026-03-02' and (clos_le is null or clos_le > '2026-03-02')",
        [partenaire],
      )
    ).map((ligne) => String(ligne['identifiant']));
  const gens = new Map<string, string[]>();
  for (const { partenaire } of Object.values(dossiers)) gens.set(partenaire, await identifiants(partenaire));
  const agents = new Map<string, string[]>();
  for (const { caf, courriel } of await superviseur('select caf_id as caf, courriel from agent_caf'))
    agents.set(String(caf), [...(agents.get(String(caf)) ?? []), String(courriel)]);
  const [etude, reprise] = [randomUUID(), randomUUID()];
  const cas = await planter(superviseur, etude, reprise);
  const delegue = ({ roles }: Person): boolean =>
    roles.includes('administrateur-partenaire') || roles.includes('responsable-habilitations');
  const analyste =
    (lignes: readonly string[]) =>
    ({ roles }: Person) =>
      roles.includes('analyste') ? lignes : null;
  return [
    {
      chemin: '/partenaire/droits/export?jour=02/03/2026',
      colonnes: DROITS_DU_JOUR,
      cle: 2,
      lignes: (qui) => (delegue(qui) ? (gens.get(qui.partenaire ?? '') ?? []) : null),
    },
    ...Object.values(dossiers).flatMap(({ caf, partenaire }): Fichier[] => [
      {
        chemin: `/gestion/exports/droits?jour=02/03/2026&partenaire=${partenaire}`,
        colonnes: DROITS_DU_JOUR,
        cle: 2,
        lignes: ({ roles, caf: sienne }) =>
          roles.includes('gestionnaire') && sienne === caf ? (gens.get(partenaire) ?? []) : null,
      },
      // Another partner named in the address of one's own file changes nothing.
      {
        chemin: `/partenaire/droits/export?jour=02/03/2026&partenaire=${partenaire}`,
        colonnes: DROITS_DU_JOUR,
        cle: 2,
        lignes: (qui) => (delegue(qui) ? (gens.get(qui.partenaire ?? '') ?? []) : null),
      },
    ]),
    {
      chemin: '/gestion/exports/droits?jour=02/03/2026',
      colonnes: DROITS_DU_JOUR,
      cle: 2,
      lignes: ({ roles, caf }) => (roles.includes('gestionnaire') ? (agents.get(caf ?? '') ?? []) : null),
    },
    {
      chemin: `/gestion/exports/impact/${etude}`,
      colonnes: CAS_CHANGES,
      cle: 0,
      lignes: analyste(cas.changes),
    },
    {
      chemin: `/gestion/exports/reprise/${reprise}`,
      colonnes: CAS_REPRIS,
      cle: 4,
      lignes: analyste(cas.repris),
    },
  ];
}

/** A study that is over, and an act, with a case in each Caf: ids of their decisions. */
async function planter(
  superviseur: Parcours['base']['superviseur'],
  etude: string,
  reprise: string,
): Promise<{ changes: string[]; repris: string[] }> {
  const decisions = (
    await superviseur(
      'select distinct on (caf_id, partenaire_id) id::text as id from decision where partenaire_id is not null order by caf_id, partenaire_id, id',
    )
  ).map(({ id }) => String(id));
  await superviseur("set session_replication_role = 'replica'");
  const jugement = JSON.stringify({
    etat: 'decide',
    issues: [],
    manquants: [],
    bloquant: false,
    refus: null,
  });
  await superviseur(
    `insert into etude_impact (id, jeu, avant_numero, avant_empreinte, avant_canonique, apres_numero, apres_empreinte, apres_canonique, prises_avant, generes, graine, etat, agregats, rapport, empreinte_rapport, lancee_le, changes)
    select $1, 'quotas', '1.0.0', e, '{}', '9.0.0', e, '{}', now(), 0, 'g', 'terminee', '{}', $2, encode(sha256(convert_to($2, 'UTF8')), 'hex'), now(), 3 from (select encode(sha256('{}'), 'hex') as e) s`,
    [etude, JSON.stringify({ libelles: { issues: {}, faits: {}, calculs: {}, changements: {} } })],
  );
  await superviseur(
    `insert into reprise_question (id, jeu, question, reponse, avant_numero, avant_empreinte, apres_numero, apres_empreinte, motif, lancee_par, lancee_le)
    values ($1, 'quotas', 'Q1', 'r', '1.0.0', 'e', '9.0.0', 'e', 'm', gen_random_uuid(), now())`,
    [reprise],
  );
  for (const [rang, id] of decisions.entries()) {
    await superviseur(
      `insert into etude_impact_cas (etude_id, rang, decision_id, caf_id, sujet_type, sujet_id, date_reference, derniere, avant, apres, calculs, cause)
      select $1, $2, id, caf_id, sujet_type, sujet_id, date_reference, true, $4, $4, '[]', '{"genre":"indetermine","changements":[]}' from decision where id = $3`,
      [etude, rang + 1, id, jugement],
    );
    await superviseur(
      `insert into reprise_cas (reprise_id, decision_id, caf_id, partenaire_id, sujet_type, sujet_id, date_reference, suite, change, ecart, avant, le)
      select $1, id, caf_id, partenaire_id, sujet_type, sujet_id, date_reference, 'ecarte', false, 'deja-tranche', '{"etat":"decide","issues":[],"numero":"1.0.0"}', now() from decision where id = $2`,
      [reprise, id],
    );
  }
  await superviseur("set session_replication_role = 'origin'");
  return { changes: decisions, repris: decisions };
}

/**
 * Each file asked by everybody: refused, or with the rows and columns of its reader; then again once the
 * password is old, and given again.
 */
export function eprouverLesExports(lire: () => Parcours): void {
  let fichiers: readonly Fichier[];
  beforeAll(async () => {
    fichiers = await fichiersDe(lire());
  });

  it('hold the rows and the columns of their reader, and no other', async () => {
    const { base, people, demander } = lire();
    const ecarts: string[] = [];
    let donnes = 0;
    for (const fichier of fichiers) {
      for (const person of people) {
        const attendues = fichier.lignes(person);
        // The guard of a whole space is walked elsewhere.
        if (person.espace !== (fichier.chemin.startsWith('/gestion') ? 'interne' : 'partenaire')) continue;
        const { statut, texte } = await demander(person, { methode: 'GET', chemin: fichier.chemin });
        const dire = (quoi: string): number => ecarts.push(`${person.nom}, ${fichier.chemin} : ${quoi}`);
        if (attendues === null) {
          if (statut === 200) dire('donné à qui ne doit pas l’avoir');
          continue;
        }
        donnes += 1;
        if (statut !== 200) dire(`refusé (${statut}) ${texte.slice(0, 200)}`);
        else verifier(fichier, texte, attendues, dire);
        for (const [, marque] of marquesVues(base.marques, texte))
          if (!litLeChamp(person, marque) && marque.champ !== 'id')
            dire(`montre ${marque.ressource}.${marque.champ} de ${marque.partenaire ?? marque.caf ?? ''}`);
      }
    }
    expect(ecarts).toEqual([]);
    expect(donnes).toBeGreaterThan(15);
  });

  it('ask for the password again once it is old, and are then the same', async () => {
    const { base, people, demander } = lire();
    const ecarts: string[] = [];
    base.horloge.regler('2026-03-02T12:20:00Z');
    for (const person of people) {
      const siens = fichiers.filter(({ lignes }) => lignes(person) !== null);
      if (siens.length === 0) continue;
      for (const { chemin } of siens)
        if ((await demander(person, { methode: 'GET', chemin })).statut === 200)
          ecarts.push(`${person.nom} : ${chemin} donné sans mot de passe récent`);
      await demander(person, {
        methode: 'POST',
        chemin: '/confirmation',
        corps: { 'preuve-mot-de-passe': 'faux' },
      });
      const [{ chemin: premier } = { chemin: '' }] = siens;
      if ((await demander(person, { methode: 'GET', chemin: premier })).statut === 200)
        ecarts.push(`${person.nom} : ${premier} donné après un mot de passe faux`);
      await demander(person, {
        methode: 'POST',
        chemin: '/confirmation',
        corps: { 'preuve-mot-de-passe': 'clair' },
      });
      for (const fichier of siens) {
        const { statut, texte } = await demander(person, { methode: 'GET', chemin: fichier.chemin });
        const dire = (quoi: string): number =>
          ecarts.push(`${person.nom}, ${fichier.chemin}, après le mot de passe : ${quoi}`);
        if (statut !== 200) dire(`refusé (${statut})`);
        else verifier(fichier, texte, fichier.lignes(person) ?? [], dire);
      }
    }
    base.horloge.regler('2026-03-02');
    expect(ecarts).toEqual([]);
  });
}

function verifier(
  { colonnes, cle }: Fichier,
  texte: string,
  attendues: readonly string[],
  dire: (quoi: string) => unknown,
): void {
  const [entetes = [], ...lignes] = rangees(texte);
  if (entetes.join() !== colonnes.join()) dire(`colonnes ${entetes.join(', ')}`);
  const trouvees = new Set(lignes.map((ligne) => ligne[cle] ?? ''));
  const deTrop = [...trouvees].filter((une) => !attendues.includes(une));
  const manquent = attendues.filter((une) => !trouvees.has(une));
  if (deTrop.length > 0 || manquent.length > 0)
    dire(
      `lignes de trop : ${deTrop.join(', ') || 'aucune'} ; manquantes : ${manquent.join(', ') || 'aucune'}`,
    );
  if (attendues.length === 0) dire('rien n’est attendu : le fichier n’éprouve rien');
}
