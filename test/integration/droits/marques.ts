import { DROITS } from '#src/kernel/droits/table.ts';
import type { DeclarationFixture } from '../declaration/fixture.ts';
import type { Appartenance } from './fixture.ts';

/** A value put in one field of one record, that says where it comes from wherever it is printed. */
export interface Marque extends Appartenance {
  readonly ressource: string;
  readonly champ: string;
  readonly id: string;
}
/** Marks by the value as {@link marquesVues} finds it: a text, a day, an amount, an id. */
export type Marques = ReadonlyMap<string, Marque>;

type Superviseur = (requete: string, parametres?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
interface Propriete {
  readonly name: string;
  readonly kind: string;
  readonly primary?: boolean;
  readonly items?: unknown[];
  readonly fieldNames: readonly string[];
  readonly columnTypes: readonly string[];
}
interface Entite {
  readonly className: string;
  readonly tableName: string;
  readonly properties: Readonly<Record<string, Propriete>>;
}

/** Texts that mean something to the program. */
const SIGNIFIANTS =
  /^(id|cafId|role|perennite|empreinte.*|curseur|siren|prefixe|codePostal|communeCode|fuseauHoraire|type|formulaire.*|.*[eE]mpreinte|versionRegle|jeu|numero|requeteId|sujetType|choix|url|genre|chaine|precedente|commande|acteurRole|entite.*|connueLe|graine|agregats|canonique|.*Canonique|rapports?|.*Numero|signature|ouvre)$/;
/** Days and instants a decision is read again with, and those of the journal's partitions. */
const JOURS_SIGNIFIANTS = new Set(['Decision', 'Journal']);
/** The day the clock of the test stands at: what is past stays past, what is to come stays to come. */
const AUJOURDHUI = '2026-03-02';

/**
 * Values that no record has by itself: days before 1960 or after 2060, ETP above a half in ten-thousandths,
 * amounts of eight digits.
 */
class Valeurs {
  #jours = { avant: 0, apres: 0 };
  #etp = 0;
  #montants = 0;

  /**
   * Three days apart: a last day included, or an instant in another time zone, is told from the next mark.
   */
  jour(ancien: string): string {
    const passe = ancien.slice(0, 10) <= AUJOURDHUI;
    const rang = passe ? this.#jours.avant++ : this.#jours.apres++;
    return new Date(Date.UTC(passe ? 1901 : 2061, 0, 2 + 3 * rang)).toISOString().slice(0, 10);
  }
  etp = (): string => `0.${5001 + this.#etp++}`;
  montant = (): string => `9${String(this.#montants++).padStart(7, '0')}.37`;
}

const decaler = (jour: string, jours: number): string =>
  new Date(Date.parse(`${jour}T00:00:00Z`) + jours * 86_400_000).toISOString().slice(0, 10);

/**
 * Marks each free text, day, ETP and amount of each record of the resources of the rights table; its id is a
 * mark too.
 */
export async function marquer(
  { orm }: Pick<DeclarationFixture, 'orm'>,
  superviseur: Superviseur,
): Promise<Marques> {
  const marques = new Map<string, Marque>();
  const valeurs = new Valeurs();
  const colonnes = new Map(
    (
      await superviseur(
        "select table_name::text as t, array_agg(column_name::text) as c from information_schema.columns where table_schema = 'public' group by 1",
      )
    ).map(({ t, c }) => [String(t), new Set(c as string[])]),
  );
  for (const { className, tableName, properties } of orm.getMetadata() as unknown as Iterable<Entite>) {
    if (!Object.hasOwn(DROITS, className) || className === 'Compte' || className === 'VersionRegle') continue;
    const presentes = colonnes.get(tableName) ?? new Set<string>();
    const scalaires = Object.values(properties).filter(
      ({ kind, primary, items }) => kind === 'scalar' && !primary && !items,
    );
    const genre = ({
      name,
      columnTypes: [type = ''],
    }: Propriete): 'texte' | 'jour' | 'instant' | 'etp' | 'montant' | 'finances' | null => {
      if (type === 'text') return SIGNIFIANTS.test(name) ? null : 'texte';
      if (type === 'date' || type.startsWith('timestamp'))
        return JOURS_SIGNIFIANTS.has(className) || !presentes.has('caf_id')
          ? null
          : type === 'date'
            ? 'jour'
            : 'instant';
      if (type.startsWith('numeric')) return type.endsWith('4)') ? 'etp' : 'montant';
      return name === 'donneesFinances' ? 'finances' : null;
    };
    for (const ligne of await superviseur(
      `select to_jsonb(t) as valeurs, t.id::text as id, ${appartenance(className, presentes)} from "${tableName}" t order by t.id`,
    )) {
      const de: Appartenance & { id: string } = {
        id: String(ligne['id']),
        caf: ligne['caf'] as string | null,
        partenaire: ligne['partenaire'] as string | null,
        equipement: ligne['equipement'] as string | null,
      };
      if (presentes.has('caf_id') && /-/.test(de.id))
        marques.set(de.id, { ...de, ressource: className, champ: 'id' });
      const nouvelles: [string, string][] = [];
      for (const propriete of scalaires) {
        const sorte = genre(propriete);
        const [colonne = ''] = propriete.fieldNames;
        const ancienne = (ligne['valeurs'] as Record<string, unknown>)[colonne];
        // A text is put where none is; a day that is not said stays so.
        if (sorte === null || (sorte !== 'texte' && (ancienne === null || ancienne === undefined))) continue;
        const marque: Marque = { ...de, ressource: className, champ: propriete.name };
        const { valeur, vues } = nouvelle(sorte, ancienne, valeurs, marques.size, propriete.name);
        for (const vue of vues) marques.set(vue, marque);
        nouvelles.push([colonne, valeur]);
      }
      if (nouvelles.length > 0)
        await superviseur(
          `update "${tableName}" set ${nouvelles.map(([colonne], rang) => `"${colonne}" = $${rang + 2}`).join(', ')} where id::text = $1`,
          [de.id, ...nouvelles.map(([, valeur]) => valeur)],
        );
    }
  }
  return marques;
}

/** A line of the journal for each dossier, about one of its users, its values and its motive marked. */
export async function marquerLeJournal(
  superviseur: Superviseur,
  dossiers: readonly { readonly caf: string; readonly partenaire: string; readonly personne: string }[],
): Promise<Marques> {
  const marques = new Map<string, Marque>();
  for (const [rang, { caf, partenaire, personne }] of dossiers.entries()) {
    const [motif, avant, apres] = ['m', 'a', 'p'].map((lettre) => `zqj${lettre}0${rang}zq`);
    const [ligne] = await superviseur(
      `insert into journal (id, chaine, partenaire_id, rang, le, acteur_role, commande, requete_id, entite, entite_id, genre, motif, changements, precedente, empreinte)
      select gen_random_uuid(), $1, $2, 900000 + $3, max(le), 'gestionnaire', 'essai', 'essai', 'Utilisateur', $4, 'modification', $5, jsonb_build_object('poste', jsonb_build_object('avant', $6::text, 'apres', $7::text)), '', '' from journal
      returning id::text as id`,
      [caf, partenaire, rang, personne, motif, avant, apres],
    );
    const marque: Marque = {
      ressource: 'Journal',
      champ: 'changements',
      id: String(ligne?.['id']),
      caf,
      partenaire,
      equipement: null,
    };
    for (const valeur of [motif, avant, apres]) marques.set(String(valeur), marque);
  }
  return marques;
}

/** Whose a row of a table is, in SQL. */
function appartenance(className: string, presentes: ReadonlySet<string>): string {
  const caf =
    className === 'Caf'
      ? 't.id::text'
      : className === 'Journal'
        ? "nullif(t.chaine, 'national')"
        : presentes.has('caf_id')
          ? 't.caf_id'
          : 'null::text';
  const partenaire =
    className === 'Partenaire' ? 't.id' : presentes.has('partenaire_id') ? 't.partenaire_id' : 'null';
  const equipement =
    className === 'Declaration'
      ? 't.equipement_id'
      : presentes.has('declaration_id')
        ? '(select d.equipement_id from declaration d where d.id = t.declaration_id)'
        : 'null';
  return `${caf} as caf, ${partenaire}::text as partenaire, ${equipement}::text as equipement`;
}

/** A value of its own, and how it is seen. */
function nouvelle(
  sorte: 'texte' | 'jour' | 'instant' | 'etp' | 'montant' | 'finances',
  ancienne: unknown,
  valeurs: Valeurs,
  rang: number,
  nom: string,
): { valeur: string; vues: readonly string[] } {
  if (sorte === 'texte') {
    const marque = `zq${rang.toString(36).padStart(4, '0')}zq`;
    return { valeur: /courriel/i.test(nom) ? `${marque}@exemple.fr` : marque, vues: [marque] };
  }
  if (sorte === 'jour' || sorte === 'instant') {
    const jour = valeurs.jour(String(ancienne));
    return {
      valeur: sorte === 'jour' ? jour : `${jour}T12:00:00Z`,
      vues: [decaler(jour, -1), jour, decaler(jour, 1)],
    };
  }
  if (sorte === 'finances') {
    const vues: string[] = [];
    const valeur = JSON.stringify(ancienne, (_cle, une: unknown) => {
      if (typeof une !== 'string' || !/^\d+(\.\d+)?$/.test(une)) return une;
      const montant = valeurs.montant();
      vues.push(montant);
      return montant;
    });
    return { valeur, vues };
  }
  const valeur = sorte === 'etp' ? valeurs.etp() : valeurs.montant();
  return { valeur, vues: [valeur] };
}

const ANNEE = '(?:19[0-5]\\d|20[6-9]\\d)';
const FORMES = new RegExp(
  [
    'zq[0-9a-z]{4}zq',
    `(?<![\\d-])${ANNEE}-\\d\\d-\\d\\d`,
    `(?<!\\d)\\d\\d/\\d\\d/${ANNEE}(?!\\d)`,
    '(?<![\\d.,])0[.,][5-6]\\d{3}(?!\\d)',
    '(?<![\\d.,])9\\d[\\s\\u00a0\\u202f]?\\d{3}[\\s\\u00a0\\u202f]?\\d{3}[.,]37(?!\\d)',
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  ].join('|'),
  'gi',
);

/**
 * The marks an answer prints, each with its value, in whatever form: « 05/01/1920 » or 1920-01-05, « 0,5001
 * », « 90 000 012,37 ».
 */
export function marquesVues(marques: Marques, texte: string): [string, Marque][] {
  const vues = new Set(
    [...texte.matchAll(FORMES)].map(([vue]) => {
      const [, jour, mois, annee] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(vue) ?? [];
      return jour
        ? `${annee ?? ''}-${mois ?? ''}-${jour}`
        : vue
            .replaceAll(/[\s\u00a0\u202f]/g, '')
            .replace(',', '.')
            .toLowerCase();
    }),
  );
  return [...vues].flatMap((vue): [string, Marque][] => {
    const marque = marques.get(vue);
    return marque ? [[vue, marque]] : [];
  });
}
