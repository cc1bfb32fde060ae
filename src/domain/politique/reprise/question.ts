/** A question of a rule file and its answer: which versions left it open, which one answers. */
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { lireLignes, vrai } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { contient } from '#src/domain/politique/versions/sql.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import {
  FichierInconnu,
  QuestionInconnue,
  QuestionSansReponse,
} from '#src/domain/politique/reprise/refus.ts';
import { comparerVersions, type FichierClos } from '#src/engine/index.ts';
import { plusProche } from '#src/engine/erreurs.ts';

/** A question answered by a version in force, and how to find the cases that waited on it. */
export interface QuestionRepondue {
  readonly jeu: string;
  readonly titre: string;
  readonly question: string;
  readonly texte: string;
  readonly a: string | null;
  readonly reponse: string;
  readonly avant: { readonly numero: string; readonly empreinte: string };
  readonly apres: { readonly numero: string; readonly empreinte: string };
  /** Hash of each version that left it open → its rules that leave a case open because of it. */
  readonly attendues: Readonly<Record<string, readonly string[]>>;
  /** Hashes of the versions that answer it. */
  readonly repondent: readonly string[];
  /** Labels of the outcomes, all versions together. */
  readonly libelles: Readonly<Record<string, string>>;
}

interface Version {
  readonly empreinte: string;
  readonly numero: string;
  readonly contenu: FichierClos;
  /** First day of each interval it rules, as known now; null: no bound. */
  readonly jours: readonly (string | null)[];
  /** It rules today. */
  readonly aujourdhui: boolean;
}

async function versionsDe({ em, aujourdhui }: UniteDeLecture, jeu: string): Promise<Version[]> {
  const lignes = await lireLignes(
    em,
    tables
      .selectFrom('version_regle as v')
      .select(({ selectFrom, exists }) => {
        const siennes = selectFrom('activation as a')
          .whereRef('a.empreinte', '=', 'v.empreinte')
          .where('a.connu_au', 'is', null);
        return [
          'v.empreinte',
          'v.numero',
          'v.canonique',
          jsonArrayFrom(siennes.select('a.du').orderBy('a.du', (ordre) => ordre.asc().nullsFirst())).as(
            'jours',
          ),
          vrai(
            exists(
              siennes.select('a.id').where(({ ref }) => contient(ref('a.effective'), aujourdhui.toString())),
            ),
          ).as('aujourdhui'),
        ];
      })
      .where('v.genre', '=', 'regles')
      .where('v.jeu', '=', jeu),
  );
  return lignes
    .map(({ canonique, jours, ...ligne }) => ({
      ...ligne,
      jours: jours.map(({ du }) => du),
      contenu: JSON.parse(canonique) as FichierClos,
    }))
    .sort((a, b) => comparerVersions(b.numero, a.numero));
}

const ATTENTES = new Set(['source-muette', 'decision-humaine']);

/** Rules of a version that leave a case open because of a question. */
function reglesEnAttente({ regles, decision: { issues } }: FichierClos, question: string): string[] {
  return regles
    .filter((regle) => regle.question === question && ATTENTES.has(issues[regle.issue]?.etat ?? 'decide'))
    .map(({ id }) => id);
}

/**
 * The question, when a version in force answers it.
 * @throws FichierInconnu | QuestionInconnue | QuestionSansReponse
 */
export async function questionRepondue(
  unite: UniteDeLecture,
  jeu: string,
  question: string,
): Promise<QuestionRepondue> {
  const versions = await versionsDe(unite, jeu);
  if (versions.length === 0) {
    const noms = await lireLignes(
      unite.em,
      tables.selectFrom('version_regle').select('jeu').distinct().where('genre', '=', 'regles'),
    );
    throw new FichierInconnu(
      jeu,
      plusProche(
        jeu,
        noms.map(({ jeu: nom }) => nom),
      ),
    );
  }
  const posee = ({ contenu }: Version) =>
    Object.hasOwn(contenu.questions, question) ? contenu.questions[question] : undefined;
  const ouvertes = versions.filter((version) => posee(version)?.reponse === null);
  const repondent = versions.filter((version) => typeof posee(version)?.reponse === 'string');
  const connues = [...new Set(versions.flatMap(({ contenu }) => Object.keys(contenu.questions)))].sort();
  if (ouvertes.length + repondent.length === 0) throw new QuestionInconnue(jeu, question, connues);

  const jour = unite.aujourdhui.toString();
  const enVigueur = repondent.filter(({ jours }) => jours.some((du) => du === null || du <= jour));
  const apres = enVigueur.find(({ aujourdhui }) => aujourdhui) ?? enVigueur[0];
  if (!apres) {
    const prochaine = repondent
      .flatMap(({ numero, jours }) => jours.flatMap((du) => (du === null ? [] : [{ numero, du }])))
      .sort((a, b) => (a.du < b.du ? -1 : 1))[0];
    throw new QuestionSansReponse(jeu, question, prochaine ?? null);
  }
  const avant =
    ouvertes.find(({ numero }) => comparerVersions(numero, apres.numero) < 0) ?? ouvertes[0] ?? apres;
  const { texte = '', a = null, reponse = null } = posee(apres) ?? {};
  return {
    jeu,
    question,
    texte,
    a,
    reponse: reponse ?? '',
    titre: apres.contenu.titre,
    avant: { numero: avant.numero, empreinte: avant.empreinte },
    apres: { numero: apres.numero, empreinte: apres.empreinte },
    attendues: Object.fromEntries(
      ouvertes.map(({ empreinte, contenu }) => [empreinte, reglesEnAttente(contenu, question)]),
    ),
    repondent: repondent.map(({ empreinte }) => empreinte),
    libelles: Object.assign(
      {},
      ...versions
        .toReversed()
        .map(({ contenu }) =>
          Object.fromEntries(
            Object.entries(contenu.decision.issues).map(([code, { libelle }]) => [code, libelle]),
          ),
        ),
    ) as Record<string, string>,
  };
}
