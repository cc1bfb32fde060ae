import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompteurAccueil, TableauDeBord } from '#admin/definition/types/accueil.ts';
import { servirGestion, type Serveur } from '#test/integration/admin/fixture.ts';
import { planterLeDecor, type Fixture } from '#test/integration/habilitation/fixture.ts';
import { agent, analyste } from '#test/support/acteurs.ts';

/* The clock of the fixture stands at 2026-03-02; its own convention runs to 2027. */
let fixture: Fixture;
let gestion: Serveur;
beforeAll(async () => {
  fixture = await planterLeDecor();
  gestion = await servirGestion(fixture, agent());
  await conventionsDeToutEtat();
  await declarationsDeToutEtat();
  for (const etat of ['en-attente-caf', 'en-attente-caf', 'accordee', 'suspendue', 'refusee', 'retiree'])
    await habilitation(etat);
  for (const etat of ['brouillon', 'eligible', 'non-eligible']) {
    await fixture.sql(
      "insert into formulaire_eligibilite (id, caf_id, partenaire_id, etat, services_demandes, cree_le) values ($1, '451', $2, $3, '[]', now())",
      [randomUUID(), fixture.partenaireId, etat],
    );
  }
});
afterAll(async () => {
  gestion.fermer();
  await fixture.fermer();
});

let numero = 100;
interface Semee {
  readonly id: string;
  readonly partenaire: string;
}
async function convention(
  etat: string,
  du: string,
  au: string,
  reste: { readonly renouvelle?: Semee; readonly resilieeLe?: string } = {},
): Promise<Semee> {
  const [id, partenaire, organisme, formulaire] = [
    randomUUID(),
    reste.renouvelle?.partenaire ?? randomUUID(),
    randomUUID(),
    randomUUID(),
  ];
  numero += 1;
  await fixture.sql(
    "insert into organisme (id, siren, raison_sociale, forme) values ($1, $2, 'Commune', 'commune')",
    [organisme, `2118${numero}00`.slice(0, 9)],
  );
  if (!reste.renouvelle)
    await fixture.sql(
      "insert into partenaire (id, caf_id, organisme_id, nom, prefixe, cree_le) values ($1, '451', $2, $3, $4, now())",
      [partenaire, organisme, `COMMUNE ${numero}`, `C${numero}`],
    );
  await fixture.sql(
    "insert into formulaire_eligibilite (id, caf_id, partenaire_id, etat, services_demandes, cree_le) values ($1, '451', $2, 'eligible', '[]', now())",
    [formulaire, partenaire],
  );
  await fixture.sql(
    `insert into convention (id, caf_id, partenaire_id, formulaire_id, numero, mission_generale, du, au, etat, renouvelle_id, resiliee_le) values ($1, '451', $2, $3, $4, 'Petite enfance', $5, $6, $7, $8, $9)`,
    [
      id,
      partenaire,
      formulaire,
      `N${numero}`,
      du,
      au,
      etat,
      reste.renouvelle?.id ?? null,
      reste.resilieeLe ?? null,
    ],
  );
  return { id, partenaire };
}

async function conventionsDeToutEtat(): Promise<void> {
  await convention('brouillon', '2026-04-01', '2027-04-01');
  await convention('en-attente-de-signature', '2026-04-01', '2027-04-01');
  // To renew: expired, and near their term; more than a table of the dashboard shows.
  for (let rang = 0; rang < 6; rang += 1) await convention('active', '2025-01-01', '2026-01-01');
  for (let rang = 0; rang < 4; rang += 1) await convention('active', '2025-03-20', '2026-03-20');
  // Not to renew: renewed already (expired or not, whatever the next one's state), far from their term,
  // terminated.
  await convention('brouillon', '2026-01-01', '2027-01-01', {
    renouvelle: await convention('active', '2025-01-01', '2026-01-01'),
  });
  await convention('active', '2026-03-20', '2027-03-20', {
    renouvelle: await convention('active', '2025-03-20', '2026-03-20'),
  });
  await convention('active', '2026-02-01', '2027-02-01');
  await convention('resiliee', '2025-06-01', '2026-06-01', { resilieeLe: '2026-01-15' });
  await convention('resiliee', '2025-03-20', '2026-03-20', { resilieeLe: '2026-03-10' });
  await convention('resiliee', '2025-01-01', '2026-01-01', { resilieeLe: '2025-09-01' });
}

async function declarationsDeToutEtat(): Promise<void> {
  for (const etat of [
    'brouillon',
    'a-approuver',
    'renvoyee',
    'transmise',
    'transmise',
    'en-traitement',
    'traitee',
    'retournee',
  ]) {
    const { id: equipement } = await fixture.equipement(`Ram ${etat} ${randomUUID().slice(0, 4)}`);
    const conventionnement = randomUUID();
    await fixture.sql(
      `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, du, au, etat, animateurs) values ($1, '451', $2, $3, '2026-01-01', '2027-01-01', $4, '[]')`,
      [conventionnement, fixture.partenaireId, equipement, etat === 'brouillon' ? 'brouillon' : 'valide'],
    );
    await fixture.sql(
      `insert into declaration (id, caf_id, partenaire_id, equipement_id, conventionnement_id, exercice, perennite, etat, formulaire, formulaire_version, formulaire_empreinte, donnees_activite, donnees_finances, cree_le)
      values ($1, '451', $2, $3, $4, 2026, 'reelle', $5, 'ram', '1.0.0', 'e', '{}', '{}', now())`,
      [randomUUID(), fixture.partenaireId, equipement, conventionnement, etat],
    );
  }
}

async function habilitation(etat: string): Promise<void> {
  const { utilisateurId, compteId } = await fixture.personne('TITULAIRE');
  const { id: equipement } = await fixture.equipement(`Ram des rôles ${randomUUID().slice(0, 4)}`);
  await fixture.sql(
    `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
    values ($1, '451', $2, $3, 'APPROBATEUR', 'activite', $4, '2026-01-01', $5, $6, now())`,
    [randomUUID(), fixture.partenaireId, utilisateurId, equipement, etat, compteId],
  );
}

const tableau = async (): Promise<TableauDeBord> =>
  (await gestion.get('/api/dashboard')).corps as unknown as TableauDeBord;
const total = async (href: string): Promise<number | undefined> => {
  const [, ressource, requete] = /^\/gestion\/resources\/([a-z-]+)(\?.*)?$/.exec(href) ?? [];
  return (await gestion.get(`/api/resources/${ressource}/actions/list${requete ?? ''}`)).corps.meta?.total;
};
const nombre = (texte: string): number => Number(texte.replace(/\D/g, ''));

describe('the dashboard', () => {
  it.each([
    ['an agent', agent()],
    ['an analyst', analyste()],
  ])('of %s: each counter says what its link then lists', async (_qui, acteur) => {
    gestion.acteur = acteur;
    const { compteurs, files } = await tableau();
    const dits = compteurs.map(({ libelle, valeur }) => [libelle, nombre(valeur)] as const);
    const lus: [string, number | undefined][] = [];
    for (const { libelle, href } of compteurs) lus.push([libelle, await total(String(href))]);
    expect(lus).toEqual(dits);
    for (const { voirTout } of files)
      if (voirTout) expect(await total(voirTout.href)).toBe(nombre(voirTout.libelle));
    gestion.acteur = agent();
  });

  it('counts as to renew what has expired or soon will, unless somebody renewed or terminated it; and agrees in number', async () => {
    const { compteurs, files } = await tableau();
    const valeurs = Object.fromEntries(
      compteurs.map(({ libelle, valeur }: CompteurAccueil) => [libelle, valeur]),
    );
    expect(valeurs).toEqual({
      'Déclarations transmises': '2',
      'Déclaration en traitement': '1',
      'Approbateurs à valider': '2',
      'Conventions à renouveler': '10',
      'Formulaire d’éligibilité en cours': '1',
      'Convention à signer': '1',
      'Conventionnement à valider': '1',
      'Décision du Ca à enregistrer': '0',
    });
    const aRenouveler = files.find(({ titre }) => titre.startsWith('Conventions'));
    expect([aRenouveler?.lignes.length, aRenouveler?.voirTout?.libelle]).toEqual([8, 'Voir 10 conventions']);
  });

  it.each(['brouillon', 'en-attente-de-signature', 'active', 'echue', 'resiliee'])(
    'the filter « %s » of the conventions lists those shown in that state, all of them',
    async (etat) => {
      const lire = async (requete: string) =>
        (await gestion.get(`/api/resources/conventions/actions/list?perPage=100${requete}`)).corps.records ??
        [];
      const toutes = (await lire(''))
        .filter(({ params }) => params['etat'] === etat)
        .map(({ id }) => id)
        .sort();
      expect((await lire(`&filters.etat=${etat}`)).map(({ id }) => id).sort()).toEqual(toutes);
      expect(toutes.length).toBeGreaterThan(0);
    },
  );
});
