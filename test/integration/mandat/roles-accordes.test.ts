import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creerExecuteur } from '#src/database/executeur.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { nommerResponsable, terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { retirerDelegation } from '#src/domain/delegation/gerer-mandat/precaution.ts';
import { phraseDesRoles } from '#src/domain/delegation/habilitation/roles-accordes.ts';
import { cloturerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { agent } from '#test/support/acteurs.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { registreOu, registreSans } from '../droits/actes.ts';
import { planterLeDecor, type Fixture } from '../habilitation/fixture.ts';

let fixture: Fixture;
let ram = '';
let livre: Registre;
let maintenus: Registre;
let ancien: Registre;
beforeAll(async () => {
  [livre, maintenus, ancien] = [
    await registreDesFichiers(),
    await registreOu({ rolesAccordesSousMandat: 'maintenus' }, 'conventions'),
    await registreSans('conventions 1.1.0'),
  ];
  fixture = await planterLeDecor(livre);
  ram = (await fixture.equipement('Ram A')).id;
});
afterAll(() => fixture.fermer());

/**
 * The four ways a mandate ends, all on 2 March 2026: at its date, taken back by the giver or by the Caf, with
 * its holder.
 */
const FINS = [
  'reached its end',
  'taken back by the giver',
  'taken back by the Caf',
  'its holder closed',
] as const;
type Fin = (typeof FINS)[number];

/**
 * Days of the role granted by a responsable, once his mandate ended on 2 March; `parent`: the mandate that
 * ends is the one his comes from.
 */
async function roleApres(
  registre: Registre,
  fin: Fin,
  parent = false,
): Promise<{ readonly au: string | null; readonly annonce: string }> {
  const executeur = creerExecuteur({
    orm: fixture.orm,
    registre,
    horloge: fixture.horloge,
    urlPublique: 'http://127.0.0.1:3000',
  });
  const [chef, adjoint, cible] = [
    await fixture.personne('CHEF'),
    await fixture.personne('ADJOINT'),
    await fixture.personne('CIBLE'),
  ];
  const administrateur = fixture.administrateur.acteur();
  const confie = { roles: ['CONSULTANT'], equipements: [ram], peutDeleguer: 'oui' };
  fixture.horloge.regler('2026-03-01');
  const du = '2026-03-01';
  const au = fin === 'reached its end' ? '2026-03-02' : '';
  const premier = await executeur.executer(administrateur, nommerResponsable, {
    titulaire: chef.utilisateurId,
    ...confie,
    du,
    au,
  });
  const enMain = ({
    id,
    roles,
    equipements,
    peutCreerUtilisateurs,
    peutDeleguer,
    au: terme,
  }: typeof premier) => [{ id, roles, equipements, peutCreerUtilisateurs, peutDeleguer, au: terme ?? null }];
  const second = parent
    ? await executeur.executer(chef.acteur(enMain(premier)), nommerResponsable, {
        titulaire: adjoint.utilisateurId,
        ...confie,
        du,
        au,
      })
    : premier;
  const accordant = (parent ? adjoint : chef).acteur(enMain(second));
  const [role] = await executeur.executer(accordant, affecterRole, {
    utilisateur: cible.utilisateurId,
    role: 'CONSULTANT',
    du,
    portee: 'activite',
    equipements: [ram],
  });
  fixture.horloge.regler('2026-03-02');
  const annonce = await executeur.lire(administrateur, (unite) =>
    phraseDesRoles(unite, [premier.id, second.id]),
  );
  const [{ version } = { version: 0 }] = await fixture.sql<{ version: number }>(
    'select version from mandat where id = $1',
    [premier.id],
  );
  if (fin === 'taken back by the giver')
    await executeur.executer(administrateur, terminerMandat, { id: premier.id, version });
  if (fin === 'taken back by the Caf')
    await executeur.executer(agent(), retirerDelegation, { id: premier.id, version, motif: 'Précaution' });
  if (fin === 'its holder closed')
    await executeur.executer(administrateur, cloturerUtilisateur, {
      id: chef.utilisateurId,
      version: 1,
      closLe: '2026-03-02',
    });
  const [ecrit] = await fixture.sql<{ au: string | null }>(
    'select au::text from habilitation where id = $1',
    [role?.id],
  );
  return { au: ecrit?.au ?? null, annonce };
}

describe.each([false, true])('a role granted by a mandate, given under another: %s', (parent) => {
  it.each(FINS)('ends with the mandate, %s, where the parameter says so', async (fin) => {
    expect((await roleApres(livre, fin, parent)).au).toBe('2026-03-02');
  });

  it.each(FINS)('goes on, the mandate %s, where the parameter says so', async (fin) => {
    expect((await roleApres(maintenus, fin, parent)).au).toBeNull();
  });
});

describe('what becomes of the roles', () => {
  it('is said by name before the mandate is taken back', async () => {
    expect((await roleApres(livre, 'taken back by the giver')).annonce).toBe(
      'Prennent fin aussi les rôles accordés sous ce mandat : Consultant de Chantal CIBLE (Ram A).',
    );
    expect((await roleApres(maintenus, 'taken back by the giver')).annonce).toContain('restent en vigueur');
  });

  it('is as it was in a base whose parameters do not say it yet: ended at the term, kept when taken back', async () => {
    expect((await roleApres(ancien, 'reached its end')).au).toBe('2026-03-02');
    expect((await roleApres(ancien, 'taken back by the giver')).au).toBeNull();
    expect((await roleApres(ancien, 'its holder closed')).au).toBeNull();
  });

  it('is not asked of what the administrateur granted himself, even to whoever the mandate is for', async () => {
    const [chef, cible] = [await fixture.personne('CHEF'), await fixture.personne('CIBLE')];
    const administrateur = fixture.administrateur.acteur();
    const { id, version } = await fixture.executeur.executer(administrateur, nommerResponsable, {
      titulaire: chef.utilisateurId,
      roles: ['CONSULTANT'],
      equipements: [ram],
    });
    const [role] = await fixture.executeur.executer(administrateur, affecterRole, {
      utilisateur: cible.utilisateurId,
      role: 'CONSULTANT',
      du: '2026-03-02',
      portee: 'activite',
      equipements: [ram],
    });
    await fixture.executeur.executer(administrateur, terminerMandat, { id, version });
    expect(await fixture.sql('select au, mandat_id from habilitation where id = $1', [role?.id])).toEqual([
      { au: null, mandat_id: null },
    ]);
  });
});
