/** A version as the registry has it, for the verbs that only read. */
import { sql } from 'kysely';
import { lireLignes, vrai } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { contient } from '#src/domain/politique/versions/sql.ts';
import { avecOutil } from '#src/cli/outil.ts';
import { acteur, leSeul, lireNom } from '#src/cli/regles/politique.ts';
import { UsageInvalide } from '#src/cli/regles/usage.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { BrouillonRegle } from '#src/domain/politique/versions/brouillon-regle.ts';
import { controlerTexte } from '#src/domain/politique/porte/controle.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import { FichierInvalide } from '#src/engine/index.ts';

interface Lue {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly numero: string;
  readonly empreinte: string;
  readonly canonique: string;
}
const IDENTIFIANT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * @param version a number, « en-vigueur », « brouillon », or the id of a draft @throws UsageInvalide |
 * FichierInvalide for a draft that cannot be read
 */
export function lireAuRegistre(nom: string, version: string): Promise<Lue> {
  return avecOutil(({ executeur }) =>
    executeur.lire(acteur('comparer'), (unite) =>
      version === 'brouillon' || IDENTIFIANT.test(version)
        ? brouillon(unite, nom, version)
        : publiee(unite, nom, version),
    ),
  );
}

async function publiee({ em, aujourdhui }: UniteDeLecture, nom: string, version: string): Promise<Lue> {
  const { genre, jeu } = lireNom(nom);
  const lignes = await lireLignes(
    em,
    tables
      .selectFrom('version_regle as v')
      .select(({ exists, selectFrom }) => [
        'v.genre',
        'v.jeu',
        'v.numero',
        'v.empreinte',
        'v.canonique',
        sql<boolean>`false`.as('attente'),
        vrai(
          exists(
            selectFrom('activation as a')
              .select('a.id')
              .whereRef('a.empreinte', '=', 'v.empreinte')
              .where('a.connu_au', 'is', null)
              .where(({ ref }) => contient(ref('a.effective'), aujourdhui.toString())),
          ),
        ).as('enVigueur'),
      ])
      .where('v.jeu', '=', jeu)
      .unionAll(
        tables
          .selectFrom('soumission_regle as s')
          .select([
            's.genre',
            's.jeu',
            's.numero',
            's.empreinte',
            's.canonique',
            sql<boolean>`true`.as('attente'),
            sql<boolean>`false`.as('enVigueur'),
          ])
          .where('s.jeu', '=', jeu)
          .where('s.etat', '=', 'soumis'),
      ),
  );
  const siennes = lignes.filter((ligne) => genre === undefined || ligne.genre === genre);
  const trouvees = siennes.filter((ligne) =>
    version === 'en-vigueur' ? ligne.enVigueur : ligne.numero === version,
  );
  return leSeul(
    trouvees,
    siennes.length === 0
      ? `Le registre n’a aucun fichier « ${nom} ».`
      : version === 'en-vigueur'
        ? `Aucune version de « ${nom} » n’est en vigueur aujourd’hui.`
        : `Le registre n’a pas de version « ${version} » de « ${nom} » ; versions connues : ${siennes.map(({ numero, attente }) => `${numero}${attente ? ' (soumise)' : ''}`).join(', ')}.`,
  );
}

async function brouillon(unite: UniteDeLecture, nom: string, version: string): Promise<Lue> {
  const { genre, jeu } = lireNom(nom);
  const siens = await unite.em.find(BrouillonRegle, {
    jeu,
    ...(genre === undefined ? {} : { genre }),
    ...(version === 'brouillon' ? {} : { id: version }),
  });
  if (siens.length > 1 && version === 'brouillon')
    throw new UsageInvalide(
      `« ${nom} » a ${siens.length} brouillons : indiquez l’identifiant de l’un d’eux (${siens.map(({ id, numero }) => `${nom}@${id} pour le ${numero}`).join(', ')}).`,
    );
  const choisi = leSeul(siens, `« ${nom} » n’a pas ce brouillon.`);
  const { canonique, empreinte, numero, anomalies } = await controlerTexte(unite, choisi);
  if (canonique === null || empreinte === null)
    throw new FichierInvalide(`brouillon de « ${nom} »`, anomalies);
  return { genre: choisi.genre, jeu, numero: numero ?? choisi.numero, canonique, empreinte };
}
