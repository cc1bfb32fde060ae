/** The `rules/` folder on disk: `<jeu>/<version>.json`, the other kinds in their folders, `schemas/*.schema.json`. */
import { nombreFr } from '#src/kernel/francais.ts';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { FichierClos, TrouverPartage } from '#src/engine/cloture.ts';
import { cloturer } from '#src/engine/cloture.ts';
import type { Anomalie } from '#src/engine/erreurs.ts';
import { FichierInvalide } from '#src/engine/erreurs.ts';
import type { FichierDeParametres, FichierDeRegles, FichierDeReferentiel } from '#src/engine/format.ts';
import {
  DOSSIERS_A_PART,
  GENRES,
  GENRES_DE_VERSION,
  genreDuDossier,
  type GenreDeVersion,
} from '#src/domain/politique/versions/genre.ts';
import type { TexteLu } from '#src/engine/lecture.ts';
import { TAILLE_MAX, lireJson, situer } from '#src/engine/lecture.ts';
import { Schemas } from '#src/engine/schema.ts';
import { referentielsCites, resoudre, reunis } from '#src/engine/referentiels.ts';
import { choisirVersion } from '#src/engine/versions.ts';

/** The `rules/` folder of this program. */
export const RULES_FOLDER = join(PROGRAM_FOLDER, 'rules');

/** A file of `rules/`, not read yet. */
export interface ReferenceDeFichier {
  readonly genre: GenreDeVersion;
  readonly id: string;
  readonly version: string;
  /** Absolute path. */
  readonly chemin: string;
  /** Path shown to people: `rules/etp/1.0.0.json`. */
  readonly nom: string;
}

/** A file read: its text, its data and the place of each value. */
export interface FichierTexte extends ReferenceDeFichier {
  readonly texte: string;
  readonly lu: TexteLu;
}

/** Reads and checks files of one `rules/` folder; schemas are compiled once. */
export class RuleFolder {
  readonly racine: string;
  #schemas: Promise<Schemas> | undefined;
  readonly #partages = new Map<string, Promise<FichierDeParametres>>();

  constructor(racine = RULES_FOLDER) {
    this.racine = racine;
  }

  /** Rule sets present, sorted. */
  jeux(): Promise<string[]> {
    return this.#noms('regles');
  }

  /** Versions of one file, sorted by name. Empty when there is none. */
  async versions(genre: GenreDeVersion, id: string): Promise<ReferenceDeFichier[]> {
    if (!/^[a-z][a-z0-9-]*$/.test(id)) return [];
    const dossier = join(this.racine, GENRES[genre].dossier ?? '', id);
    const noms = (await contenu(dossier)).filter((nom) => nom.endsWith('.json'));
    return noms.map((fichier) => ({
      genre,
      id,
      version: fichier.slice(0, -'.json'.length),
      ...this.#nommer(join(dossier, fichier)),
    }));
  }

  /** Every file of the folder. */
  async tous(): Promise<ReferenceDeFichier[]> {
    const groupes = await Promise.all(
      GENRES_DE_VERSION.map(async (genre) =>
        Promise.all((await this.#noms(genre)).map((id) => this.versions(genre, id))),
      ),
    );
    return groupes.flat(2);
  }

  /** Reference of a file given by its path. */
  referenceDe(chemin: string): ReferenceDeFichier {
    const morceaux = relative(this.racine, chemin).split('/');
    const [premier = ''] = morceaux;
    return {
      genre: genreDuDossier(premier),
      id: morceaux.at(-2) ?? '',
      version: (morceaux.at(-1) ?? '').replace(/\.json$/, ''),
      ...this.#nommer(chemin),
    };
  }

  /** Reads a file as JSON with places. @throws FichierInvalide */
  async lire(reference: ReferenceDeFichier): Promise<FichierTexte> {
    const texte = await lireTexte(reference);
    return { ...reference, texte, lu: lireJson(reference.nom, texte) };
  }

  /**
   * Checks a rule file against its schema, its name, and closes it.
   * @param trouver where shared parameters come from; this folder when not given
   * @throws FichierInvalide
   */
  async fermer(
    fichier: FichierTexte,
    trouver?: TrouverPartage,
  ): Promise<{ fichier: FichierDeRegles; clos: FichierClos }> {
    const schemas = await this.schemas();
    const { valeur } = fichier.lu;
    if (!schemas.estUnFichierDeRegles(valeur))
      throw this.#invalide(fichier, schemas.controler(GENRES.regles.schema, valeur));
    this.#controlerNom(fichier, valeur);
    try {
      return {
        fichier: valeur,
        clos: cloturer(valeur, trouver ?? (await this.#trouverPartages(valeur)), fichier.nom),
      };
    } catch (erreur) {
      throw erreur instanceof FichierInvalide ? this.#invalide(fichier, erreur.anomalies) : erreur;
    }
  }

  /** A shared parameter file. @throws FichierInvalide */
  async parametres(fichier: FichierTexte): Promise<FichierDeParametres> {
    const schemas = await this.schemas();
    const { valeur } = fichier.lu;
    if (!schemas.estUnFichierDeParametres(valeur))
      throw this.#invalide(fichier, schemas.controler(GENRES.parametres.schema, valeur));
    this.#controlerNom(fichier, valeur);
    return valeur;
  }

  /** A referential. @throws FichierInvalide */
  async referentiel(fichier: FichierTexte): Promise<FichierDeReferentiel> {
    const schemas = await this.schemas();
    const { valeur } = fichier.lu;
    if (!schemas.estUnReferentiel(valeur))
      throw this.#invalide(fichier, schemas.controler(GENRES.referentiel.schema, valeur));
    this.#controlerNom(fichier, valeur);
    return valeur;
  }

  /**
   * A closed file with the codes of the referentials its facts name: those of the highest version applicable at `date`;
   * all that any version of the folder has, where null. @throws FichierInvalide
   */
  async avecReferentiels(clos: FichierClos, date: string | null): Promise<FichierClos> {
    const choisis: FichierDeReferentiel[] = [];
    for (const id of referentielsCites(clos)) {
      const references = await this.versions('referentiel', id);
      const versions = await Promise.all(
        references.map(async (reference) => this.referentiel(await this.lire(reference))),
      );
      choisis.push(...(date === null ? versions : [choisirVersion(id, versions, date)]));
    }
    return resoudre(clos, reunis(choisis)).fichier;
  }

  /** Schema anomalies of any file, empty when it conforms or when its kind has no schema. */
  async controlerSchema(fichier: FichierTexte): Promise<Anomalie[]> {
    const schemas = await this.schemas();
    const { schema } = GENRES[fichier.genre];
    return schemas.possede(schema) ? situer(schemas.controler(schema, fichier.lu.valeur), fichier.lu) : [];
  }

  /** Compiled schemas of the folder. */
  schemas(): Promise<Schemas> {
    this.#schemas ??= this.#chargerSchemas();
    return this.#schemas;
  }

  async #chargerSchemas(): Promise<Schemas> {
    const dossier = join(this.racine, 'schemas');
    const noms = (await contenu(dossier)).filter((nom) => nom.endsWith('.schema.json'));
    const schemas = await Promise.all(
      noms.map(async (nom) => {
        const schema: unknown = JSON.parse(await readFile(join(dossier, nom), 'utf8'));
        if (typeof schema !== 'object' || schema === null)
          throw new FichierInvalide(nom, [
            { controle: 'lecture', message: 'le schéma n’est pas un objet JSON.' },
          ]);
        return { nom, schema };
      }),
    );
    return new Schemas(schemas);
  }

  async #trouverPartages(regles: FichierDeRegles): Promise<TrouverPartage> {
    const trouves = new Map<string, FichierDeParametres>();
    for (const parametre of Object.values(regles.parametres)) {
      if (!('partage' in parametre)) continue;
      const cle = `${parametre.partage}/${parametre.version}`;
      if (trouves.has(cle)) continue;
      const reference = (await this.versions('parametres', parametre.partage)).find(
        ({ version }) => version === parametre.version,
      );
      if (reference) trouves.set(cle, await this.#partage(reference));
    }
    return (id, version) => trouves.get(`${id}/${version}`);
  }

  #partage(reference: ReferenceDeFichier): Promise<FichierDeParametres> {
    let charge = this.#partages.get(reference.chemin);
    if (!charge) {
      charge = this.lire(reference).then((fichier) => this.parametres(fichier));
      this.#partages.set(reference.chemin, charge);
    }
    return charge;
  }

  #controlerNom(
    fichier: FichierTexte,
    { id, version }: { readonly id: string; readonly version: string },
  ): void {
    if (id === fichier.id && version === fichier.version) return;
    throw this.#invalide(fichier, [
      {
        controle: 'references',
        chemin: id === fichier.id ? '/version' : '/id',
        message: `le fichier déclare « ${id} » ${version}, mais son chemin dit « ${fichier.id} » ${fichier.version}.`,
      },
    ]);
  }

  #invalide(fichier: FichierTexte, anomalies: readonly Anomalie[]): FichierInvalide {
    return new FichierInvalide(fichier.nom, situer(anomalies, fichier.lu));
  }

  /** Files of a kind, sorted. */
  async #noms(genre: GenreDeVersion): Promise<string[]> {
    const { dossier } = GENRES[genre];
    const noms = await dossiers(join(this.racine, dossier ?? ''));
    return dossier === null ? noms.filter((nom) => !DOSSIERS_A_PART.includes(nom)) : noms;
  }

  #nommer(chemin: string): { chemin: string; nom: string } {
    return { chemin, nom: join('rules', relative(this.racine, chemin)) };
  }
}

/**
 * Text of a file: a regular file of bearable size, in UTF-8, without the byte order mark some editors write.
 */
async function lireTexte({ nom, chemin }: ReferenceDeFichier): Promise<string> {
  const refuser = (message: string): FichierInvalide =>
    new FichierInvalide(nom, [{ controle: 'lecture', message }]);
  const octets = await stat(chemin)
    .then(({ size }) => {
      if (size > TAILLE_MAX * 4)
        throw refuser(
          `le fichier pèse ${nombreFr(size / 1000, 0)} ko, c’est trop pour un fichier de règles.`,
        );
      return readFile(chemin);
    })
    .catch((erreur: unknown) => {
      throw erreur instanceof FichierInvalide
        ? erreur
        : refuser('le fichier ne peut pas être lu (dossier, lien rompu ou droits insuffisants).');
    });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    throw refuser('le fichier n’est pas écrit en UTF-8.');
  }
}

async function contenu(dossier: string): Promise<string[]> {
  try {
    return (await readdir(dossier)).sort();
  } catch {
    return [];
  }
}

async function dossiers(racine: string): Promise<string[]> {
  try {
    return (await readdir(racine, { withFileTypes: true }))
      .filter((entree) => entree.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
