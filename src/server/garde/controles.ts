import express, { type Request, type RequestHandler } from 'express';
import { direInconservable, premierInconservable } from '#src/kernel/saisie/bien-forme.ts';
import { CHAMP_PREUVE } from '#src/server/champs.ts';
import {
  ContenuRefuse,
  DemandeIncorrecte,
  HoteRefuse,
  MethodeRefusee,
  OrigineRefusee,
} from '#src/server/refus.ts';

const LECTURES = new Set(['GET', 'HEAD']);
const PROFONDEUR_MAXIMALE = 40;

/** Reads by GET and HEAD, writes by POST, nothing else. */
export const methodesAdmises: RequestHandler = (req, res, next) => {
  if (LECTURES.has(req.method) || req.method === 'POST') return next();
  res.setHeader('Allow', 'GET, HEAD, POST');
  throw new MethodeRefusee();
};

/**
 * An address that cannot be decoded, or hides a null byte, goes no further; of its query, the parameter at
 * fault is named.
 */
export const adresseLisible: RequestHandler = (req, _res, next) => {
  let decodee: string;
  try {
    decodee = decodeURIComponent(req.path);
  } catch {
    throw new DemandeIncorrecte('Cette adresse est mal écrite. Vérifiez le lien ou revenez à l’accueil.');
  }
  if (decodee.includes('\0') || /%00/.test(req.url)) {
    throw new DemandeIncorrecte(
      'Cette adresse contient un caractère interdit. Vérifiez le lien ou revenez à l’accueil.',
    );
  }
  const illisible = parametreIllisible(req.url);
  if (illisible !== null)
    throw new DemandeIncorrecte(
      `Le paramètre « ${illisible} » de cette adresse contient un caractère illisible. Saisissez-le de nouveau.`,
    );
  next();
};

const OCTETS_ILLISIBLES = /(?:%[89a-f][0-9a-f])+/gi;

/**
 * Name of the first parameter of a query whose bytes are no text, which would be read as another one; a lone
 * « % » is a character.
 */
function parametreIllisible(url: string): string | null {
  for (const parametre of url.split('?').slice(1).join('?').split('&')) {
    const illisibles = (parametre.match(OCTETS_ILLISIBLES) ?? []).filter((octets) => {
      try {
        decodeURIComponent(octets);
        return false;
      } catch {
        return true;
      }
    });
    if (illisibles.length > 0) return new URLSearchParams(parametre).keys().next().value ?? '';
  }
  return null;
}

/** The one address of the site in production; elsewhere whatever address it is reached by is its own. */
export interface Adresse {
  readonly production: boolean;
  readonly urlPublique: string | undefined;
}

/**
 * In production only the host of the public address is served: a name that somebody else points at us neither
 * stands in a page
 * nor passes for one of ours. A trusted proxy says the host that the browser asked for (`X-Forwarded-Host`).
 */
export function hoteAdmis({ production, urlPublique }: Adresse): RequestHandler {
  if (!production || urlPublique === undefined) return (_req, _res, next) => next();
  const { origin, host, protocol } = new URL(urlPublique);
  return (req, _res, next) => {
    const demandee = `${protocol}//${req.host}`;
    if (!URL.canParse(demandee) || new URL(demandee).host !== host) throw new HoteRefuse(origin);
    next();
  };
}

/**
 * A write must come from one of our own pages: the browser says so itself (`Sec-Fetch-Site`), else by its
 * `Origin`.
 * Neither of them: refused. With `SameSite=Lax` cookies and no write on GET, this is the defence against
 * forged requests.
 */
export function origineControlee({ production, urlPublique }: Adresse): RequestHandler {
  const publique = urlPublique === undefined ? undefined : new URL(urlPublique).origin;
  return (req, _res, next) => {
    if (LECTURES.has(req.method)) return next();
    const site = req.get('sec-fetch-site');
    const origine = req.get('origin');
    const laNotre =
      origine !== undefined && (origine === publique || (!production && origine === notreOrigine(req)));
    const admise =
      site === undefined
        ? laNotre
        : site === 'same-origin' && (!production || origine === undefined || laNotre);
    if (!admise) throw new OrigineRefusee();
    next();
  };
}

const notreOrigine = (req: Request): string => `${req.protocol}://${req.get('host') ?? ''}`;

const aUnCorps = (req: Request): boolean =>
  req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;

function lecteur(type: string, nom: string, lire: RequestHandler): RequestHandler[] {
  return [
    (req, _res, next) => {
      if (aUnCorps(req) && !req.is(type)) throw new ContenuRefuse(nom);
      next();
    },
    lire,
    (req, _res, next) => {
      req.body ??= {};
      refuserIllisibles(req.body);
      next();
    },
  ];
}

/** Reads a form: flat, a repeated field is an array. @param limite `10kb` */
export const formulaire = (limite: string, champs = 200): RequestHandler[] =>
  lecteur(
    'application/x-www-form-urlencoded',
    'formulaire',
    express.urlencoded({ extended: false, limit: limite, parameterLimit: champs }),
  );

/**
 * Reads the short form of one page, which has these fields and no other. @throws DemandeIncorrecte for a
 * field it does not have
 */
export const formulaireDe = (...champs: readonly string[]): RequestHandler[] => [
  ...formulaire('10kb', 20),
  (req, _res, next) => {
    const inconnus = Object.keys(req.body as object).filter(
      (nom) => !champs.includes(nom) && nom !== CHAMP_PREUVE,
    );
    if (inconnus.length > 0)
      throw new DemandeIncorrecte(
        `Champ inconnu : ${inconnus.slice(0, 5).join(', ')}. Rien n’a été enregistré.`,
      );
    next();
  },
];

/** Reads a JSON object or array. */
export const json = (limite: string): RequestHandler[] =>
  lecteur('application/json', 'application/json', express.json({ limit: limite, strict: true }));

/** Nothing goes further that the base would keep otherwise. */
function refuserIllisibles(corps: unknown): void {
  refuserProfondeur(corps);
  const inconservable = premierInconservable(corps);
  if (inconservable) throw new DemandeIncorrecte(direInconservable(inconservable));
}

/** Iterative: a body may be nested as deep as it is long. */
function refuserProfondeur(corps: unknown): void {
  const pile: { valeur: unknown; profondeur: number }[] = [{ valeur: corps, profondeur: 0 }];
  for (let element = pile.pop(); element; element = pile.pop()) {
    const { valeur, profondeur } = element;
    if (typeof valeur !== 'object' || valeur === null) continue;
    if (profondeur >= PROFONDEUR_MAXIMALE)
      throw new DemandeIncorrecte(
        'Le contenu envoyé est imbriqué trop profondément. Rien n’a été enregistré.',
      );
    for (const fille of Object.values(valeur)) pile.push({ valeur: fille, profondeur: profondeur + 1 });
  }
}
