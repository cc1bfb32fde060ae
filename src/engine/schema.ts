/** JSON Schema check of governed files, with French sentences. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import localize from 'ajv-i18n';
import { estUneDate } from './dates.ts';
import type { Anomalie } from './erreurs.ts';
import type { FichierDeParametres, FichierDeReferentiel, FichierDeRegles } from './format.ts';

/** Beyond this, more sentences help nobody. */
const ANOMALIES_MAX = 25;

/**
 * Beyond this many values a document is told its first anomaly only: tens of thousands would be built to show
 * 25.
 */
const VALEURS_MAX = 8_000;

/** Compiled schemas. Schemas are given as data: the engine reads no file. */
export class Schemas {
  readonly #schemas: readonly SchemaNomme[];
  readonly #ajv: Ajv2020;
  readonly #valideurs = new Map<string, ValidateFunction>();
  /** Stops at the first anomaly; built only for a document out of the ordinary. */
  #bref: Ajv2020 | undefined;

  /** @param schemas JSON Schemas with `$id`; `nom` is the file name, e.g. `regles.schema.json` */
  constructor(schemas: readonly SchemaNomme[]) {
    this.#schemas = schemas;
    this.#ajv = nouvelAjv(schemas, { allErrors: true });
  }

  /** Anomalies of a document against a schema, empty when it conforms. */
  controler(nom: string, document: unknown): Anomalie[] {
    const valider = this.#valideur(nom, document);
    if (valider(document)) return [];
    const erreurs = (valider.errors ?? []).filter(({ keyword }) => !BRUIT.has(keyword));
    localize.fr(erreurs);
    return erreurs.slice(0, ANOMALIES_MAX).map((erreur) => anomalieDe(erreur, document));
  }

  /** Does a document conform to the rule-file schema? */
  estUnFichierDeRegles(document: unknown): document is FichierDeRegles {
    return this.#valideur('regles.schema.json', document)(document);
  }

  estUnFichierDeParametres(document: unknown): document is FichierDeParametres {
    return this.#valideur('parametres.schema.json', document)(document);
  }

  estUnReferentiel(document: unknown): document is FichierDeReferentiel {
    return this.#valideur('referentiel.schema.json', document)(document);
  }

  possede(nom: string): boolean {
    return this.#ajv.getSchema(nom) !== undefined;
  }

  #valideur(nom: string, document: unknown): ValidateFunction {
    if (compterLesValeurs(document, VALEURS_MAX) >= VALEURS_MAX) {
      this.#bref ??= nouvelAjv(this.#schemas, { allErrors: false });
      const bref = this.#bref.getSchema(nom);
      if (bref) return bref;
    }
    const connu = this.#valideurs.get(nom);
    if (connu) return connu;
    const valideur = this.#ajv.getSchema(nom);
    if (!valideur) throw new Error(`no schema ${nom}`);
    this.#valideurs.set(nom, valideur);
    return valideur;
  }
}

interface SchemaNomme {
  readonly nom: string;
  readonly schema: object;
}

function nouvelAjv(schemas: readonly SchemaNomme[], { allErrors }: { readonly allErrors: boolean }): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    verbose: true,
  });
  ajv.addFormat('date', estUneDate);
  for (const { nom, schema } of schemas) ajv.addSchema(schema, nom);
  return ajv;
}

/** Values of a document, nested ones included; counting stops at the limit. */
function compterLesValeurs(valeur: unknown, limite: number): number {
  if (typeof valeur !== 'object' || valeur === null) return 1;
  let compte = 1;
  for (const enfant of Object.values(valeur)) {
    if (compte >= limite) break;
    compte += compterLesValeurs(enfant, limite - compte);
  }
  return compte;
}

/** Keywords that only repeat what their branch already said. */
const BRUIT: ReadonlySet<string> = new Set(['if', 'anyOf', 'allOf', 'oneOf', 'propertyNames']);

function anomalieDe(erreur: ErrorObject, document: unknown): Anomalie {
  const chemin = cheminDe(erreur);
  const regle = regleAu(chemin, document);
  return {
    controle: 'schema',
    chemin,
    message: `${lieu(chemin)} ${phrase(erreur)}`,
    ...(regle === undefined ? {} : { regle }),
  };
}

function cheminDe({ instancePath, keyword, params }: ErrorObject): string {
  const supplementaire: unknown =
    keyword === 'additionalProperties' ? params['additionalProperty'] : undefined;
  return typeof supplementaire === 'string'
    ? `${instancePath}/${supplementaire.replaceAll('~', '~0').replaceAll('/', '~1')}`
    : instancePath;
}

function lieu(chemin: string): string {
  return chemin === '' ? 'le fichier' : `« ${chemin.slice(1).replaceAll('/', ' > ')} »`;
}

function phrase(erreur: ErrorObject): string {
  const { keyword, params } = erreur;
  switch (keyword) {
    case 'additionalProperties':
      return 'est une propriété inconnue ici.';
    case 'not':
      return `${descriptionDe(erreur.schema) ?? 'n’est pas admis ici'}.`;
    case 'false schema':
      return 'n’est pas admis ici.';
    case 'required':
      return `doit avoir la propriété « ${String(params['missingProperty'])} ».`;
    case 'enum':
      return `doit être l’une des valeurs ${listeDe(params['allowedValues'])}.`;
    case 'const':
      return `doit valoir « ${String(params['allowedValue'])} ».`;
    case 'minItems':
      return 'ne doit pas être une liste vide.';
    case 'minProperties':
      return 'ne doit pas être un objet vide.';
    case 'maxProperties':
      return params['limit'] !== 1
        ? `ne doit pas contenir plus de ${String(params['limit'])} propriétés.`
        : `ne doit contenir qu’une seule propriété (${Object.keys(estUnObjet(erreur.data) ? erreur.data : {}).join(', ')}).`;
    case 'type':
      return `doit être ${typesEnClair(params['type'])}.`;
    case 'minLength':
      return 'ne doit pas être vide.';
    case 'format':
      return 'doit être une date réelle AAAA-MM-JJ.';
    case 'pattern':
      return `${erreur.propertyName === undefined ? '' : `contient le nom « ${erreur.propertyName} », qui `}n’a pas la forme attendue${description(erreur)} (${String(params['pattern'])}).`;
    default:
      return `${erreur.message ?? 'est invalide'}.`;
  }
}

function description({ parentSchema }: ErrorObject): string {
  const texte = descriptionDe(parentSchema);
  return texte === undefined ? '' : ` : ${texte.replace(/\.$/, '')}`;
}

/** What a schema says of itself; that of a `not` says what is wrong with what it holds. */
function descriptionDe(schema: unknown): string | undefined {
  const texte: unknown = estUnObjet(schema) ? schema['description'] : undefined;
  return typeof texte === 'string' ? texte : undefined;
}

const TYPES_EN_CLAIR: Readonly<Record<string, string>> = {
  object: 'un objet',
  array: 'une liste',
  string: 'un texte',
  number: 'un nombre',
  integer: 'un nombre entier',
  boolean: 'true ou false',
  null: 'null',
};

function typesEnClair(types: unknown): string {
  return [types]
    .flat()
    .map((type) => TYPES_EN_CLAIR[String(type)] ?? String(type))
    .join(' ou ');
}

function listeDe(valeurs: unknown): string {
  return Array.isArray(valeurs) ? valeurs.map((valeur) => String(valeur)).join(', ') : '';
}

function estUnObjet(valeur: unknown): valeur is Record<string, unknown> {
  return typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur);
}

/** Id of the rule a JSON pointer lies in. */
export function regleAu(chemin: string, document: unknown): string | undefined {
  const rang = /^\/regles\/(\d+)/.exec(chemin)?.[1];
  if (rang === undefined || !estUnObjet(document)) return undefined;
  const { regles } = document;
  const regle: unknown = Array.isArray(regles) ? regles[Number(rang)] : undefined;
  return estUnObjet(regle) && typeof regle['id'] === 'string' ? regle['id'] : undefined;
}
