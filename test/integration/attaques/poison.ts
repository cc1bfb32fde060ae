import type { MikroORM } from '@mikro-orm/postgresql';
import { escapeIdentifier } from 'pg';
import type { Cible } from '#test/support/fuzz/cible.ts';
import { existe } from '#test/support/fuzz/tirer.ts';
import type { Role } from '#test/support/fuzz/grammaire.ts';

/**
 * A text that would run wherever it were printed as it is: between tags, in an attribute of either quote, in
 * a script, in an
 * address; and that a spreadsheet would take for a formula.
 */
export const POISON = `=1+1"'><img src=x onerror=fuzz()></script><script>fuzz()</script>" onfocus=fuzz() autofocus x="' onfocus=fuzz() x='\u2028`;
/** Seen as they are in a page, one of them has got out of its text. */
const SORTIES = /<img src=x|<\/script><script>fuzz|["'] onfocus=fuzz\(\)|href=["']?\s*javascript:/i;

/**
 * Texts the program interprets rather than prints; a value out of nowhere there says nothing of what is
 * printed.
 */
const INTERPRETES =
  /^(id|.*_id|.*empreinte.*|fuseau_horaire|jeu|numero.*|version.*|.*code|siren|siret|chaine|entite|sujet_.*|commande|champ|genre|etat|role|roles|portee|nature|type.*|profil|prefixe|graine|canonique|moteur|secret|identifiant|origine|acteur_role|exercice|perennite|instance|cote|fonction|contexte|forme|requete_id|curseur|date_.*|seuil|texte)$/;
/** Keys of JSON whose text people are shown. */
const MONTREES = new Set([
  'message',
  'libelle',
  'titre',
  'motif',
  'nom',
  'prenom',
  'fonction',
  'commentaire',
  'explication',
  'aide',
  'extrait',
  'lieu',
]);

const empoisonnerJson = (valeur: unknown): unknown => {
  if (Array.isArray(valeur)) return valeur.map(empoisonnerJson);
  if (typeof valeur !== 'object' || valeur === null) return valeur;
  return Object.fromEntries(
    Object.entries(valeur).map(([cle, fille]) => [
      cle,
      typeof fille === 'string' && MONTREES.has(cle) ? POISON : empoisonnerJson(fille),
    ]),
  );
};

/**
 * Puts the poison into every text that is stored, past every check of a form: whatever a later form lets in
 * is there already. @returns `table.column` of each
 */
export async function empoisonner(cible: Cible, orm: MikroORM): Promise<string[]> {
  const faits: string[] = [];
  const vues = await cible.sql<{ nom: string }>(
    "select table_name as nom from information_schema.views where table_schema = 'public'",
  );
  for (const { tableName, props } of Object.values(orm.getMetadata().getAll())) {
    // A view shows what its tables hold.
    if (vues.some(({ nom }) => nom === tableName)) continue;
    const table = escapeIdentifier(tableName);
    await cible.sql(`alter table ${table} disable trigger user`);
    for (const {
      fieldNames: [colonne = ''] = [],
      columnTypes: [type = ''] = [],
      enum: liste,
      primary,
    } of props) {
      if (primary || liste || INTERPRETES.test(colonne)) continue;
      const champ = escapeIdentifier(colonne);
      try {
        if (type.startsWith('text') || type.startsWith('varchar')) {
          await cible.sql(`update ${table} set ${champ} = $1 || ctid::text`, [POISON]);
          faits.push(`${tableName}.${colonne}`);
        } else if (type === 'jsonb') {
          for (const { lieu, valeur } of await cible.sql<{ lieu: string; valeur: unknown }>(
            `select ctid::text as lieu, ${champ} as valeur from ${table} where ${champ} is not null`,
          )) {
            await cible.sql(`update ${table} set ${champ} = $1 where ctid = $2::tid`, [
              JSON.stringify(empoisonnerJson(valeur)),
              lieu,
            ]);
          }
          faits.push(`${tableName}.${colonne}`);
        }
      } catch (erreur) {
        // A constraint of the database already says what this column may hold.
        if (!/check constraint|foreign key|unique constraint/.test(String(erreur))) throw erreur;
      }
    }
    await cible.sql(`alter table ${table} enable trigger user`);
  }
  return faits;
}

export interface Visites {
  readonly pages: number;
  readonly avecPoison: number;
  readonly fautes: readonly string[];
}

/**
 * Reads every page, list, record, form and file that each role may open, and looks for a text that got out.
 */
export async function visiterTout(
  cible: Cible,
  roles: readonly Role[],
  parAdresse: number,
): Promise<Visites> {
  const fautes: string[] = [];
  let [pages, avecPoison] = [0, 0];
  for (const role of roles) {
    const cookie = (await cible.cookie(role)) ?? '';
    const gestion = ['agent', 'responsable', 'analyste'].includes(role);
    for (const route of cible.routes.filter(
      (une) =>
        une.methode === 'GET' &&
        existe(une) &&
        une.chemin.startsWith(gestion ? '/gestion' : '/partenaire') &&
        montreDesTextes(une.chemin),
    )) {
      for (const id of route.parametres.length === 0
        ? ['']
        : cible.identifiantsDe(route).slice(0, parAdresse)) {
        const chemin = route.chemin
          .replace(/:volet/, 'activite')
          .replace(/:query/, 'fuzz')
          .replace(/:\w+/g, id);
        const reponse = await fetch(`${cible.url}${chemin}`, {
          headers: { cookie, accept: chemin.includes('/api/') ? 'application/json' : 'text/html' },
          redirect: 'manual',
        });
        const texte = await reponse.text();
        pages += 1;
        if (texte.includes('onerror=fuzz()')) avecPoison += 1;
        const type = reponse.headers.get('content-type') ?? '';
        if (reponse.status >= 500)
          fautes.push(
            `${role} ${chemin}: ${reponse.status} ${cible.journalDe(reponse.headers.get('x-request-id') ?? '').slice(0, 600)}`,
          );
        if (type.startsWith('text/html'))
          fautes.push(...sortiesDe(texte).map((sortie) => `${role} ${chemin}: ${sortie}`));
        if (type.startsWith('text/csv'))
          fautes.push(...formulesDe(texte).map((formule) => `${role} ${chemin}: formula ${formule}`));
        if (reponse.headers.get('x-content-type-options') !== 'nosniff')
          fautes.push(`${role} ${chemin}: type left to the browser`);
      }
    }
  }
  return { pages, avecPoison, fautes };
}

/**
 * The pages of the back-office are one and the same shell around what its API answers: one of each kind is
 * enough. Its forms show what its records do.
 */
const montreDesTextes = (chemin: string): boolean =>
  !/^\/gestion\/(resources|pages)\/(?!partenaires(\/records\/:recordId\/show)?$)/.test(chemin) &&
  !/^\/gestion\/actifs|^\/gestion\/api\/resources\/.*\/(?!show$|list$)[^/:]+$/.test(chemin);

/** What got out of its text in a page: between or inside tags, or out of a script of ours. */
export function sortiesDe(page: string): string[] {
  const sorties: string[] = [];
  // A script ends where a browser ends it: what a text has put after that is looked at like any page.
  const horsScript = page.replace(/<script\b[^>]*>([\s\S]*?)<\/script/gi, (_tout, script: string) => {
    if (/<\/?script|<img|\u2028/i.test(script))
      sorties.push(`in a script: ${extrait(script, /<\/?script|<img|\u2028/i)}`);
    return '';
  });
  if (SORTIES.test(horsScript)) sorties.push(extrait(horsScript, SORTIES));
  return sorties;
}

const extrait = (texte: string, motif: RegExp): string => {
  const rang = motif.exec(texte)?.index ?? 0;
  return texte.slice(Math.max(0, rang - 80), rang + 80);
};

/** Cells a spreadsheet would compute. */
export function formulesDe(csv: string): string[] {
  // The separator is looked back at, not taken: an empty cell takes nothing, and would let the next separator
  // be skipped.
  const cellules = [
    ...csv.replace(/^\uFEFF/, '').matchAll(/(?<=^|;|\r\n)(?:"((?:[^"]|"")*)"|([^;\r\n]*))/g),
  ].map(([, citee, nue]) => citee ?? nue ?? '');
  return cellules.filter((cellule) => /^[=+@\t\r-]/.test(cellule) && !/^-?\d+(,\d+)?$/.test(cellule));
}
