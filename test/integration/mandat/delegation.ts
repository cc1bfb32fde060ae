import { expect } from 'vitest';
import fc from 'fast-check';
import type { MandatDeLActeur } from '#src/kernel/acteur.ts';
import { ActionInterdite, Refus } from '#src/kernel/refus.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { nommerResponsable, terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { decoulentDe } from '#src/domain/delegation/mandat/lectures.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import type { Fixture, PersonneDuDecor } from '../habilitation/fixture.ts';

/** Days are numbers here, `FIN` is beyond all of them: the oracle compares sets of days, not dates. */
const FIN = 12;
const ROLES = ['FOURNISSEUR_ACTIVITE', 'APPROBATEUR', 'CONSULTANT'] as const;
const jour = (rang: number): string => `2026-03-${String(2 + rang).padStart(2, '0')}`;
const rangDe = (date: string | null): number => (date === null ? FIN : Number(date.slice(8)) - 2);
const masque = <T>(choix: readonly T[], bits: number): T[] =>
  choix.filter((_, rang) => (bits >> rang) % 2 === 1);

/** What the oracle knows of a mandate: every single thing it allows, day by day, as words. */
interface Modele {
  readonly id: string;
  readonly par: number;
  readonly titulaire: number;
  readonly parent: string | null;
  readonly du: number;
  au: number;
  readonly atomes: ReadonlySet<string>;
  readonly delegue: boolean;
  readonly roles: readonly string[];
  readonly equipements: readonly string[];
}

const operation = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      genre: fc.constant('nommer' as const),
      par: fc.nat(4),
      titulaire: fc.integer({ min: 1, max: 4 }),
      roles: fc.integer({ min: 1, max: 7 }),
      activites: fc.integer({ min: 1, max: 3 }),
      creer: fc.boolean(),
      delegue: fc.constantFrom(true, true, false),
      du: fc.constantFrom(0, 0, 0, 1, 2),
      duree: fc.option(fc.integer({ min: 1, max: 6 })),
      ajuste: fc.constantFrom(true, true, false),
      ecart: fc.constantFrom(0, 0, -1, 1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      genre: fc.constant('affecter' as const),
      par: fc.nat(4),
      a: fc.integer({ min: 1, max: 4 }),
      role: fc.constantFrom(...ROLES),
      activites: fc.integer({ min: 1, max: 3 }),
      du: fc.constantFrom(0, 0, 1, 3, 5),
      ajuste: fc.constantFrom(true, true, false),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      genre: fc.constant('retirer' as const),
      par: fc.nat(4),
      lequel: fc.constantFrom(0, 0, 1, 2, 3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ genre: fc.constant('attendre' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never;

/** The things a grant or a mandate consists of, over its days. */
function atomesDe(roles: readonly string[], activites: readonly string[], creer: boolean): Set<string> {
  return new Set([
    ...roles.flatMap((role) => activites.map((activite) => `${role} ${activite}`)),
    ...(creer ? ['creer'] : []),
  ]);
}
const inclus = (petit: ReadonlySet<string>, grand: ReadonlySet<string>): boolean =>
  [...petit].every((atome) => grand.has(atome));
/** What is drawn, within what one holds; all that one holds when nothing is left. */
function restreindre(tenus: readonly string[] | undefined, tires: readonly string[]): readonly string[] {
  const communs = tires.filter((un) => tenus?.includes(un) ?? true);
  return communs.length > 0 ? communs : (tenus ?? tires);
}
const jours = (du: number, au: number): number[] =>
  Array.from({ length: Math.max(0, Math.min(au, FIN) - du) }, (_, rang) => du + rang);

/** The tree of delegations of a partner, acted upon by real commands and followed by an oracle of its own. */
export class Delegation {
  readonly #fixture: Fixture;
  readonly #personnes: readonly PersonneDuDecor[];
  readonly #activites: readonly string[];
  #mandats: Modele[] = [];
  #jour = 0;
  /** Acts done, and acts refused for want of power, over all runs. */
  faits = 0;
  refuses = 0;
  /** Grants cut to the mandate they were given by. */
  bornees = 0;
  /** Mandates which fell with that they came from. */
  tombes = 0;
  constructor(fixture: Fixture, personnes: readonly PersonneDuDecor[], activites: readonly string[]) {
    this.#fixture = fixture;
    this.#personnes = [fixture.administrateur, ...personnes];
    this.#activites = activites;
  }

  /** Plays a run from nothing. */
  async jouer(operations: readonly Operation[]): Promise<void> {
    await this.#fixture.sql('delete from habilitation');
    await this.#fixture.sql('delete from mandat');
    this.#mandats = [];
    this.#jour = 0;
    this.#fixture.horloge.regler(jour(0));
    for (const une of operations) {
      if (une.genre === 'nommer') await this.#nommer(une);
      else if (une.genre === 'affecter') await this.#affecter(une);
      else if (une.genre === 'retirer') await this.#retirer(une);
      else if (this.#jour < 4) this.#fixture.horloge.regler(jour((this.#jour += 1)));
    }
    await this.#controler();
  }

  #tenus(qui: number): Modele[] {
    return this.#mandats.filter(
      ({ titulaire, du, au }) => titulaire === qui && du <= this.#jour && this.#jour < au,
    );
  }

  async #acteur(qui: number) {
    const personne = this.#personnes[qui] ?? this.#fixture.administrateur;
    const mandats =
      qui === 0
        ? []
        : await this.#fixture.sql<MandatDeLActeur>(
            `select id, roles, equipements, peut_creer_utilisateurs as "peutCreerUtilisateurs", peut_deleguer as "peutDeleguer", au::text
      from mandat where titulaire_id = $1 and du <= $2 and (au is null or au > $2)`,
            [personne.utilisateurId, jour(this.#jour)],
          );
    return personne.acteur(mandats);
  }

  /** Somebody who may act at all: the administrateur, or one of those who hold a mandate. */
  #quelquUn(tire: number): number {
    const tenants = [0, ...[1, 2, 3, 4].filter((qui) => this.#tenus(qui).length > 0)];
    return tenants[tenants.length > 1 && tire > 0 ? 1 + (tire % (tenants.length - 1)) : 0] ?? 0;
  }

  async #nommer({
    par: tire,
    titulaire,
    roles: bits,
    activites,
    creer,
    delegue,
    du: dans,
    duree,
    ajuste,
    ecart,
  }: Extract<Operation, { genre: 'nommer' }>): Promise<void> {
    const par = this.#quelquUn(tire);
    if (par === titulaire) return;
    // A mandate near the edge of the giver's own, as often as one drawn without looking.
    const sien = ajuste ? this.#tenus(par).find((un) => un.delegue) : undefined;
    const du = this.#jour + dans;
    const voulu = sien ? sien.au + (sien.au === FIN ? 0 : ecart) : duree === null ? FIN : du + duree;
    const au = voulu > du ? voulu : du + 1;
    const confie = {
      roles: restreindre(sien?.roles, masque(ROLES, bits)),
      equipements: restreindre(sien?.equipements, masque(this.#activites, activites)),
    };
    const atomes = atomesDe(confie.roles, confie.equipements, creer);
    const permis =
      par === 0 ||
      this.#tenus(par).some(
        (tenu) =>
          tenu.delegue &&
          inclus(atomes, tenu.atomes) &&
          jours(du, au).every((un) => tenu.du <= un && un < tenu.au) &&
          (au < FIN || tenu.au === FIN),
      );
    const mandat = await this.#tenter(permis, async () =>
      this.#fixture.executeur.executer(await this.#acteur(par), nommerResponsable, {
        titulaire: this.#personnes[titulaire]?.utilisateurId,
        ...confie,
        peutCreerUtilisateurs: creer ? 'oui' : '',
        peutDeleguer: delegue ? 'oui' : '',
        du: jour(du),
        au: au === FIN ? '' : jour(au),
      }),
    );
    if (mandat)
      this.#mandats.push({
        id: mandat.id,
        par,
        titulaire,
        parent: mandat.parent?.id ?? null,
        du,
        au,
        atomes,
        delegue,
        ...confie,
      });
  }

  async #affecter({
    par: tire,
    a,
    role: roleTire,
    activites,
    du: dans,
    ajuste,
  }: Extract<Operation, { genre: 'affecter' }>): Promise<void> {
    const par = this.#quelquUn(tire);
    const sien = ajuste ? this.#tenus(par)[0] : undefined;
    const role = sien?.roles[0] ?? roleTire;
    const du = this.#jour + dans;
    const equipements = restreindre(sien?.equipements, masque(this.#activites, activites));
    const atomes = atomesDe([role], equipements, false);
    const possibles = this.#tenus(par).filter(
      (sien) => inclus(atomes, sien.atomes) && sien.du <= du && du < sien.au,
    );
    const creees = await this.#tenter(par === 0 || possibles.length > 0, async () =>
      this.#fixture.executeur.executer(await this.#acteur(par), affecterRole, {
        utilisateur: this.#personnes[a]?.utilisateurId,
        role,
        du: jour(du),
        portee: 'activite',
        equipements,
      }),
    );
    for (const { id } of creees ?? []) {
      const [ecrite] = await this.#fixture.sql<{ du: string; au: string | null }>(
        'select du::text, au::text from habilitation where id = $1',
        [id],
      );
      const fin = rangDe(ecrite?.au ?? null);
      this.bornees += par !== 0 && fin < FIN ? 1 : 0;
      expect(
        par === 0 || possibles.some((sien) => fin <= sien.au),
        'a grant lasts no longer than the mandate it was given by',
      ).toBe(true);
    }
  }

  async #retirer({ par: tire, lequel }: Extract<Operation, { genre: 'retirer' }>): Promise<void> {
    const par = this.#quelquUn(tire);
    const courants = this.#mandats.filter(({ au }) => au > this.#jour);
    // Those that others come from, more often than not.
    const sources = courants.filter(({ id }) => courants.some(({ parent }) => parent === id));
    const choix = lequel < 2 && sources.length > 0 ? sources : courants;
    const vise = choix[lequel % Math.max(1, choix.length)];
    if (!vise) return;
    const ascendance = (mandat: Modele): Modele[] => [
      mandat,
      ...this.#mandats.filter(({ id }) => id === mandat.parent).flatMap(ascendance),
    ];
    const permis =
      par === 0 || (this.#tenus(par).length > 0 && ascendance(vise).some((un) => un.par === par));
    const tombent = this.#mandats.filter(
      (un) => un.id !== vise.id && un.au > this.#jour && ascendance(un).includes(vise),
    );
    const annonces = await this.#fixture.executeur.lire(
      this.#fixture.administrateur.acteur(),
      async (unite) =>
        decoulentDe(
          unite,
          await unite.em.findOneOrFail(Mandat, { id: vise.id }),
          unite.aujourdhui.toString(),
        ),
    );
    expect(annonces.map(({ id }) => id).sort(), 'what falls is said beforehand').toEqual(
      tombent.map(({ id }) => id).sort(),
    );
    const fait = await this.#tenter(permis, async () =>
      this.#fixture.executeur.executer(await this.#acteur(par), terminerMandat, { id: vise.id }),
    );
    if (fait) this.tombes += tombent.length;
    if (fait) for (const un of [vise, ...tombent]) un.au = Math.max(un.du, this.#jour);
  }

  /**
   * Refused for want of power if and only if the oracle says so; any other refusal (a quota, a double) is not
   * about delegation.
   */
  async #tenter<Resultat>(permis: boolean, agir: () => Promise<Resultat>): Promise<Resultat | null> {
    try {
      const resultat = await agir();
      expect(permis, 'done although it exceeds what was entrusted').toBe(true);
      this.faits += 1;
      return resultat;
    } catch (erreur) {
      if (!(erreur instanceof Refus)) throw erreur;
      expect(erreur instanceof ActionInterdite, `${erreur.message} although it was entrusted`).toBe(!permis);
      if (!permis) this.refuses += 1;
      return null;
    }
  }

  /** What is written is what the oracle followed, and no mandate exceeds the one it comes from on any day. */
  async #controler(): Promise<void> {
    const ecrits = await this.#fixture.sql<{ id: string; du: string; au: string | null }>(
      'select id, du::text, au::text from mandat order by id',
    );
    expect(ecrits.map(({ id, du, au }) => [id, rangDe(du), rangDe(au)])).toEqual(
      [...this.#mandats].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, du, au }) => [id, du, au]),
    );
    for (const { parent, par, atomes, du, au } of this.#mandats) {
      if (par === 0) continue;
      const source = this.#mandats.find(({ id }) => id === parent);
      expect(source?.titulaire).toBe(par);
      expect(
        source !== undefined &&
          inclus(atomes, source.atomes) &&
          jours(du, au).every((un) => source.du <= un && un < source.au),
      ).toBe(true);
    }
  }
}

/** Runs of up to so many acts. */
export const actes = (longueur: number): fc.Arbitrary<Operation[]> =>
  fc.array(operation, { minLength: longueur / 2, maxLength: longueur, size: 'max' });
