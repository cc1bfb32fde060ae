import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { HELD_FORMS_PER_ACCOUNT } from '#src/server/held-forms/store.ts';
import { nettoyer } from '#src/server/session/magasin.ts';
import { routesDe } from '#src/server/routes.ts';
import { agent } from '#test/support/acteurs.ts';
import { Internaute, champsDeFormulaire, texteDePage, type ReponseLue } from '#test/support/internaute.ts';
import type { PersonneDuDecor } from '#test/integration/habilitation/fixture.ts';
import {
  MOT_DE_PASSE,
  ouvrirEspacePartenaire,
  type EspacePartenaire,
} from '#test/browser/portal/espace-partenaire.ts';

let espace: EspacePartenaire;
let mona: PersonneDuDecor;
let autre: PersonneDuDecor;
let activite: string;
const courriels: Record<string, string> = {};

beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  const { sql, partenaireId } = espace;
  const { id: equipement } = await espace.equipement('CBA-RAM Les Marins marrants', {
    lieux: ['Espace Loire'],
  });
  mona = await espace.personne('MONA');
  autre = await espace.personne('PETIT');
  const conventionnement = randomUUID();
  await sql(
    `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, etp_valide, animateurs)
    values ($1, '451', $2, $3, 'M-1', '2024-01-01', '2028-01-01', 'valide', 1, '[]')`,
    [conventionnement, partenaireId, equipement],
  );
  const habiliter = (qui: PersonneDuDecor, role: string) =>
    sql(
      `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
    values ($1, '451', $2, $3, $4, 'activite', $5, '2026-01-01', 'accordee', $6, now())`,
      [randomUUID(), partenaireId, qui.utilisateurId, role, equipement, espace.administrateur.compteId],
    );
  for (const qui of [mona, autre]) await habiliter(qui, 'FOURNISSEUR_ACTIVITE');
  await espace.executeur.executer(agent(), creerCampagne, {
    typeEquipement: 'RAM',
    exercice: '2025',
    perennite: 'reelle',
    ouvreLe: '2026-01-16',
    fermeLe: '2026-04-01',
    motif: 'Essai',
  });
  for (const [nom, qui] of [
    ['mona', mona],
    ['autre', autre],
    ['administrateur', espace.administrateur],
  ] as const)
    courriels[nom] = await espace.ouvrirCompte(qui);
  const premiere = await connecte();
  const liste = await premiere.lire('/partenaire/declarations');
  const { adresse } = await premiere.envoyer(
    '/partenaire/declarations',
    aConfirmer(liste.texte, '/partenaire/declarations'),
  );
  expect(adresse).toMatch(/^\/partenaire\/declarations\/[0-9a-f-]{36}$/);
  activite = `${adresse}/activite`;
});
afterAll(() => espace.fermer());
beforeEach(() => espace.sql('delete from sessions.envoi'));

const connecte = (nom = 'mona') => new Internaute(espace.url).seConnecter(courriels[nom] ?? '', MOT_DE_PASSE);
/** The sessions of everybody are over for so long. */
const finir = (depuis = '1 minute') =>
  espace.sql(`update sessions.session set expire = now() - interval '${depuis}'`);
const gardes = async (): Promise<number> => (await espace.sql('select 1 from sessions.envoi')).length;
const motif = ({ adresse }: ReponseLue): string | null =>
  new URL(adresse, espace.url).searchParams.get('motif');
const reprendre = async (qui: Internaute, nom = 'mona'): Promise<string> =>
  (await qui.envoyer('/connexion', { courriel: courriels[nom] ?? '', motDePasse: MOT_DE_PASSE })).adresse;
const profil = async (qui: Internaute): Promise<Record<string, string>> => ({
  ...champsDeFormulaire((await qui.lire('/partenaire/profil')).texte),
  telephone: '02 38 00 00 01',
});
const telephone = async (): Promise<string | null> =>
  (
    await espace.sql<{ telephone: string | null }>('select telephone from utilisateur where id = $1', [
      mona.utilisateurId,
    ])
  )[0]?.telephone ?? null;
/** What a form of a page would send, its hidden fields among them. */
const aConfirmer = (page: string, action: string): Record<string, string> =>
  champsDeFormulaire(
    page.split('<form').find((un) => un.includes(`action="${action}"`) && un.includes('method="post"')) ?? '',
  );

describe('a form sent without script with a session that has just ended', () => {
  test('is held, told so, and shown to its author to be confirmed; confirming saves it and ends the holding', async () => {
    const qui = await connecte();
    const champs = champsDeFormulaire((await qui.lire(activite)).texte);
    await finir();
    const refuse = await qui.demander(activite, {
      methode: 'POST',
      corps: new URLSearchParams({ ...champs, 'missions.actionsInformation': '37', action: 'terminer' }),
      entetes: { referer: `${espace.url}${activite}` },
    });
    expect(motif(refuse)).toBe('gardee');
    expect(texteDePage((await qui.lire(refuse.adresse)).texte)).toContain('il est gardé une heure');
    const apres = await reprendre(qui);
    expect(apres).toContain('/partenaire/saisie-gardee');
    const page = (await qui.lire(apres)).texte;
    expect(texteDePage(page)).toContain('Nombre d’actions d’information 37');
    expect(texteDePage(page)).not.toContain('missions.actionsInformation');
    const [avant] = await espace.sql<{ texte: string | null }>(
      "select donnees_activite -> 'valeurs' -> 'missions' ->> 'actionsInformation' as texte from declaration",
    );
    expect(avant?.texte ?? null).toBeNull();
    const confirme = await qui.envoyer(activite, aConfirmer(page, activite));
    expect([confirme.statut, confirme.adresse]).toEqual([303, activite]);
    const [saisi] = await espace.sql<{ texte: string; termine: boolean }>(
      "select donnees_activite -> 'valeurs' -> 'missions' ->> 'actionsInformation' as texte, activite_complete_le is not null as termine from declaration",
    );
    // A draft: what was asked for beyond saving is done by the person, on the form.
    expect(saisi).toEqual({ texte: '37', termine: false });
    expect(await gardes()).toBe(0);
  });

  test.each(['champInvente', 'missions.champInvente'])(
    'does not save %s, which its volet does not have, sent at once or confirmed',
    async (champ) => {
      const qui = await connecte();
      const champs = { ...champsDeFormulaire((await qui.lire(activite)).texte), [champ]: '1' };
      const saisies = () => espace.sql('select donnees_activite, version_activite from declaration');
      const avant = await saisies();
      const directe = await qui.envoyer(activite, champs);
      await finir();
      await qui.envoyer(activite, champs);
      const confirmee = await qui.envoyer(
        activite,
        aConfirmer((await qui.lire(await reprendre(qui))).texte, activite),
      );
      for (const { statut, texte } of [directe, confirmee]) {
        expect(statut).toBe(422);
        expect(texteDePage(texte)).toContain(`des champs que ce volet n’a pas : ${champ}.`);
      }
      expect(await saisies()).toEqual(avant);
    },
  );

  test('is forgotten when its author abandons it', async () => {
    const qui = await connecte();
    const champs = await profil(qui);
    await finir();
    expect(motif(await qui.envoyer('/partenaire/profil', champs))).toBe('gardee');
    const page = (await qui.lire(await reprendre(qui))).texte;
    expect(texteDePage(page)).toContain('Téléphone 02 38 00 00 01');
    expect(
      (
        await qui.envoyer(
          '/partenaire/saisie-gardee/abandonner',
          aConfirmer(page, '/partenaire/saisie-gardee/abandonner'),
        )
      ).adresse,
    ).toBe('/partenaire');
    expect(await gardes()).toBe(0);
    expect(await telephone()).toBeNull();
  });

  test('that a session too old left behind is held too', async () => {
    const qui = await connecte();
    const champs = await profil(qui);
    espace.horloge.regler('2026-03-02T23:30:00Z');
    try {
      expect(motif(await qui.envoyer('/partenaire/profil', champs))).toBe('gardee');
    } finally {
      espace.horloge.regler('2026-03-02');
    }
  });

  test('is said to be in the browser when the script keeps it there, and is not held twice', async () => {
    const qui = await connecte();
    const champs = await profil(qui);
    await finir();
    const refuse = await qui.envoyer('/partenaire/profil', {
      ...champs,
      'jeton-de-saisie': `${randomUUID()} /partenaire/profil`,
    });
    expect(motif(refuse)).toBe('navigateur');
    expect(texteDePage((await qui.lire(refuse.adresse)).texte)).toContain('gardée dans ce navigateur');
    expect(await gardes()).toBe(0);
  });

  test('without its cookie is not held, and the page says so', async () => {
    const qui = await connecte();
    const champs = await profil(qui);
    const refuse = await new Internaute(espace.url).envoyer('/partenaire/profil', champs);
    expect(motif(refuse)).toBe('perdue');
    expect(texteDePage((await new Internaute(espace.url).lire(refuse.adresse)).texte)).toContain(
      'ni enregistré ni gardé',
    );
    expect(await gardes()).toBe(0);
  });
});

describe('nothing is held', () => {
  const perdu = async (
    qui: Internaute,
    chemin = '/partenaire/profil',
    champs?: Record<string, string>,
  ): Promise<void> => {
    expect(motif(await qui.envoyer(chemin, champs ?? { telephone: '02 38 00 00 01', version: '1' }))).toBe(
      'perdue',
    );
    expect(await gardes()).toBe(0);
  };
  test('for a session over since more than an hour', async () => {
    const qui = await connecte();
    await finir('61 minutes');
    await perdu(qui);
  });
  test('for a session its holder ended', async () => {
    const qui = await connecte();
    const [{ sid } = { sid: '' }] = await espace.sql<{ sid: string }>(
      "select sid from sessions.session where sess ->> 'compteId' = $1 order by expire desc limit 1",
      [mona.compteId],
    );
    const cookie = new Internaute(espace.url, undefined, { mcp: qui.cookie('mcp') ?? '' });
    await qui.envoyer('/deconnexion');
    expect((await espace.sql('select 1 from sessions.session where sid = $1', [sid])).length).toBe(0);
    await perdu(cookie);
  });
  test('for a session that a new password ended', async () => {
    const qui = await connecte();
    await espace.sql('update compte set sessions_valides_depuis = now() where id = $1', [mona.compteId]);
    await finir();
    await perdu(qui);
  });
  test('for a cookie that was tampered with, or of another server', async () => {
    const qui = await connecte();
    await finir();
    const cookie = qui.cookie('mcp') ?? '';
    for (const faux of [
      cookie.replace(/.$/, (fin) => (fin === 'A' ? 'B' : 'A')),
      cookie.replace('.', 'x.'),
      cookie.split('.')[0] ?? '',
      's%3Ax.y',
      '',
    ])
      await perdu(new Internaute(espace.url, undefined, { mcp: faux }));
  });
  test('from another site', async () => {
    const qui = await connecte();
    await finir();
    const reponse = await qui.demander('/partenaire/profil', {
      methode: 'POST',
      corps: new URLSearchParams({ telephone: '1' }),
      entetes: { 'sec-fetch-site': 'cross-site', origin: 'https://ailleurs.example' },
    });
    expect(reponse.statut).toBe(403);
    expect(await gardes()).toBe(0);
  });
  test('of a form larger than any entry', async () => {
    const qui = await connecte();
    await finir();
    await perdu(qui, '/partenaire/profil', { telephone: 'x'.repeat(300_000), version: '1' });
  });
  test('of a request of a program, which is told what happened', async () => {
    const qui = await connecte();
    await finir();
    expect(
      (
        await qui.demander('/partenaire/profil', {
          methode: 'POST',
          corps: new URLSearchParams({ telephone: '1' }),
          entetes: { accept: 'application/json' },
        })
      ).statut,
    ).toBe(401);
    expect(await gardes()).toBe(0);
  });
  test.each(['transmettre', 'renvoyer', 'activite/reprendre', 'activite/analyse'])(
    'of « %s », which is no entry',
    async (acte) => {
      const qui = await connecte();
      await finir();
      await perdu(qui, activite.replace('activite', acte), { version: '1', motif: 'x' });
    },
  );
});

test('the only addresses whose forms may be held are those of entries, on every route that writes', () => {
  const routes = routesDe(espace.application.express).filter(({ methode }) => methode === 'POST');
  expect(routes.length).toBeGreaterThan(25);
  expect(routes.filter(({ route }) => route?.heldForm !== undefined).map(({ chemin }) => chemin)).toEqual([
    '/partenaire/declarations/:id/activite',
    '/partenaire/declarations/:id/finances',
    '/partenaire/profil',
  ]);
});

describe('what is held is for its author only', () => {
  async function garder(): Promise<Internaute> {
    const qui = await connecte();
    const champs = await profil(qui);
    await finir();
    expect(motif(await qui.envoyer('/partenaire/profil', champs))).toBe('gardee');
    return qui;
  }
  test('another account that signs in with the same browser is shown nothing, then or later', async () => {
    const qui = await garder();
    expect(await reprendre(qui, 'autre')).toBe('/partenaire');
    expect(texteDePage((await qui.lire('/partenaire/saisie-gardee')).texte)).toContain('Rien à confirmer');
    // Nor is the first account, once its cookie has been replaced.
    expect(await reprendre(await connecte())).not.toContain('saisie-gardee');
  });
  test('the same account with another browser is shown nothing', async () => {
    await garder();
    const ailleurs = await connecte();
    expect(texteDePage((await ailleurs.lire('/partenaire/saisie-gardee')).texte)).toContain(
      'Rien à confirmer',
    );
  });
  test('nobody abandons or confirms that of another', async () => {
    await garder();
    const [{ id } = { id: '' }] = await espace.sql<{ id: string }>('select id from sessions.envoi');
    const intrus = await connecte('autre');
    await intrus.envoyer('/partenaire/saisie-gardee/abandonner', { 'envoi-garde': id });
    await intrus.envoyer('/partenaire/profil', { ...(await profil(intrus)), 'envoi-garde': id });
    expect(await gardes()).toBe(1);
  });
  test('neither the table nor the journal of the server holds what was typed', async () => {
    await garder();
    const [{ corps } = { corps: '' }] = await espace.sql<{ corps: string }>(
      'select corps from sessions.envoi',
    );
    expect(Buffer.from(corps, 'base64url').toString('latin1')).not.toContain('02 38');
  });
  test('no more than a few are held for one account: the oldest make room', async () => {
    const qui = await connecte();
    await finir();
    for (let rang = 0; rang < HELD_FORMS_PER_ACCOUNT + 3; rang += 1)
      await qui.envoyer('/partenaire/profil', { telephone: String(rang), version: '1' });
    expect(await gardes()).toBe(HELD_FORMS_PER_ACCOUNT);
    const page = texteDePage((await qui.lire(await reprendre(qui))).texte);
    expect(page).toContain(`Téléphone ${HELD_FORMS_PER_ACCOUNT + 2}`);
    expect(page).not.toContain('Téléphone 2 ');
  });
  test('it goes after the hour, with the trace of the session', async () => {
    const qui = await garder();
    await espace.sql("update sessions.envoi set depose_le = now() - interval '61 minutes'");
    expect(await reprendre(qui)).toBe('/partenaire');
    await finir('61 minutes');
    await nettoyer(espace.poolSessions);
    expect(await gardes()).toBe(0);
    expect(await espace.sql('select 1 from sessions.session')).toEqual([]);
  });
});
