import type { NextFunction, Request, Response } from 'express';
import { parse } from '@humanwhocodes/momoa';
import { direInconservable, premierInconservable } from '#src/kernel/saisie/bien-forme.ts';
import { Refus } from '#src/kernel/refus.ts';

const TAILLE_MAX = 256 * 1024;
/**
 * The workshop of rules sends whole rule files: a million characters, each of which may take several bytes
 * once escaped.
 */
const TAILLE_MAX_DES_TEXTES = 4 * 1024 * 1024;
const PAGES_A_LONG_TEXTE = /^\/api\/pages\/(brouillon|fictives)$/;
const CHAMPS_MAX = 300;
/**
 * Names every object has without having been given them: AdminJS takes dotted names apart and follows these.
 */
const estHerite = (partie: string): boolean => partie === 'prototype' || partie in Object.prototype;

/** The body of a request is not a form of ours. */
export class CorpsRefuse extends Refus {
  override readonly statut: 400 | 413;
  constructor(message: string, statut: 400 | 413 = 400) {
    super(message);
    this.statut = statut;
  }
}

/** What AdminJS's form parser looks for before it reads a body itself: seeing it done, it stands aside. */
interface RequeteLue extends Request {
  corpsLu?: Readonly<Record<string, unknown>>;
  fields?: Readonly<Record<string, unknown>>;
  express_formidable?: { parsed: boolean };
}

/**
 * Reads the body in place of AdminJS's parser (which accepts 200 MB files from anybody and never deletes
 * them):
 * a flat JSON object or an urlencoded form, bounded, each field once. No file is ever accepted.
 */
export async function lireCorps(requete: Request, _reponse: Response, next: NextFunction): Promise<void> {
  const lue = requete as RequeteLue;
  lue.express_formidable = { parsed: true };
  lue.fields = {};
  if (requete.method !== 'POST') return next();
  const texte = await recevoir(requete);
  const type = (requete.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (texte === '' && type === '') lue.corpsLu = {};
  else if (type === 'application/json') lue.corpsLu = lireJson(texte);
  else if (type === 'application/x-www-form-urlencoded') lue.corpsLu = lireFormulaire(texte);
  else throw new CorpsRefuse('Ce format d’envoi n’est pas accepté : envoyez un formulaire, sans fichier.');
  lue.fields = lue.corpsLu;
  next();
}

async function recevoir(requete: Request): Promise<string> {
  const tailleMax = PAGES_A_LONG_TEXTE.test(requete.path) ? TAILLE_MAX_DES_TEXTES : TAILLE_MAX;
  const tropGrand = () =>
    new CorpsRefuse('L’envoi est trop volumineux. Raccourcissez les textes, puis recommencez.', 413);
  if (Number(requete.headers['content-length'] ?? 0) > tailleMax) throw tropGrand();
  const morceaux: Buffer[] = [];
  let taille = 0;
  for await (const morceau of requete as AsyncIterable<Buffer>) {
    taille += morceau.length;
    if (taille > tailleMax) throw tropGrand();
    morceaux.push(morceau);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(morceaux));
  } catch (cause) {
    throw new CorpsRefuse('L’envoi contient des caractères illisibles.', 400);
  }
}

function lireJson(texte: string): Record<string, unknown> {
  let arbre;
  try {
    arbre = parse(texte, { mode: 'json' }).body;
  } catch {
    throw new CorpsRefuse('L’envoi n’est pas un JSON valide.');
  }
  if (arbre.type !== 'Object') throw new CorpsRefuse('Un objet est attendu : un champ, une valeur.');
  const champs: Record<string, unknown> = Object.create(null);
  for (const { name, value } of arbre.members) {
    const nom = name.type === 'String' ? name.value : name.name;
    ajouter(champs, nom, valeurJson(nom, value));
  }
  return { ...champs };
}

type Noeud = ReturnType<typeof parse>['body'];

function valeurJson(nom: string, noeud: Noeud): unknown {
  switch (noeud.type) {
    case 'String':
    case 'Number':
    case 'Boolean':
      return noeud.value;
    case 'Null':
      return null;
    case 'Array':
      return noeud.elements.map(({ value }) => {
        if (value.type !== 'String')
          throw new CorpsRefuse(`Le champ « ${nom} » est mal formé : une liste de textes est attendue.`);
        return value.value;
      });
    default:
      throw new CorpsRefuse(`Le champ « ${nom} » est mal formé : une valeur simple est attendue.`);
  }
}

function lireFormulaire(texte: string): Record<string, unknown> {
  const champs: Record<string, unknown> = Object.create(null);
  for (const [nom, valeur] of new URLSearchParams(texte)) ajouter(champs, nom, valeur);
  return { ...champs };
}

function ajouter(champs: Record<string, unknown>, nom: string, valeur: unknown): void {
  if (nom.split('.').some(estHerite))
    throw new CorpsRefuse(`Le champ « ${nom} » n’est pas accepté ici. Rien n’a été enregistré.`);
  if (nom in champs) throw new CorpsRefuse(`Le champ « ${nom} » est envoyé plusieurs fois.`);
  if (nom.length > 100 || Object.keys(champs).length >= CHAMPS_MAX)
    throw new CorpsRefuse('L’envoi comporte trop de champs, ou un nom de champ trop long.');
  const inconservable = premierInconservable({ [nom]: valeur });
  if (inconservable)
    throw new CorpsRefuse(
      direInconservable({ ...inconservable, chemin: inconservable.chemin === '' ? '' : nom }),
    );
  champs[nom] = valeur;
}
