import canonicalize from 'canonicalize';
import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { transmettre } from '#src/domain/declaration/commandes.ts';
import { lancerReprise } from '#src/domain/politique/reprise/commandes.ts';
import { travaillerUneReprise } from '#src/domain/politique/reprise/conduire.ts';
import { apercevoir, lireReprise, toutesLesLignes } from '#src/domain/politique/reprise/lectures.ts';
import type { CasRepris } from '#src/domain/politique/reprise/vues.ts';
import type { FichierClos } from '#src/engine/index.ts';
import { recharger } from '#src/domain/politique/registre/base.ts';
import { type VersionAPublier, initialiserRegistre } from '#src/domain/politique/livraison/publication.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { analyste, systeme } from '#test/support/acteurs.ts';
import {
  fermeture,
  remplir,
  vider,
  type DeclarationFixture,
  planterUneDeclaration,
} from '../declaration/fixture.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';

/** A declaration of a Caf and two analysts, on the registry as delivered. */
export async function planterDesCas(): Promise<{
  fixture: DeclarationFixture;
  registre: RegistreVivant;
  livrees: readonly VersionAPublier[];
}> {
  const livrees = await preparerLivraison(new RuleFolder());
  const registre = new RegistreVivant(livrees);
  const fixture = await planterUneDeclaration(registre);
  await fixture.executeur.executer(systeme, initialiserRegistre, { versions: [...livrees] });
  for (const rang of [1, 2]) {
    const { compteId, nom, prenom } = analyste(rang);
    await fixture.sql(
      'insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, $2, now(), now())',
      [compteId, `analyste${rang}@cnaf.example`],
    );
    await fixture.sql(
      "insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values (gen_random_uuid(), $1, $2, $3, $4, '2020-01-01')",
      [compteId, nom, prenom, `analyste${rang}@cnaf.example`],
    );
  }
  return { fixture, registre, livrees };
}

/** As delivered, without a declaration nor an act. */
export async function nettoyer(
  fixture: DeclarationFixture,
  registre: RegistreVivant,
  livrees: readonly VersionAPublier[],
): Promise<void> {
  const { sql } = fixture;
  for (const table of ['reprise_cas', 'reprise_question', 'activation', 'version_regle'])
    await sql(`alter table ${table} disable trigger user`);
  await sql('delete from reprise_cas');
  await sql('delete from reprise_question');
  await sql("delete from activation where motif <> 'Fichier livré'");
  await sql('update activation set connu_au = null');
  await sql('delete from version_regle where empreinte <> all($1)', [
    livrees.map(({ empreinte }) => empreinte),
  ]);
  for (const table of ['reprise_cas', 'reprise_question', 'activation', 'version_regle'])
    await sql(`alter table ${table} enable trigger user`);
  await sql('update habilitation set decision_id = null where decision_id is not null');
  await vider(fixture);
  await sql(
    "delete from habilitation where equipement_id in (select id from equipement where type = 'EAJE')",
  );
  await recharger(registre, fixture.orm);
}

/**
 * Puts another version of a delivered file in force from a day on, in place of the delivered one: what an
 * approval leaves.
 */
export async function mettreEnVigueur(
  fixture: DeclarationFixture,
  registre: RegistreVivant,
  livrees: readonly VersionAPublier[],
  jeu: string,
  changer: (fichier: Modifiable) => void,
  du: string | null = null,
): Promise<void> {
  const livree = livrees.find((version) => version.jeu === jeu && version.genre === 'regles');
  const contenu = JSON.parse(livree?.canonique ?? '') as Modifiable;
  contenu.version = '1.1.0';
  changer(contenu);
  const canonique = canonicalize(contenu) ?? '';
  const empreinte = createHash('sha256').update(canonique).digest('hex');
  await fixture.sql(
    "insert into version_regle (empreinte, genre, jeu, numero, canonique, texte, origine, publie_le) values ($1, 'regles', $2, '1.1.0', $3, $3, 'initialisation', now())",
    [empreinte, jeu, canonique],
  );
  await fixture.sql(
    "update activation set connu_au = now() where genre = 'regles' and jeu = $1 and connu_au is null",
    [jeu],
  );
  const activer = (version: string, de: string | null, a: string | null) =>
    fixture.sql(
      "insert into activation (id, genre, jeu, empreinte, du, au, connu_du, origine, motif, acte) values (gen_random_uuid(), 'regles', $1, $2, $3, $4, now(), 'initialisation', 'Essai', gen_random_uuid())",
      [jeu, version, de, a],
    );
  await activer(empreinte, du, null);
  if (du !== null) await activer(livree?.empreinte ?? '', null, du);
  await recharger(registre, fixture.orm);
}
type Modifiable = {
  version: string;
  questions: Record<string, { reponse: string | null }>;
  parametres: Record<string, { valeurs: { valeur: unknown }[] }>;
  regles: { id: string; issue: string }[];
  faits: Record<string, object>;
} & Omit<FichierClos, 'version' | 'questions' | 'parametres' | 'regles' | 'faits'>;

/** Answers a question in the text of a file. */
export const repondre = (fichier: Modifiable, question: string): void => {
  const posee = fichier.questions[question];
  if (posee) posee.reponse = 'Instruction technique du 2 mars 2026.';
};

/** Three months exactly are treated as less than the threshold: nothing is paid. */
export const troisMoisCommeMoins = (fichier: Modifiable): void => {
  repondre(fichier, 'Q1');
  const [valeur] = fichier.parametres['dureeEgaleAuSeuil']?.valeurs ?? [];
  if (valeur) valeur.valeur = 'comme-moins';
};

/** A closure of exactly three months, which the source does not settle. */
export const TROIS_MOIS = fermeture('2025-05-01', '2025-08-01');

/** Reason given by whoever launches. */
export const MOTIF = 'La Cnaf a répondu.';

/** Transmitted, on a conventionnement of its own. */
export async function transmise(fixture: DeclarationFixture, changements = TROIS_MOIS): Promise<string> {
  const conventionnementId = randomUUID();
  await fixture.sql(
    `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, instance, valide_le, etp_valide, animateurs)
    values ($1, '451', $2, $3, $4, '2024-01-01', '2028-01-01', 'valide', 'conseil-administration', '2023-12-01', 1, $5)`,
    [
      conventionnementId,
      fixture.partenaireId,
      fixture.equipementId,
      `M-${conventionnementId.slice(0, 8)}`,
      JSON.stringify([fixture.animatriceId]),
    ],
  );
  const declaration = await remplir({ ...fixture, conventionnementId }, changements);
  await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
  return declaration;
}

/** Columns of a declaration that a new decision moves. */
export const etat = async (fixture: DeclarationFixture, id: string) =>
  (await fixture.sql('select etat, estimation, sous_reserve from declaration where id = $1', [id]))[0];

/** Decisions of a declaration on one closure, oldest first. */
export const decisions = (fixture: DeclarationFixture, id: string, detail = 'fermeture:1') =>
  fixture.sql<{ id: string; version_regle: string; etat: string; issues: string[] }>(
    'select id, version_regle, etat, issues from decision where sujet_id = $1 and sujet_detail = $2 order by prise_le',
    [id, detail],
  );

/** Reads as an analyst. */
export const lire = <T>(
  fixture: DeclarationFixture,
  lecture: Parameters<typeof fixture.executeur.lire<T>>[1],
) => fixture.executeur.lire(analyste(), lecture);

/** What an act would do, with its cases. */
export const apercu = async (fixture: DeclarationFixture, question = 'Q1', jeu = 'fermeture') => {
  const cas: CasRepris[] = [];
  return {
    ...(await apercevoir(
      (lecture) => lire(fixture, lecture),
      jeu,
      question,
      (un) => cas.push(un),
    )),
    cas,
  };
};

/** Launched by an analyst, conducted to its end, an hour after all that was done before. */
export async function reprendre(
  fixture: DeclarationFixture,
  question = 'Q1',
  jeu = 'fermeture',
): Promise<{ id: string; lignes: CasRepris[] } & Awaited<ReturnType<typeof lireReprise>>> {
  fixture.horloge.regler('2026-03-02T13:00:00Z');
  const { id } = await fixture.executeur.executer(analyste(), lancerReprise, { jeu, question, motif: MOTIF });
  expect(await travaillerUneReprise({ executeur: fixture.executeur }, new AbortController().signal)).toBe(
    true,
  );
  const lignes: CasRepris[] = [];
  for await (const ligne of toutesLesLignes((lecture) => lire(fixture, lecture), id)) lignes.push(ligne);
  return { ...(await lire(fixture, (unite) => lireReprise(unite, id))), lignes };
}
