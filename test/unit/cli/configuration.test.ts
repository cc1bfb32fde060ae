import { describe, expect, test } from 'vitest';
import { ErreurConfiguration, lireConfiguration } from '#src/cli/configuration.ts';

const PRODUCTION = {
  NODE_ENV: 'production',
  PORT: '8080',
  HOST: '0.0.0.0',
  URL_PUBLIQUE: 'https://partenaires.exemple.fr/',
  TRUST_PROXY: '10.0.0.0/8, loopback',
  DATABASE_URL: 'postgres://application:secret@bd.exemple.fr:5432/mcp',
  DATABASE_URL_DIRECTE: 'postgres://application:secret@bd-directe.exemple.fr:5432/mcp',
  DATABASE_URL_PROPRIETAIRE: 'postgresql://proprietaire:secret@bd.exemple.fr/mcp',
  SESSION_SECRET: 'x'.repeat(32),
  SMTP_URL: 'smtps://compte:secret@smtp.exemple.fr:465',
  MAIL_EXPEDITEUR: 'ne-pas-repondre@exemple.fr',
  BASE_CONNEXIONS: '20',
  BASE_REQUETE_SECONDES: '30',
  BASE_ATTENTE_SECONDES: '3',
  ALERTE_COURRIEL: 'astreinte@exemple.fr',
  LOG_LEVEL: 'warn',
  TRAVAUX: 'non',
  ACCEPTER_VALEURS_FICTIVES: 'oui',
};

describe('configuration', () => {
  test('an empty environment gives the development server on the embedded database', () => {
    expect(lireConfiguration({ PATH: '/bin' })).toStrictEqual({
      production: false,
      http: { port: 3000, host: '127.0.0.1', urlPublique: undefined, trustProxy: false },
      base: { mode: 'embarquee' },
      bornes: { connexions: 10, requeteMs: 15_000, connexionMs: 5_000 },
      secretSession: undefined,
      courrier: { mode: 'boite-visible' },
      courrielDesAlertes: undefined,
      jetonMetriques: undefined,
      logLevel: 'warn',
      travaux: true,
      accepterValeursFictives: false,
    });
  });

  test('every variable is read', () => {
    expect(lireConfiguration(PRODUCTION)).toStrictEqual({
      production: true,
      http: {
        port: 8080,
        host: '0.0.0.0',
        urlPublique: 'https://partenaires.exemple.fr',
        trustProxy: ['10.0.0.0/8', 'loopback'],
      },
      base: {
        mode: 'externe',
        urlApplication: PRODUCTION.DATABASE_URL,
        urlDirecte: PRODUCTION.DATABASE_URL_DIRECTE,
        urlProprietaire: PRODUCTION.DATABASE_URL_PROPRIETAIRE,
      },
      bornes: { connexions: 20, requeteMs: 30_000, connexionMs: 3_000 },
      secretSession: 'x'.repeat(32),
      courrier: { mode: 'smtp', url: PRODUCTION.SMTP_URL, expediteur: 'ne-pas-repondre@exemple.fr' },
      courrielDesAlertes: 'astreinte@exemple.fr',
      jetonMetriques: undefined,
      logLevel: 'warn',
      travaux: false,
      accepterValeursFictives: true,
    });
  });

  test('a variable set to nothing is a variable not set', () => {
    const vides = Object.fromEntries(Object.keys(PRODUCTION).map((nom) => [nom, '']));
    expect(lireConfiguration(vides)).toStrictEqual(lireConfiguration({}));
  });

  test.each([
    ['non', false],
    ['0', false],
    ['1', 1],
    ['127.0.0.1,::1', ['127.0.0.1', '::1']],
  ])('TRUST_PROXY=%s', (valeur, attendu) => {
    expect(lireConfiguration({ TRUST_PROXY: valeur }).http.trustProxy).toStrictEqual(attendu);
  });

  test.each([
    ['NODE_ENV', 'prod', 'production, development ou test'],
    ['PORT', '65536', 'entre 0 et 65535'],
    ['PORT', '-1', 'entre 0 et 65535'],
    ['PORT', '3000;', 'entre 0 et 65535'],
    ['HOST', 'http://x', 'par exemple 127.0.0.1'],
    ['URL_PUBLIQUE', 'partenaires.exemple.fr', 'par exemple https://'],
    ['URL_PUBLIQUE', 'https://exemple.fr/portail', 'sans chemin'],
    ['URL_PUBLIQUE', 'javascript:alert(1)', 'par exemple https://'],
    ['TRUST_PROXY', 'oui', 'nombre de serveurs mandataires'],
    ['TRUST_PROXY', 'true', 'nombre de serveurs mandataires'],
    ['BASE_CONNEXIONS', '3', 'entre 4 et 200'],
    ['BASE_REQUETE_SECONDES', '0', 'entre 1 et 600'],
    ['BASE_ATTENTE_SECONDES', '2,5', 'entre 1 et 60'],
    ['DATABASE_URL', 'mysql://a:b@c/d', 'postgres://compte'],
    ['DATABASE_URL_DIRECTE', 'postgres', 'postgres://compte'],
    ['DATABASE_URL_PROPRIETAIRE', 'postgres', 'postgres://compte'],
    ['SESSION_SECRET', 'x'.repeat(31), 'au moins 32 caractères'],
    ['SMTP_URL', 'smtp.exemple.fr', 'smtps://'],
    ['MAIL_EXPEDITEUR', 'personne', 'adresse de courriel'],
    ['ALERTE_COURRIEL', 'astreinte', 'alertes techniques'],
    ['LOG_LEVEL', 'verbose', 'fatal, error, warn'],
    ['TRAVAUX', 'true', 'oui ou non'],
    ['ACCEPTER_VALEURS_FICTIVES', 'true', 'oui ou non'],
  ])(
    '%s=%s is refused by one sentence that names the variable and says what to set',
    (nom, valeur, conseil) => {
      const problemes = problemesDe({ [nom]: valeur });
      expect(problemes).toHaveLength(1);
      expect(problemes[0]).toMatch(new RegExp(`^${nom} : .*\\.$`));
      expect(problemes[0]).toContain(conseil);
    },
  );

  test('all that is wrong is said at once, and no value is repeated', () => {
    const problemes = problemesDe({
      SESSION_SECRET: 'confidentiel',
      DATABASE_URL: 'confidentiel',
      PORT: 'confidentiel',
    });
    expect(problemes.map((probleme) => probleme.split(' ')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'SESSION_SECRET',
    ]);
    expect(problemes.join()).not.toContain('confidentiel');
  });

  test('the owner’s address alone, and a mail server without sender, are refused', () => {
    expect(problemesDe({ DATABASE_URL_PROPRIETAIRE: PRODUCTION.DATABASE_URL })).toEqual([
      expect.stringMatching(/^DATABASE_URL : /),
    ]);
    expect(problemesDe({ DATABASE_URL_DIRECTE: PRODUCTION.DATABASE_URL })).toEqual([
      expect.stringMatching(/^DATABASE_URL_DIRECTE : /),
    ]);
    expect(problemesDe({ SMTP_URL: PRODUCTION.SMTP_URL })).toEqual([
      expect.stringMatching(/^MAIL_EXPEDITEUR : /),
    ]);
  });

  test('production with nothing else set lists everything it lacks', () => {
    expect(problemesDe({ NODE_ENV: 'production' }).map((probleme) => probleme.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'SESSION_SECRET',
      'URL_PUBLIQUE',
      'SMTP_URL',
    ]);
  });

  test.each([
    [
      'the embedded database',
      { DATABASE_URL: undefined, DATABASE_URL_DIRECTE: undefined, DATABASE_URL_PROPRIETAIRE: undefined },
      /^DATABASE_URL : .*embarquée n’est pas admise/,
    ],
    [
      'one role for everything',
      { DATABASE_URL_PROPRIETAIRE: PRODUCTION.DATABASE_URL },
      /^DATABASE_URL : .*ne doit pas posséder ses tables/,
    ],
    ['no session secret', { SESSION_SECRET: undefined }, /^SESSION_SECRET : /],
    ['an address in clear', { URL_PUBLIQUE: 'http://partenaires.exemple.fr' }, /^URL_PUBLIQUE : .*https/],
    ['no mail server', { SMTP_URL: undefined }, /^SMTP_URL : /],
  ])('production refuses %s', (_, changement, attendu) => {
    expect(problemesDe({ ...PRODUCTION, ...changement })).toEqual([expect.stringMatching(attendu)]);
  });

  test('production may be tried on this machine without TLS, and without the owner’s address', () => {
    const essai = lireConfiguration({
      ...PRODUCTION,
      URL_PUBLIQUE: 'http://127.0.0.1:3000',
      DATABASE_URL_PROPRIETAIRE: undefined,
    });
    expect(essai.http.urlPublique).toBe('http://127.0.0.1:3000');
    expect(essai.base).toEqual({
      mode: 'externe',
      urlApplication: PRODUCTION.DATABASE_URL,
      urlDirecte: PRODUCTION.DATABASE_URL_DIRECTE,
      urlProprietaire: undefined,
    });
  });
});

function problemesDe(env: Record<string, string | undefined>): readonly string[] {
  try {
    lireConfiguration(env);
  } catch (erreur) {
    if (erreur instanceof ErreurConfiguration) return erreur.problemes;
    throw erreur;
  }
  return [];
}
