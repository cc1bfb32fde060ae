import {
  BaseProperty,
  BaseRecord,
  ForbiddenError,
  ValidationError,
  type ActionContext,
  type Filter,
  type ParamsType,
  type PropertyType,
} from 'adminjs';
import { Resource } from '@adminjs/mikroorm';
import type { MikroORM } from '@mikro-orm/postgresql';
import { acteurDe } from '#admin/shell/acteur.ts';
import type { Champ, Fiche, Ressource } from '#admin/definition/definition.ts';
import { champsVisibles, compterListe, lireListe, lireParIds, vueDe } from '#admin/definition/lecture.ts';
import {
  exigerTri,
  RequeteRefusee,
  triParDefaut,
  type Requete,
  type ValeurFiltre,
} from '#admin/definition/requete.ts';
import type { Executeur, UniteDeLecture } from '#src/domain/commun/commande.ts';
import { Refus } from '#src/domain/commun/refus.ts';

const TYPES: Partial<Record<Champ['genre'], PropertyType>> = {
  booleen: 'boolean',
  entier: 'number',
  annee: 'number',
  date: 'date',
  instant: 'datetime',
  'texte-long': 'textarea',
};

/**
 * A declared field as AdminJS sees it. References are labelled by our own reads, so that AdminJS adds no
 * query of its own.
 */
export class ScopedProperty extends BaseProperty {
  readonly #champ: Champ;

  constructor(nom: string, champ: Champ, estCle: boolean, position: number) {
    super({
      path: nom,
      type: TYPES[champ.genre] ?? 'string',
      isId: estCle,
      isSortable: champ.tri !== null && !champ.calcul,
      position,
    });
    this.#champ = champ;
  }

  override availableValues(): string[] | null {
    return this.#champ.options?.map(({ valeur }) => valeur) ?? null;
  }

  override isEditable(): boolean {
    return false;
  }
}

type Options = { limit?: number; offset?: number; sort?: { sortBy?: string; direction?: 'asc' | 'desc' } };

/**
 * The MikroORM adapter of AdminJS, made safe: every read goes through the unit of work with the actor's
 * row-level
 * security and only the fields his role may see; the writes of the stock actions are commands, or refused.
 * Stock reads ignore who asks, and stock writes report success when the database refused.
 */
export class ScopedResource extends Resource {
  readonly definition: Ressource;
  readonly #executeur: Executeur;
  readonly #proprietes: ReadonlyMap<string, ScopedProperty>;

  constructor(definition: Ressource, orm: MikroORM, executeur: Executeur) {
    super({ model: definition.entite as ConstructorParameters<typeof Resource>[0]['model'], orm });
    this.definition = definition;
    this.#executeur = executeur;
    const { champs, cle } = definition;
    const cleDeclaree: Record<string, Champ> = Object.hasOwn(champs, cle.nom)
      ? {}
      : { [cle.nom]: { libelle: 'Identifiant', genre: 'identifiant' } };
    this.#proprietes = new Map(
      Object.entries({ ...cleDeclaree, ...champs }).map(([nom, champ], rang) => [
        nom,
        new ScopedProperty(nom, champ, nom === cle.nom, rang),
      ]),
    );
  }

  /** A ready instance is given to AdminJS: no lookup by adapter. */
  static override isAdapterFor(): boolean {
    return false;
  }

  override id(): string {
    return this.definition.id;
  }

  override properties(): ReturnType<Resource['properties']> {
    return [...(this.#proprietes?.values() ?? [])] as unknown as ReturnType<Resource['properties']>;
  }

  override property(nom: string): ReturnType<Resource['property']> {
    return (this.#proprietes?.get(nom) ?? null) as unknown as ReturnType<Resource['property']>;
  }

  override async count(filter: Filter, context?: ActionContext): Promise<number> {
    return this.#lire(context, async (unite) =>
      compterListe(unite, vueDe(unite, this.definition), { filtres: this.#filtres(filter), texte: null }),
    );
  }

  override async find(filter: Filter, options: Options = {}, context?: ActionContext): Promise<BaseRecord[]> {
    return this.#lire(context, async (unite) => {
      const vue = vueDe(unite, this.definition);
      const tri = {
        champ: options.sort?.sortBy ?? triParDefaut(vue),
        sens: options.sort?.direction ?? 'asc',
      };
      exigerTri(tri.champ, vue);
      const taille = options.limit ?? 20;
      const debut = options.offset ?? 0;
      if (!(taille > 0 && taille <= 500) || !(debut >= 0))
        throw new RequeteRefusee('Cette page de la liste n’existe pas.');
      const requete: Requete = {
        page: Math.floor(debut / taille) + 1,
        taille,
        tri,
        texte: null,
        filtres: this.#filtres(filter),
      };
      return this.#records(await lireListe(unite, vue, requete, this.definition.liste));
    });
  }

  override async findOne(id: string, context?: ActionContext): Promise<BaseRecord | null> {
    const [record] = await this.findMany([id], context);
    return record ?? null;
  }

  override async findMany(ids: (string | number)[], context?: ActionContext): Promise<BaseRecord[]> {
    return this.#lire(context, async (unite) => {
      const visibles = champsVisibles(unite.acteur, this.definition);
      return this.#records(await lireParIds(unite, this.definition, ids.map(String), visibles));
    });
  }

  override async create(params: Record<string, unknown>, context?: ActionContext): Promise<ParamsType> {
    return this.#ecrire('new', params, context);
  }

  override async update(
    id: string | number,
    params: Record<string, unknown> = {},
    context?: ActionContext,
  ): Promise<ParamsType> {
    return this.#ecrire('edit', { ...params, [this.definition.cle.nom]: id }, context);
  }

  override async delete(id: string | number, context?: ActionContext): Promise<void> {
    await this.#ecrire('delete', { [this.definition.cle.nom]: id }, context);
  }

  #lire<T>(context: ActionContext | undefined, lecture: (unite: UniteDeLecture) => Promise<T>): Promise<T> {
    return this.#executeur.lire(acteurDe(context?.currentAdmin), lecture);
  }

  /** The stock actions write through the command declared under their name; without one they are closed. */
  async #ecrire(
    nom: string,
    params: Record<string, unknown>,
    context: ActionContext | undefined,
  ): Promise<ParamsType> {
    const acteur = acteurDe(context?.currentAdmin);
    const action = [...this.definition.actionsDeListe, ...this.definition.actionsDeFiche].find(
      (candidate) => candidate.nom === nom,
    );
    if (!action) throw new ForbiddenError('forbiddenError');
    try {
      const resultat = await this.#executeur.executer(acteur, action.commande, params);
      const id = (resultat as { id?: unknown } | null)?.id;
      return { [this.definition.cle.nom]: typeof id === 'string' ? id : params[this.definition.cle.nom] };
    } catch (erreur) {
      if (!(erreur instanceof Refus)) throw erreur;
      const champs = Object.fromEntries(
        Object.entries(erreur.champs).map(([champ, message]) => [champ, { message, type: erreur.name }]),
      );
      throw new ValidationError(champs, { message: erreur.message, type: erreur.name });
    }
  }

  #filtres(filter: Filter): Record<string, ValeurFiltre> {
    return Object.fromEntries(Object.values(filter.filters).map(({ path, value }) => [path, value]));
  }

  #records(fiches: readonly Fiche[]): BaseRecord[] {
    return fiches.map(({ params }) => new BaseRecord({ ...params }, this));
  }
}
