import { randomUUID } from 'node:crypto';
import type { Fixture, PersonneDuDecor } from '../habilitation/fixture.ts';

/** Everything a trial might leave behind it, table by table. */
export async function empreinteDeLaBase(fixture: Fixture): Promise<string> {
  const tables = await fixture.sql<{ nom: string }>(
    "select tablename as nom from pg_tables where schemaname = 'public' order by 1",
  );
  const sommes: unknown[] = [];
  for (const { nom } of tables)
    sommes.push([
      nom,
      ...(await fixture.sql(`select count(*) as n, sum(hashtext(t::text)) as somme from "${nom}" t`)),
    ]);
  return JSON.stringify(sommes);
}

/** A role held on an equipment, written without any command. */
export async function habiliter(
  fixture: Fixture,
  { utilisateurId, compteId }: PersonneDuDecor,
  role: string,
  equipement: string,
  etat = 'accordee',
  du = '2026-01-01',
): Promise<string> {
  const id = randomUUID();
  await fixture.sql(
    `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
    values ($1, '451', $2, $3, $4, 'activite', $5, $6, $7, $8, now())`,
    [id, fixture.partenaireId, utilisateurId, role, equipement, du, etat, compteId],
  );
  return id;
}

/** A mandate given, written without any command. */
export async function mandater(
  fixture: Fixture,
  par: string,
  titulaire: string,
  equipement: string,
  parent: string | null = null,
): Promise<string> {
  const id = randomUUID();
  await fixture.sql(
    `insert into mandat (id, caf_id, partenaire_id, donne_par_id, titulaire_id, parent_id, roles, equipements, peut_deleguer, du, cree_le)
    values ($1, '451', $2, $3, $4, $5, '["CONSULTANT"]', $6, true, '2026-01-01', now())`,
    [id, fixture.partenaireId, par, titulaire, parent, JSON.stringify([equipement])],
  );
  return id;
}

/** A draft on an equipment, with its conventionnement. */
export async function declarer(fixture: Fixture, equipement: string): Promise<void> {
  const conventionnement = randomUUID();
  await fixture.sql(
    `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, du, au, etat, animateurs) values ($1, '451', $2, $3, '2026-01-01', '2027-01-01', 'valide', '[]')`,
    [conventionnement, fixture.partenaireId, equipement],
  );
  await fixture.sql(
    `insert into declaration (id, caf_id, partenaire_id, equipement_id, conventionnement_id, exercice, perennite, formulaire, formulaire_version, formulaire_empreinte, donnees_activite, donnees_finances, cree_le)
    values ($1, '451', $2, $3, $4, 2026, 'previsionnelle', 'ram', '1.0.0', 'e', '{}', '{}', now())`,
    [randomUUID(), fixture.partenaireId, equipement, conventionnement],
  );
}

/** Who may do what on a day, by SQL of its own: what the announcement is held against. */
export async function etatReel(fixture: Fixture, jour: string) {
  const tenus = await fixture.sql<{ id: string; equipement: string; role: string }>(
    `select h.id, e.nom as equipement, h.role from habilitation h
    join utilisateur u on u.id = h.utilisateur_id join equipement e on e.id = h.equipement_id
    where h.partenaire_id = $1 and h.etat = 'accordee' and h.du <= $2 and (h.au is null or h.au > $2) and u.ouvert_le <= $2 and (u.clos_le is null or u.clos_le > $2)`,
    [fixture.partenaireId, jour],
  );
  const demandes = await fixture.sql<{ id: string }>(
    `select id from habilitation where partenaire_id = $1 and etat = 'en-attente-caf' and (au is null or au > $2)`,
    [fixture.partenaireId, jour],
  );
  const mandats = await fixture.sql<{ id: string }>(
    'select id from mandat where partenaire_id = $1 and (au is null or au > $2)',
    [fixture.partenaireId, jour],
  );
  const acces = await fixture.sql<{ id: string }>(
    'select id from utilisateur where partenaire_id = $1 and ouvert_le <= $2 and (clos_le is null or clos_le > $2)',
    [fixture.partenaireId, jour],
  );
  const courriels = await fixture.sql<{ dit: string }>(
    "select destinataire || ' : « ' || objet || ' »' as dit from courriel order by 1",
  );
  return { tenus, demandes, mandats, acces, courriels: courriels.map(({ dit }) => dit) };
}
type EtatReel = Awaited<ReturnType<typeof etatReel>>;

/** How many rows are no longer there. */
export const disparus = (
  avant: readonly { readonly id: string }[],
  apres: readonly { readonly id: string }[],
): number => avant.filter(({ id }) => !apres.some((reste) => reste.id === id)).length;

/** « role equipment » that had a holder and has none. */
export function orphelins(avant: EtatReel, apres: EtatReel): string[] {
  const places = (etat: EtatReel) =>
    new Set(
      etat.tenus
        .filter(({ role }) => role !== 'CONSULTANT')
        .map(({ role, equipement }) => `${role} ${equipement}`),
    );
  const ensuite = places(apres);
  return [...places(avant)].filter((place) => !ensuite.has(place)).sort();
}
