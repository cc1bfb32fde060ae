import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confronterLaGestion, type Demande } from './demandes.ts';
import { listesQuiTrahissent } from './demandes-listes.ts';
import { eprouverLesExports } from './exports.ts';
import { eprouverLesLots } from './lots.ts';
import { eprouverLeMur } from './mur-sql.ts';
import { estOuverte, type Person } from './oracle.ts';
import { empreinteDeLaBase, parcourir, preparerLeParcours, type Parcours } from './parcours.ts';
import { eprouverLaVue } from './vue-sql.ts';

/**
 * `npm run eprouver -- droits` walks everything; `npm test` each door × each person, with the essential forms
 * and records.
 */
const COMPLET = process.env['DROITS_COMPLETS'] === '1';
const DELAI = COMPLET ? 4 * 3_600_000 : 900_000;

let parcours: Parcours;
beforeAll(async () => {
  parcours = await preparerLeParcours();
});
afterAll(() => parcours.fermer());

/**
 * Without everything: each door × each person, but where one answer stands for many. Other records are for
 * whoever passes the door;
 * the guard of a whole space answers those outside, whatever the door behind; an address that leads nowhere,
 * or a field, is asked about
 * once, by each person in turn; so are the orders, filters and words of lists, one in twelve.
 */
const retenue = (
  person: Person,
  { essentielle, autreFiche, gestion, exigence, objet, refus, variante }: Demande,
  rang: number,
): boolean => {
  if (COMPLET) return true;
  if (!essentielle || (autreFiche === true && !estOuverte(person, exigence, null))) return false;
  if (variante === true)
    return (
      rang %
        (estOuverte(person, exigence, objet)
          ? 12
          : gestion === true && person.espace === 'interne'
            ? 64
            : 512) ===
      0
    );
  if (gestion !== true) return true;
  if (person.espace !== 'interne') return rang % 61 === 0;
  if (exigence.pour === 'personne' || refus !== undefined) return rang % 16 === 0;
  // The other Caf's agent has the roles of the first: what is open to him is his own.
  return person.caf !== '771' || rang % 4 === 0 || !estOuverte(person, exigence, objet);
};

const couples = (ouvertes: boolean): (readonly [Person, Demande])[] =>
  parcours.people.flatMap((person, pas) =>
    parcours.demandes
      .filter(
        (demande, rang) =>
          retenue(person, demande, rang + pas) &&
          estOuverte(person, demande.exigence, demande.objet) === ouvertes,
      )
      // Whoever signs out sees nothing more.
      .filter(({ porte }) => porte !== 'POST /deconnexion' || person.courriel === null)
      .map((demande) => [person, demande] as const),
  );

describe('the tables of doors', () => {
  it('name every route of the application with what it asks, and no other', () => {
    expect(parcours.routes).toEqual({ horsTable: [], autrement: [], sansRoute: [] });
  });

  it('name every resource, action, screen, command and question of the back-office with the right it asks', () => {
    expect(confronterLaGestion()).toEqual([]);
  });

  it('let no list be sorted, searched or titled by what one of its readers may not read', () => {
    expect(listesQuiTrahissent(parcours.base)).toEqual([]);
  });
});

describe('everybody at every door', () => {
  it(
    'is refused whatever the tables refuse, and changes nothing',
    async () => {
      const avant = await empreinteDeLaBase(parcours.base);
      const { secondes, combinaisons, champs, ecarts } = await parcourir(parcours, couples(false));
      process.stdout.write(
        `droits : ${combinaisons} refus attendus, ${champs} champs confrontés, ${secondes} s de processeur\n`,
      );
      expect(ecarts).toEqual([]);
      expect(await empreinteDeLaBase(parcours.base)).toEqual(avant);
    },
    DELAI,
  );

  it(
    'passes wherever the tables let him, and sees no field they refuse',
    async () => {
      const { secondes, combinaisons, champs, ecarts } = await parcourir(parcours, couples(true));
      process.stdout.write(
        `droits : ${combinaisons} accès attendus, ${champs} champs confrontés, ${secondes} s de processeur\n`,
      );
      expect(ecarts).toEqual([]);
    },
    DELAI,
  );
});

describe('the files given to download', () => eprouverLesExports(() => parcours));

describe('acts on several records at once', () => eprouverLesLots(() => parcours));

describe('the second wall, in SQL with the application’s role', () => eprouverLeMur(() => parcours.base));

describe('what an actor sees behind the second wall', () => eprouverLaVue(() => parcours.base));
