import { BaseProperty, BaseRecord, type PropertyType } from 'adminjs';
import { DATA_TYPES, Resource } from '@adminjs/mikroorm';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { ChampDeRessource, Ressource } from '#admin/definition/definition.ts';
import { estTriable } from '#admin/definition/requete.ts';

type Colonne = ReturnType<Resource['property']>;

/**
 * Type of a field, by its column as the adapter reads it. A reference is its identifier: AdminJS would follow
 * it with reads of its own. The adapter's own `type()` writes a warning for what it does not know.
 */
function typeDe(colonne: Colonne | undefined): PropertyType {
  const { columnTypes = [], type = '' } = colonne?.getColumnMetadata() ?? {};
  const connu = DATA_TYPES[columnTypes[0] ?? ''] ?? DATA_TYPES[type] ?? 'string';
  return connu === 'mixed' ? 'string' : connu;
}

/** A declared field as AdminJS sees it: its column's metadata, read by the MikroORM adapter. */
class ScopedProperty extends BaseProperty {
  readonly #options: string[] | null;

  constructor(nom: string, champ: ChampDeRessource, colonne: Colonne | undefined, position: number) {
    super({
      path: nom,
      type: typeDe(colonne),
      isId: colonne?.isId() ?? false,
      isSortable: estTriable(champ),
      position,
    });
    const { options } = champ;
    this.#options = Array.isArray(options)
      ? options.map(({ valeur }) => valeur)
      : (colonne?.availableValues() ?? null);
  }

  override availableValues(): string[] | null {
    return this.#options;
  }

  override isEditable(): boolean {
    return false;
  }
}

/**
 * The MikroORM adapter of AdminJS, made safe: the declared fields alone exist. Its reads ignore who asks and
 * its writes report success when the database refused: they are closed, our actions read and write through
 * queries and commands.
 */
export class ScopedResource extends Resource {
  readonly #definition: Ressource;
  readonly #proprietes: ReadonlyMap<string, ScopedProperty>;

  /** @throws Error at start when a field that is not worked out has no column */
  constructor(definition: Ressource, orm: MikroORM) {
    super({ model: definition.entite as ConstructorParameters<typeof Resource>[0]['model'], orm });
    this.#definition = definition;
    this.#proprietes = this.#declarer(definition);
  }

  #declarer({ id, champs, cle }: Ressource): ReadonlyMap<string, ScopedProperty> {
    const declares: Readonly<Record<string, ChampDeRessource>> = {
      [cle.nom]: { libelle: 'Identifiant', genre: 'identifiant' },
      ...champs,
    };
    return new Map(
      Object.entries(declares).map(([nom, champ], rang) => {
        const colonne: Colonne | undefined = super.property(nom);
        if (!colonne && !champ.calcul) throw new Error(`admin resource ${id}: field ${nom} has no column`);
        return [nom, new ScopedProperty(nom, champ, colonne, rang)];
      }),
    );
  }

  /** A ready instance is given to AdminJS: no lookup by adapter. */
  static override isAdapterFor(): boolean {
    return false;
  }

  override id(): string {
    return this.#definition.id;
  }

  override properties(): ReturnType<Resource['properties']> {
    return [...this.#proprietes.values()] as unknown as ReturnType<Resource['properties']>;
  }

  override property(nom: string): ReturnType<Resource['property']> {
    return (this.#proprietes.get(nom) ?? null) as unknown as ReturnType<Resource['property']>;
  }

  /** The record an action names: the action itself reads it, and says when its reader has no such record. */
  override findOne(id: string): Promise<BaseRecord> {
    return Promise.resolve(new BaseRecord({ [this.#definition.cle.nom]: id }, this));
  }

  override count = fermee;
  override find = fermee;
  override findMany = fermee;
  override create = fermee;
  override update = fermee;
  override delete = fermee;
}

function fermee(): Promise<never> {
  return Promise.reject(new Error('AdminJS lists and writes nothing by itself'));
}
