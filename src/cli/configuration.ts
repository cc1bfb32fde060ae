import { createHmac } from 'node:crypto';
import { z } from 'zod';

/**
 * What the application is told by its environment. Read once, at start, by `lireConfiguration`; nothing else
 * reads `process.env`.
 */
export type Configuration = {
  production: boolean;
  http: {
    /** 0 = any free port. */
    port: number;
    host: string;
    /**
     * Address people use, without path nor final slash: links in mails, check of the origin of writes.
     * Absent: the address listened on.
     */
    urlPublique: string | undefined;
    /** Express's `trust proxy`: number of proxies in front, or their addresses. */
    trustProxy: false | number | string[];
  };
  base:
    | { mode: 'embarquee' }
    /** Without `urlProprietaire`, migrations are not run at start: somebody runs them beforehand. */
    | {
        mode: 'externe';
        urlApplication: string;
        /** The same base and role with no pooler of transactions between; absent: `urlApplication` has none. */
        urlDirecte: string | undefined;
        urlProprietaire: string | undefined;
      };
  /** What the server asks of the database, so that nobody waits for ever. */
  bornes: {
    /** Connections of the units of work. */
    connexions: number;
    /** A statement is ended after this. */
    requeteMs: number;
    /** One waits this long for a connection, or for one's turn. */
    connexionMs: number;
  };
  /** Signs session cookies. Absent outside production: made by the server for its own use. */
  secretSession: string | undefined;
  courrier: { mode: 'boite-visible' } | { mode: 'smtp'; url: string; expediteur: string };
  /** Who receives the alerts by mail; absent: they stay in the log. */
  courrielDesAlertes: string | undefined;
  logLevel: LogLevel;
  /** Token of the tool that reads `/metriques`; without it the address does not exist. */
  jetonMetriques: string | undefined;
  /** Whether a server does the background work too; otherwise workers do (`npm run travailleur`). */
  travaux: boolean;
  /** Accept, in production, the fictitious price caps delivered with the rule files. */
  accepterValeursFictives: boolean;
};

const NIVEAUX = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof NIVEAUX)[number];

/**
 * The environment is refused. `problemes`: one French sentence per variable, naming it and saying what to
 * set; `message` joins them, one a line.
 */
export class ErreurConfiguration extends Error {
  override readonly name = 'ErreurConfiguration';
  readonly problemes: readonly string[];

  constructor(problemes: readonly string[]) {
    super(problemes.join('\n'));
    this.problemes = problemes;
  }
}

const LONGUEUR_SECRET = 32;
const COMMENT_SECRET =
  `SESSION_SECRET : indiquez un secret d’au moins ${LONGUEUR_SECRET} caractères tirés au hasard, le même sur chaque serveur ` +
  '(par exemple la sortie de « openssl rand -base64 32 »).';

/** A variable set to nothing is a variable not set: most process managers cannot tell them apart. */
function facultatif<T extends z.ZodType>(schema: T): z.ZodPreprocess<z.ZodOptional<T>> {
  return z.preprocess((valeur) => (valeur === '' ? undefined : valeur), schema.optional());
}

function entier(
  nom: string,
  min: number,
  max: number,
): z.ZodPreprocess<z.ZodOptional<z.ZodType<number, string>>> {
  const error = `${nom} : indiquez un nombre entier entre ${min} et ${max}.`;
  return facultatif(
    z
      .string()
      .regex(/^\d{1,6}$/, { error })
      .transform(Number)
      .refine((nombre) => nombre >= min && nombre <= max, { error }),
  );
}

function url(protocole: RegExp, message: string): z.ZodURL {
  return z.url({ protocol: protocole, error: message, abort: true });
}

const POSTGRES = /^postgres(ql)?$/;
const EXEMPLE_POSTGRES = 'une adresse de la forme postgres://compte:motdepasse@serveur:5432/base';

const Environnement = z.object({
  NODE_ENV: facultatif(
    z.enum(['development', 'test', 'production'], {
      error: 'NODE_ENV : indiquez production, development ou test.',
    }),
  ),
  PORT: facultatif(
    z
      .string()
      .regex(/^\d{1,5}$/, { error: 'PORT : indiquez un numéro de port entre 0 et 65535.' })
      .transform(Number)
      .refine((port) => port <= 65_535, { error: 'PORT : indiquez un numéro de port entre 0 et 65535.' }),
  ),
  HOST: facultatif(
    z.string().regex(/^[\w.:-]+$/, {
      error: 'HOST : indiquez une adresse ou un nom de machine, par exemple 127.0.0.1 ou 0.0.0.0.',
    }),
  ),
  URL_PUBLIQUE: facultatif(
    url(/^https?$/, 'URL_PUBLIQUE : indiquez l’adresse du site, par exemple https://partenaires.exemple.fr.')
      .regex(/^https?:\/\/[^/?#]+\/?$/, {
        error:
          'URL_PUBLIQUE : indiquez l’adresse du site seule, sans chemin ni paramètre, par exemple https://partenaires.exemple.fr.',
      })
      .transform((adresse) => new URL(adresse).origin),
  ),
  TRUST_PROXY: facultatif(
    z
      .string()
      .regex(
        /^(non|\d|([\da-f.:/]+|loopback|linklocal|uniquelocal)(,\s*([\da-f.:/]+|loopback|linklocal|uniquelocal))*)$/,
        {
          error:
            'TRUST_PROXY : indiquez « non », le nombre de serveurs mandataires placés devant l’application (1 à 9), ou leurs adresses séparées par des virgules.',
        },
      )
      .transform((valeur) =>
        valeur === 'non' || valeur === '0'
          ? false
          : /^\d$/.test(valeur)
            ? Number(valeur)
            : valeur.split(/,\s*/),
      ),
  ),
  DATABASE_URL: facultatif(
    url(POSTGRES, `DATABASE_URL : indiquez ${EXEMPLE_POSTGRES}, avec le rôle de l’application.`),
  ),
  DATABASE_URL_DIRECTE: facultatif(
    url(
      POSTGRES,
      `DATABASE_URL_DIRECTE : indiquez ${EXEMPLE_POSTGRES}, avec le rôle de l’application, sans passer par le répartiteur de connexions.`,
    ),
  ),
  DATABASE_URL_PROPRIETAIRE: facultatif(
    url(
      POSTGRES,
      `DATABASE_URL_PROPRIETAIRE : indiquez ${EXEMPLE_POSTGRES}, avec le rôle propriétaire des tables, qui exécute les migrations.`,
    ),
  ),
  BASE_CONNEXIONS: entier('BASE_CONNEXIONS', 4, 200),
  BASE_REQUETE_SECONDES: entier('BASE_REQUETE_SECONDES', 1, 600),
  BASE_ATTENTE_SECONDES: entier('BASE_ATTENTE_SECONDES', 1, 60),
  SESSION_SECRET: facultatif(z.string().min(LONGUEUR_SECRET, { error: COMMENT_SECRET })),
  SMTP_URL: facultatif(
    url(
      /^smtps?$/,
      'SMTP_URL : indiquez le serveur d’envoi, par exemple smtps://compte:motdepasse@smtp.exemple.fr:465.',
    ),
  ),
  MAIL_EXPEDITEUR: facultatif(
    z.email({ error: 'MAIL_EXPEDITEUR : indiquez l’adresse de courriel qui figure comme expéditeur.' }),
  ),
  ALERTE_COURRIEL: facultatif(
    z.email({ error: 'ALERTE_COURRIEL : indiquez l’adresse de courriel qui reçoit les alertes techniques.' }),
  ),
  METRIQUES_JETON: facultatif(
    z.string().min(LONGUEUR_SECRET, {
      error: `METRIQUES_JETON : indiquez un secret d’au moins ${LONGUEUR_SECRET} caractères tirés au hasard (« openssl rand -base64 32 »), le même dans l’outil de surveillance.`,
    }),
  ),
  LOG_LEVEL: facultatif(
    z.enum(NIVEAUX, { error: `LOG_LEVEL : indiquez l’un des niveaux ${NIVEAUX.join(', ')}.` }),
  ),
  TRAVAUX: facultatif(z.enum(['oui', 'non'], { error: 'TRAVAUX : indiquez oui ou non.' })),
  ACCEPTER_VALEURS_FICTIVES: facultatif(
    z.enum(['oui', 'non'], { error: 'ACCEPTER_VALEURS_FICTIVES : indiquez oui ou non.' }),
  ),
});

type Environnement = z.infer<typeof Environnement>;

/**
 * Checks the environment and turns it into the application's configuration.
 * @throws ErreurConfiguration listing everything that is wrong, never repeating a value (it may be a secret).
 */
export function lireConfiguration(env: Record<string, string | undefined>): Configuration {
  const lu = Environnement.safeParse(env);
  if (!lu.success) throw new ErreurConfiguration([...new Set(lu.error.issues.map(({ message }) => message))]);
  const variables = lu.data;
  const production = variables.NODE_ENV === 'production';
  const problemes = [...incoherences(variables), ...(production ? refusEnProduction(variables) : [])];
  if (problemes.length > 0) throw new ErreurConfiguration(problemes);
  const { DATABASE_URL, SMTP_URL, MAIL_EXPEDITEUR } = variables;
  return {
    production,
    http: {
      port: variables.PORT ?? 3000,
      host: variables.HOST ?? '127.0.0.1',
      urlPublique: variables.URL_PUBLIQUE,
      trustProxy: variables.TRUST_PROXY ?? false,
    },
    base: DATABASE_URL
      ? {
          mode: 'externe',
          urlApplication: DATABASE_URL,
          urlDirecte: variables.DATABASE_URL_DIRECTE,
          urlProprietaire: variables.DATABASE_URL_PROPRIETAIRE,
        }
      : { mode: 'embarquee' },
    bornes: {
      connexions: variables.BASE_CONNEXIONS ?? 10,
      requeteMs: 1000 * (variables.BASE_REQUETE_SECONDES ?? 15),
      connexionMs: 1000 * (variables.BASE_ATTENTE_SECONDES ?? 5),
    },
    secretSession: variables.SESSION_SECRET,
    courrier:
      SMTP_URL && MAIL_EXPEDITEUR
        ? { mode: 'smtp', url: SMTP_URL, expediteur: MAIL_EXPEDITEUR }
        : { mode: 'boite-visible' },
    courrielDesAlertes: variables.ALERTE_COURRIEL,
    jetonMetriques: variables.METRIQUES_JETON,
    logLevel: variables.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    travaux: variables.TRAVAUX !== 'non',
    accepterValeursFictives: variables.ACCEPTER_VALEURS_FICTIVES === 'oui',
  };
}

function incoherences(variables: Environnement): string[] {
  const problemes: string[] = [];
  if (variables.DATABASE_URL_PROPRIETAIRE && !variables.DATABASE_URL) {
    problemes.push(
      'DATABASE_URL : indiquez aussi l’adresse du rôle de l’application ; DATABASE_URL_PROPRIETAIRE ne sert qu’aux migrations.',
    );
  }
  if (
    variables.DATABASE_URL_DIRECTE &&
    (!variables.DATABASE_URL || compte(variables.DATABASE_URL_DIRECTE) !== compte(variables.DATABASE_URL))
  ) {
    problemes.push(
      'DATABASE_URL_DIRECTE : indiquez la même base et le même rôle que DATABASE_URL, sans passer par le répartiteur de connexions.',
    );
  }
  if (variables.SMTP_URL && !variables.MAIL_EXPEDITEUR) {
    problemes.push(
      'MAIL_EXPEDITEUR : avec SMTP_URL, indiquez l’adresse de courriel qui figure comme expéditeur.',
    );
  }
  return problemes;
}

function refusEnProduction(variables: Environnement): string[] {
  const problemes: string[] = [];
  if (!variables.DATABASE_URL) {
    problemes.push(
      `DATABASE_URL : en production, la base de données embarquée n’est pas admise ; indiquez ${EXEMPLE_POSTGRES}, avec le rôle de l’application.`,
    );
  } else if (
    variables.DATABASE_URL_PROPRIETAIRE &&
    compte(variables.DATABASE_URL) === compte(variables.DATABASE_URL_PROPRIETAIRE)
  ) {
    problemes.push(
      'DATABASE_URL : indiquez un autre rôle que celui de DATABASE_URL_PROPRIETAIRE ; l’application ne doit pas posséder ses tables.',
    );
  }
  if (!variables.SESSION_SECRET) problemes.push(COMMENT_SECRET);
  if (!variables.URL_PUBLIQUE) {
    problemes.push(
      'URL_PUBLIQUE : en production, indiquez l’adresse du site, par exemple https://partenaires.exemple.fr.',
    );
  } else if (variables.URL_PUBLIQUE.startsWith('http:') && !estLocale(variables.URL_PUBLIQUE)) {
    problemes.push(
      'URL_PUBLIQUE : en production, indiquez une adresse en https:// ; les mots de passe ne doivent pas circuler en clair.',
    );
  }
  if (!variables.SMTP_URL) {
    problemes.push(
      'SMTP_URL : en production, indiquez le serveur d’envoi des courriels, par exemple smtps://compte:motdepasse@smtp.exemple.fr:465 ; la boîte d’envoi visible laisserait lire les invitations.',
    );
  }
  return problemes;
}

function compte(adresse: string): string {
  return new URL(adresse).username;
}

function estLocale(adresse: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(adresse).hostname);
}

/**
 * The server's own secret. Outside production it follows the database, so that a restart keeps the sessions
 * it holds, and a command opens what the server closed.
 */
export const secretDuServeur = (
  { secretSession }: Pick<Configuration, 'secretSession'>,
  urlApplication: string,
): string => secretSession ?? createHmac('sha256', urlApplication).update('sessions').digest('hex');
