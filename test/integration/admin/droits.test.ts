import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { action, fiche, gestionDeTest, type Gestion } from './decor.ts';
import { ACTIONS_STOCK } from '#admin/adapter/options.ts';
import type { Ressource } from '#admin/adapter/definition.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import type { Acteur } from '#src/domain/commun/acteur.ts';
import { DROITS } from '#src/domain/droits/table.ts';
import { rolesDe } from '#src/domain/commun/acteur.ts';
import { agent, analyste, partenaire } from '#test/support/acteurs.ts';

let gestion: Gestion;
beforeAll(async () => { gestion = await gestionDeTest(); });
afterAll(() => gestion.fermer());

const INCONNU = '00000000-0000-4000-8000-00000000dead';

/** Read from the rights table itself, apart from the code under test. */
function permis(acteur: Acteur, droit: readonly [string, string]): boolean {
  const table: Readonly<Record<string, Readonly<Record<string, object>>>> = DROITS;
  return [...rolesDe(acteur)].some((role) => role in (table[droit[0]]?.[droit[1]] ?? {}));
}

const ACTEURS: readonly (readonly [string, Acteur])[] = [
  ['a gestionnaire', agent('451')],
  ['a responsable', agent('451', 2, 'responsable')],
  ['an analyst', analyste()],
  ['an administrateur partenaire', partenaire(INCONNU)],
];

describe.each(ACTEURS)('%s', (_qui, acteur) => {
  const interne = acteur.type !== 'partenaire';

  it.each(RESSOURCES.map((ressource) => [ressource.id, ressource] as const))('reads %s if and only if the rights table says so', async (id, ressource) => {
    gestion.acteur = acteur;
    const attendu = interne && permis(acteur, [ressource.droit, 'lire']) ? 200 : 403;
    expect((await gestion.get(action(id, 'list'))).statut).toBe(attendu);
    expect((await gestion.get(action(id, 'search'))).statut).toBe(ressource.recherche || attendu === 403 ? attendu : 200);
  });

  it.each(RESSOURCES.flatMap((ressource) => ressource.actionsDeListe.map((declaree) => [`${ressource.id}/${declaree.nom}`, ressource, declaree] as const)))(
    'opens and runs %s if and only if the rights table says so', async (_nom, ressource, declaree) => {
      gestion.acteur = acteur;
      const droit = interne && permis(acteur, declaree.commande.droit) && permis(acteur, [ressource.droit, 'lire']);
      expect((await gestion.get(action(ressource.id, declaree.nom))).statut).toBe(droit ? 200 : 403);
      const { statut } = await gestion.post(action(ressource.id, declaree.nom), {});
      if (droit) expect([404, 409, 422]).toContain(statut);
      else expect(statut).toBe(403);
    });

  it.each(RESSOURCES.flatMap((ressource) => ressource.actionsDeFiche.map((declaree) => [`${ressource.id}/${declaree.nom}`, ressource, declaree] as const)))(
    'is refused %s on a record that is not his to act upon', async (_nom, ressource, declaree) => {
      gestion.acteur = acteur;
      expect([403, 404]).toContain((await gestion.get(fiche(ressource.id, INCONNU, declaree.nom))).statut);
      expect([403, 404]).toContain((await gestion.post(fiche(ressource.id, INCONNU, declaree.nom), {})).statut);
    });
});

describe('an action of AdminJS that no resource declares', () => {
  const declarees = (ressource: Ressource) => new Set([...ressource.actionsDeListe, ...ressource.actionsDeFiche].map(({ nom }) => nom));
  const fermees = RESSOURCES.flatMap((ressource) => ACTIONS_STOCK
    .filter((nom) => !['list', 'search', 'show'].includes(nom) && !declarees(ressource).has(nom))
    .map((nom) => [ressource.id, nom] as const));

  it.each(fermees)('is closed: %s/%s', async (id, nom) => {
    gestion.acteur = agent('451', 2, 'responsable');
    for (const adresse of [action(id, nom), fiche(id, INCONNU, nom), `/api/resources/${id}/bulk/${nom}?recordIds=${INCONNU}`]) {
      expect((await gestion.get(adresse)).statut, adresse).toBe(404);
      expect((await gestion.post(adresse, {})).statut, adresse).toBe(404);
    }
  });
});
