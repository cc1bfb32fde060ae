/** Version numbers of a file: which are taken, which one comes next. */
import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import {
  controlerIsole,
  partagesCites,
  preparerControle,
  type Compagnons,
  type Controle,
  type TexteAControler,
} from '#src/domain/politique/porte/controle.ts';
import type { Niveau } from '#src/domain/politique/versions/soumission-regle.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import {
  lireJson,
  situer,
  type Anomalie,
  type FichierDeParametres,
  type OptionsDeVerification,
} from '#src/engine/index.ts';

/**
 * Published versions, in force, programmed or replaced, and those that wait for approval: their numbers, and
 * how each is taken.
 */
async function numerosPris(
  { em }: Pick<UniteDeLecture, 'em'>,
  genre: GenreDeVersion,
  jeu: string,
): Promise<ReadonlyMap<string, 'publiee' | 'soumise'>> {
  const lignes = await lireLignes(
    em,
    tables
      .selectFrom('version_regle')
      .select(['numero', sql<boolean>`true`.as('publiee')])
      .where('genre', '=', genre)
      .where('jeu', '=', jeu)
      .unionAll(
        tables
          .selectFrom('soumission_regle')
          .select(['numero', sql<boolean>`false`.as('publiee')])
          .where('genre', '=', genre)
          .where('jeu', '=', jeu)
          .where('etat', '=', 'soumis'),
      ),
  );
  return new Map(lignes.map(({ numero, publiee }) => [numero, publiee ? 'publiee' : 'soumise']));
}

/** The next minor number nobody has: what most changes ask for. */
function suivantLibre(numero: string, pris: ReadonlyMap<string, unknown>): string {
  const [majeur = 0, mineur = 0] = numero.split('.').map(Number);
  for (let suivant = mineur + 1; ; suivant += 1)
    if (!pris.has(`${majeur}.${suivant}.0`)) return `${majeur}.${suivant}.0`;
}

const RANGS: Readonly<Record<Niveau, number>> = { majeur: 0, mineur: 1, correctif: 2 };

/** The next free number of a level. */
export async function numeroDuNiveau(
  unite: Pick<UniteDeLecture, 'em'>,
  genre: GenreDeVersion,
  jeu: string,
  depuis: string,
  niveau: Niveau,
  reserves: ReadonlySet<string>,
): Promise<string> {
  const pris = await numerosPris(unite, genre, jeu);
  const monter = (numero: string, rang: number): string =>
    numero
      .split('.')
      .map((partie, place) => (place < rang ? partie : place === rang ? String(Number(partie) + 1) : '0'))
      .join('.');
  let suivant = monter(depuis, RANGS[niveau]);
  while (pris.has(suivant) || reserves.has(suivant)) suivant = monter(suivant, RANGS[niveau]);
  return suivant;
}

/** The number a draft made from a version takes. */
export async function numeroLibre(
  unite: Pick<UniteDeLecture, 'em'>,
  genre: GenreDeVersion,
  jeu: string,
  depuis: string,
): Promise<string> {
  return suivantLibre(depuis, await numerosPris(unite, genre, jeu));
}

/**
 * The checks of the gate on a draft, and whether its number is taken: its author is told as he writes, not
 * when he submits.
 */
export async function controlerBrouillon(
  unite: Pick<UniteDeLecture, 'em' | 'aujourdhui'>,
  texte: TexteAControler,
): Promise<Controle> {
  return (await preparerControleDeBrouillon(unite, texte))();
}

/** Values a draft may already take while they are a draft themselves: both are submitted together. */
async function valeursEnBrouillon(
  { em }: Pick<UniteDeLecture, 'em'>,
  { genre, texte }: TexteAControler,
): Promise<FichierDeParametres[]> {
  const noms = genre === 'regles' ? partagesCites(texte) : [];
  const brouillons =
    noms.length === 0
      ? []
      : await lireLignes(
          em,
          tables
            .selectFrom('brouillon_regle')
            .select(['jeu', 'texte'])
            .where('genre', '=', 'parametres')
            .where('jeu', 'in', noms)
            .limit(20),
        );
  const controles = await Promise.all(
    brouillons.map((brouillon) =>
      controlerIsole({
        ...brouillon,
        genre: 'parametres',
        partages: [],
        referentiels: [],
        jeux: [],
        jeuxAVenir: [],
        appelants: [],
        jours: null,
        options: {},
      }),
    ),
  );
  return controles.flatMap(({ canonique }) =>
    canonique === null ? [] : [JSON.parse(canonique) as FichierDeParametres],
  );
}

/** The same in two times: what is read, then what is computed once the transaction is closed. */
export async function preparerControleDeBrouillon(
  unite: Pick<UniteDeLecture, 'em' | 'aujourdhui'>,
  texte: TexteAControler,
  options: OptionsDeVerification = {},
  compagnons: Compagnons = {},
): Promise<() => Promise<Controle>> {
  const controler = await preparerControle(unite, texte, options, {
    ...compagnons,
    partages: [...(compagnons.partages ?? []), ...(await valeursEnBrouillon(unite, texte))],
  });
  const pris = await numerosPris(unite, texte.genre, texte.jeu);
  return async () => {
    const controle = await controler();
    const { numero } = controle;
    const etat = numero === null ? undefined : pris.get(numero);
    if (numero === null || etat === undefined) return controle;
    const anomalie: Anomalie = {
      controle: 'references',
      chemin: '/version',
      message: `le numéro ${numero} est déjà celui d’une version ${etat === 'publiee' ? 'publiée' : 'soumise'} de « ${texte.jeu} » : prenez-en un autre, par exemple ${suivantLibre(numero, pris)}`,
    };
    return {
      ...controle,
      valide: false,
      anomalies: [...situer([anomalie], lireJson(`« ${texte.jeu} »`, texte.texte)), ...controle.anomalies],
    };
  };
}
