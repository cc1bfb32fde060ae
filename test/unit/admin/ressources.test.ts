import { describe, expect, it } from 'vitest';
import { RESSOURCES } from '#admin/ressources/index.ts';
import { ENTITES } from '#src/cli/entites.ts';
import { incarner } from '#admin/shell/acteur.ts';
import { champsVisibles } from '#admin/definition/lecture.ts';
import type { Role } from '#src/kernel/acteur.ts';
import { DROITS, type Permission } from '#src/kernel/droits/table.ts';
import { definirRessource } from '#admin/definition/definition.ts';
import { Deferred, type Ecran } from '#admin/definition/ecran.ts';
import { JEUX } from '#admin/definition/libelles.ts';
import { pageAdmin } from '#admin/shell/options.ts';
import { analyste, partenaire } from '#test/support/acteurs.ts';

const IDS = new Set(RESSOURCES.map(({ id }) => id));
/** Never to be shown: hashes, secrets of links, bodies of mails that carry them. */
const SECRETS = /motdepasse|empreintemotdepasse|secret|jeton|corps|canonique|trace/i;

describe.each(RESSOURCES.map((ressource) => [ressource.id, ressource] as const))(
  'the resource %s',
  (_id, ressource) => {
    const champs = Object.entries(ressource.champs);

    it('stands on one of our entities and reads existing columns', () => {
      const entite = ENTITES.find((candidate) => (candidate as unknown) === ressource.entite);
      expect(entite).toBeDefined();
      const proprietes = Object.keys((entite as unknown as { meta: { properties: object } }).meta.properties);
      const lues = champs.flatMap(([nom, { calcul }]) => calcul?.depuis ?? [nom]);
      expect(
        [...lues, ...ressource.titre.depuis, ressource.cle.nom].filter((nom) => !proprietes.includes(nom)),
      ).toEqual([]);
    });

    it('shows no secret', () => {
      expect(champs.map(([nom]) => nom).filter((nom) => SECRETS.test(nom))).toEqual([]);
    });

    it('refers only to resources that exist', () => {
      const cibles = champs.flatMap(([, champ]) =>
        champ.genre === 'reference' && !(champ.calcul && ressource.completer) ? [champ.ressource ?? ''] : [],
      );
      expect(cibles.filter((cible) => !IDS.has(cible))).toEqual([]);
    });

    it('has French labels that start with a capital', () => {
      const libelles = [
        ressource.libelle,
        ressource.singulier,
        ...champs.map(([, { libelle }]) => libelle),
        ...[...ressource.actionsDeListe, ...ressource.actionsDeFiche].map(({ libelle }) => libelle),
      ];
      expect(libelles.filter((libelle) => !/^[A-ZÀ-Ÿ]/.test(libelle) || libelle.includes("'"))).toEqual([]);
    });

    it('shows the fields that the rights table grants to the reader, those computed from them alone, and no other', () => {
      const [personne, role] = [
        partenaire('00000000-0000-4000-8000-000000000001', { administrateur: false }),
        'utilisateur',
      ] as const;
      const permis: Permission | undefined = (
        DROITS[ressource.droit].lire as Partial<Record<Role, Permission>>
      )[role];
      const attendus = champs.filter(
        ([nom, { calcul }]) =>
          permis !== undefined &&
          (permis === 'tous' || (calcul?.depuis ?? [nom]).every((depuis) => permis.includes(depuis))),
      );
      expect([...champsVisibles(personne, ressource)]).toEqual(attendus.map(([nom]) => nom));
    });
  },
);

describe('the declaration of a resource', () => {
  it('stops at start on a field that is not declared', () => {
    const [ressource] = RESSOURCES;
    expect(() => definirRessource({ ...ressource!, liste: ['inconnu'] })).toThrow('inconnu');
  });

  it('hides a field from whoever may read others of the same record', () => {
    const visibles = champsVisibles(
      partenaire('00000000-0000-4000-8000-000000000001', { administrateur: false }),
      RESSOURCES.find(({ id }) => id === 'utilisateurs')!,
    );
    expect([...visibles]).toEqual(expect.arrayContaining(['identifiant', 'nom']));
    expect([...visibles]).not.toContain('courriel');
  });

  it('gives each resource an address of its own', () => {
    expect(IDS.size).toBe(RESSOURCES.length);
  });
});

describe('a question of a screen', () => {
  it('that takes long is computed once its reading is closed', async () => {
    let ouverte = false;
    const lire = async (_acteur: unknown, lecture: (unite: object) => Promise<unknown>): Promise<unknown> => {
      ouverte = true;
      const lu = await lecture({});
      ouverte = false;
      return lu;
    };
    const mesurer = () =>
      Promise.resolve(new Deferred(() => Promise.resolve(ouverte ? 'while reading' : 'after reading')));
    const ecran: Ecran = {
      nom: 'e',
      libelle: 'E',
      groupe: null,
      droit: ['VersionRegle', 'lire'],
      donnees: () => Promise.resolve({}),
      questions: { mesurer },
    };
    const { handler } = pageAdmin(ecran, { executeur: { lire } } as unknown as Parameters<
      typeof pageAdmin
    >[1]);
    type Arguments = Parameters<NonNullable<typeof handler>>;
    const demande = { method: 'post', params: {}, corpsLu: { action: 'mesurer' } } as unknown as Arguments[0];
    expect(
      await handler?.(demande, {}, {
        currentAdmin: incarner(analyste()),
      } as unknown as Arguments[2]),
    ).toEqual({ resultat: 'after reading' });
  });
});

describe('a rule file', () => {
  it('is called by its own title on every screen', () => {
    expect(JEUX['quotas']).toMatch(/^Habilitations\s: nombre de titulaires par rôle$/);
    expect(Object.keys(JEUX)).toContain('estimation-ps');
    expect(Object.keys(JEUX)).not.toContain('parametres');
  });
});
