/** What a JSON Schema says of a place in a document: enough to propose keys and values, never to judge. */

export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly enum?: readonly (string | number | boolean)[];
  readonly const?: string | number | boolean;
  readonly required?: readonly string[];
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Schemas that may apply to a place, references followed. */
export function schemasA(racine: Schema, chemin: readonly (string | number)[]): Schema[] {
  let possibles = deplier(racine, racine);
  for (const etape of chemin) {
    possibles = possibles.flatMap((schema) => {
      if (typeof etape === 'number') return schema.items ? deplier(racine, schema.items) : [];
      const propre = schema.properties?.[etape];
      if (propre) return deplier(racine, propre);
      return typeof schema.additionalProperties === 'object'
        ? deplier(racine, schema.additionalProperties)
        : [];
    });
  }
  return possibles;
}

/** A schema with what it refers to, and its alternatives. */
function deplier(racine: Schema, schema: Schema, profondeur = 0): Schema[] {
  if (profondeur > 6) return [];
  const nom = schema.$ref?.replace('#/$defs/', '');
  const vise = nom === undefined ? undefined : racine.$defs?.[nom];
  return [schema, vise, ...(schema.anyOf ?? []), schema.then, schema.else]
    .filter((candidat): candidat is Schema => candidat !== undefined)
    .flatMap((candidat) => (candidat === schema ? [schema] : deplier(racine, candidat, profondeur + 1)));
}
