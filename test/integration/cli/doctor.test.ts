import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  controlerApplication,
  controlerConfiguration,
  controlerCourrier,
  controlerDisque,
  controlerRegles,
  controlerValeurs,
} from '#src/cli/doctor/alentours.ts';
import {
  controlerHorloge,
  controlerJournal,
  controlerMigrations,
  controlerPolitiques,
  controlerRole,
  controlerTravailleurs,
  controlerVersion,
} from '#src/cli/doctor/base.ts';
import { executerDoctor } from '#src/cli/doctor/commande.ts';
import type { Check } from '#src/cli/doctor/check.ts';
import { ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import { creerCaf } from '#src/domain/territoire/caf/creer-caf.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';

// Each check is held twice: sound on a sound base, and telling what was broken and what to do.
const registre = new RegistreVivant([]);
let application: ApplicationDeTest;
let proprietaire: MikroORM;

const lire = (controler: (unite: UniteDeLecture) => Promise<Check>): Promise<Check> =>
  application.executeur.lire(systeme, controler);
const base = (controler: (em: EntityManager) => Promise<Check>) => lire(({ em }) => controler(em));
/** The check while the owner has broken something. */
async function casse(casser: string, reparer: string, controler: () => Promise<Check>): Promise<Check> {
  await proprietaire.em.fork().execute(casser);
  try {
    return await controler();
  } finally {
    await proprietaire.em.fork().execute(reparer);
  }
}
const ECHEC = { etat: 'echec', remede: expect.stringMatching(/\w/) };
const MAINTENANT = new Date();

beforeAll(async () => {
  application = await applicationDeTest(registre);
  proprietaire = await ouvrirOrmProprietaire(application.urlProprietaire);
  await application.executeur.executer(systeme, creerCaf, { id: '451', nom: 'Caf du Loiret' });
});
afterAll(async () => {
  await proprietaire.close(true);
  await application.fermer();
});

describe('doctor', () => {
  it('is content with a sound base', async () => {
    for (const check of [
      await base(controlerVersion),
      await base(controlerRole),
      await base(controlerPolitiques),
      await controlerMigrations(application.urlApplication),
      await base((em) => controlerJournal(em, MAINTENANT, true)),
      await base((em) => controlerHorloge(em, () => Date.now())),
      await base((em) => controlerCourrier(em, { mode: 'boite-visible' }, MAINTENANT)),
      await base((em) => controlerValeurs(em, [], { production: true, accepterValeursFictives: false })),
    ])
      expect(check).toEqual({ etat: 'bon', message: expect.any(String) });
  });

  it('tells a role that owns its tables', async () => {
    expect(await controlerRole(proprietaire.em.fork())).toMatchObject({
      ...ECHEC,
      message: expect.stringContaining('en peut trop'),
    });
  });

  it('tells a table without row-level security', async () => {
    expect(
      await casse(
        'alter table declaration disable row level security',
        'alter table declaration enable row level security',
        () => base(controlerPolitiques),
      ),
    ).toMatchObject({ ...ECHEC, message: 'Tables sans cloisonnement : declaration.' });
  });

  it('tells an append-only table that the application may change', async () => {
    expect(
      await casse('grant update on journal to public', 'revoke update on journal from public', () =>
        base(controlerPolitiques),
      ),
    ).toMatchObject({ ...ECHEC, message: 'Le rôle de l’application peut changer : journal.' });
  });

  it('tells a protection taken down', async () => {
    expect(
      await casse(
        'alter table decision disable trigger immuable',
        'alter table decision enable trigger immuable',
        () => base(controlerPolitiques),
      ),
    ).toMatchObject({ ...ECHEC, message: 'Protections désactivées sur : decision.' });
  });

  it('tells a migration that is missing', async () => {
    expect(
      await casse(
        "update migration set name = 'x' where name = '0004-impact.sql'",
        "update migration set name = '0004-impact.sql' where name = 'x'",
        () => controlerMigrations(application.urlApplication),
      ),
    ).toMatchObject({ ...ECHEC, message: 'Il manque à la base : 0004-impact.sql.' });
  });

  it('tells a broken chain, and a month that is not ready', async () => {
    const change = (motif: string): string =>
      `alter table journal disable trigger immuable; update journal set motif = ${motif} where rang = 1; alter table journal enable trigger immuable`;
    expect(
      await casse(change("'x'"), change('null'), () => base((em) => controlerJournal(em, MAINTENANT, false))),
    ).toMatchObject({ ...ECHEC, message: expect.stringContaining('rang 1 a été modifiée') });
    expect(await base((em) => controlerJournal(em, new Date('2099-01-01'), false))).toMatchObject({
      etat: 'attention',
      message: expect.stringContaining('mois prochain'),
    });
  });

  it('tells how many lines are wrong, and which are answered for', async () => {
    await application.executeur.executer(systeme, creerCaf, { id: '452', nom: 'Caf d’essai' });
    const change = (motif: string): string =>
      `alter table journal disable trigger immuable; update journal set motif = ${motif} where rang <= 2; alter table journal enable trigger immuable`;
    expect(
      await casse(change("'x'"), change('null'), () => base((em) => controlerJournal(em, MAINTENANT, true))),
    ).toMatchObject({
      ...ECHEC,
      message: expect.stringContaining('rang 1 a été modifiée. Et 1 autre(s) anomalie(s)'),
    });
  });

  it('tells an orphan server of the database, and an application that no longer runs', () => {
    const usager = (commande: string, pid: number) => ({ id: 'x', demarrage: '1', commande, pid });
    expect(controlerApplication({ serveur: null, vivants: [], morts: [] })).toEqual({
      etat: 'bon',
      message: 'L’application est arrêtée, la base a été fermée.',
    });
    expect(controlerApplication({ serveur: 12, vivants: [usager('start.ts', 10)], morts: [] })).toEqual({
      etat: 'bon',
      message: 'L’application est en marche (start.ts, processus 10).',
    });
    expect(controlerApplication({ serveur: 12, vivants: [], morts: [usager('start.ts', 10)] })).toMatchObject(
      {
        ...ECHEC,
        message: expect.stringMatching(
          /^PostgreSQL \(processus 12\) tourne encore, orphelin.*L’application ne tourne plus.*\(start.ts, processus 10\)/,
        ),
      },
    );
    expect(
      controlerApplication({ serveur: null, vivants: [], morts: [usager('start.ts', 10)] }),
    ).toMatchObject({ ...ECHEC, message: expect.stringMatching(/^L’application ne tourne plus/) });
    expect(
      controlerApplication({
        serveur: 12,
        vivants: [usager('start.ts', 10)],
        morts: [usager('regles.ts', 11)],
      }),
    ).toMatchObject({ etat: 'attention', message: expect.stringContaining('(regles.ts, processus 11)') });
  });

  it('tells a clock that is wrong, and a time zone nobody knows', async () => {
    expect(await base((em) => controlerHorloge(em, () => Date.now() + 3_600_000))).toMatchObject({
      ...ECHEC,
      message: expect.stringMatching(/diffèrent de 3.?(600|599)/u),
    });
    expect(await base((em) => controlerHorloge(em, () => Date.now() + 10_000))).toMatchObject({
      etat: 'attention',
    });
    expect(
      await casse(
        "update caf set fuseau_horaire = 'Europe/Orleans'",
        "update caf set fuseau_horaire = 'Europe/Paris'",
        () => base((em) => controlerHorloge(em, () => Date.now())),
      ),
    ).toMatchObject({ ...ECHEC, message: expect.stringContaining('Europe/Orleans') });
  });

  it('tells a disk that is nearly full', async () => {
    expect((await controlerDisque('/', () => Promise.resolve(1e8))).etat).toBe('echec');
    expect((await controlerDisque('/', () => Promise.resolve(1e9))).etat).toBe('attention');
    expect((await controlerDisque('/', () => Promise.resolve(1e10))).etat).toBe('bon');
    expect((await controlerDisque('/nulle/part')).etat).toBe('attention');
  });

  it('tells an empty registry, and demonstration data in production', async () => {
    expect(await lire((unite) => controlerRegles(unite, registre, new RuleFolder()))).toMatchObject(ECHEC);
    expect(
      await base((em) =>
        controlerValeurs(em, ['plafond 2026'], { production: true, accepterValeursFictives: false }),
      ),
    ).toMatchObject(ECHEC);
    expect(
      await base((em) =>
        controlerValeurs(em, ['plafond 2026'], { production: false, accepterValeursFictives: false }),
      ),
    ).toMatchObject({ etat: 'attention' });
  });

  it('tells when nobody does the background work, and since when', async () => {
    const check = () => base(controlerTravailleurs);
    expect(await check()).toMatchObject({
      etat: 'attention',
      message: expect.stringContaining('Personne n’a encore'),
      remede: expect.stringContaining('npm run travailleur'),
    });
    const vus = (quand: string) =>
      casse(`update pgboss.version set maintained_on = ${quand}`, 'select 1', check);
    expect(await vus("now() - interval '1 hour'")).toMatchObject({
      etat: 'attention',
      message: expect.stringContaining('depuis 60 min'),
    });
    expect(await vus("now() - interval '1 minute'")).toEqual({ etat: 'bon', message: expect.any(String) });
  });

  it('tells a mail server that does not answer', async () => {
    const ecoute = createServer().listen(0, '127.0.0.1');
    await new Promise((pret) => ecoute.once('listening', pret));
    const { port } = ecoute.address() as AddressInfo;
    await new Promise((ferme) => ecoute.close(ferme));
    expect(
      await base((em) =>
        controlerCourrier(
          em,
          { mode: 'smtp', url: `smtp://127.0.0.1:${port}`, expediteur: 'a@b.fr' },
          MAINTENANT,
        ),
      ),
    ).toMatchObject(ECHEC);
  });

  it('exits with 0 on a sound base, 1 with what fails, 2 on a wrong request', async () => {
    const ecrits: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((texte) => {
      ecrits.push(String(texte));
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    try {
      expect(controlerConfiguration({ PORT: 'x' }).check).toMatchObject({
        ...ECHEC,
        remede: expect.stringContaining('PORT'),
      });
      expect(await executerDoctor(['--json'], { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' })).toBe(1);
      expect(JSON.parse(ecrits.join(''))).toMatchObject({
        sain: false,
        controles: [
          { controle: 'configuration', etat: 'bon' },
          { controle: 'disque' },
          { controle: 'base', etat: 'echec' },
        ],
      });
      expect(await executerDoctor(['--nimporte'], {})).toBe(2);
      ecrits.length = 0;
      // Rules are not published in this base: that alone fails.
      expect(await executerDoctor([], { DATABASE_URL: application.urlApplication })).toBe(1);
      expect(
        ecrits
          .join('')
          .split('\n')
          .filter((ligne) => ligne.startsWith('✗'))
          .map((ligne) => ligne.split(' ')[1]),
      ).toEqual(['regles']);
    } finally {
      vi.restoreAllMocks();
    }
  });
});
