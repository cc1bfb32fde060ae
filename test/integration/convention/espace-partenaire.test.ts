import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  MOT_DE_PASSE,
  ouvrirEspacePartenaire,
  type EspacePartenaire,
} from '#test/browser/portal/espace-partenaire.ts';
import type { PersonneDuDecor } from '../habilitation/fixture.ts';

let espace: EspacePartenaire;
let ram = '';
let approbatrice: PersonneDuDecor;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  ram = (await espace.equipement('Ram Les Marins')).id;
  approbatrice = await espace.personne('APPROBATRICE');
});
afterAll(() => espace.fermer());
beforeEach(async () => {
  espace.horloge.regler('2026-03-02');
  await espace.sql(
    "update convention set du = '2026-01-01', au = '2027-01-01', etat = 'active', resiliee_le = null where caf_id = '451'",
  );
  await espace.sql("update bulletin_adhesion set au = '2027-01-01' where caf_id = '451'");
  for (const table of ['campagne', 'conventionnement', 'habilitation'])
    await espace.sql(`delete from ${table}`);
});

async function cookieDe(personne: PersonneDuDecor): Promise<string> {
  const courriel = await espace.ouvrirCompte(personne);
  const reponse = await fetch(`${espace.url}/connexion`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ courriel, motDePasse: MOT_DE_PASSE }),
    headers: { accept: 'text/html', origin: espace.url },
  });
  return (
    (reponse.headers.getSetCookie().find((cookie) => cookie.startsWith('mcp=')) ?? '').split(';')[0] ?? ''
  );
}
async function page(personne: PersonneDuDecor, chemin = '/partenaire'): Promise<string> {
  const reponse = await fetch(`${espace.url}${chemin}`, {
    redirect: 'manual',
    headers: { accept: 'text/html', cookie: await cookieDe(personne) },
  });
  expect(reponse.status).toBe(200);
  return (await reponse.text())
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}
const tenir = (personne: PersonneDuDecor, role: string, etat = 'accordee') =>
  espace.sql(
    `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
  values ($1, '451', $2, $3, $4, 'activite', $5, '2026-01-01', $6, $7, now())`,
    [
      randomUUID(),
      espace.partenaireId,
      personne.utilisateurId,
      role,
      ram,
      etat,
      espace.administrateur.compteId,
    ],
  );
const tousLesRoles = async () => {
  for (const role of ['APPROBATEUR', 'FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER'])
    await tenir(approbatrice, role);
};
const campagne = async () => {
  await espace.sql(
    "insert into conventionnement (id, caf_id, partenaire_id, equipement_id, etat, du, au, animateurs) values ($1, '451', $2, $3, 'valide', '2025-01-01', '2028-01-01', '[]')",
    [randomUUID(), espace.partenaireId, ram],
  );
  await espace.sql(
    "insert into campagne (id, caf_id, type_equipement, exercice, perennite, ouvre_le, ferme_le) values ($1, '451', 'RAM', 2025, 'reelle', '2026-01-16', '2026-04-01')",
    [randomUUID()],
  );
};
const RIEN = 'Rien ne vous attend aujourd’hui.';

describe('the home of the partner', () => {
  it('says that nothing waits only when nothing does', async () => {
    await tousLesRoles();
    expect(await page(approbatrice)).toContain(RIEN);
  });

  it('tells whoever may not begin it that an open campaign is not begun, and who can', async () => {
    await campagne();
    await tenir(approbatrice, 'APPROBATEUR');
    await tenir(await espace.personne('MONA'), 'FOURNISSEUR_ACTIVITE');
    await tenir(await espace.personne('PAUL'), 'FOURNISSEUR_FINANCIER');
    for (const personne of [approbatrice, espace.administrateur]) {
      const texte = await page(personne);
      expect(texte).not.toContain(RIEN);
      expect(texte).toMatch(
        /Ram Les Marins : la déclaration \S+ 2025 est ouverte jusqu’au 01\/04\/2026 \(exclu\) et n’est pas commencée\. Peut la commencer : Chantal MONA, Chantal PAUL\./,
      );
    }
    espace.horloge.regler('2026-04-01');
    expect(await page(approbatrice)).toContain(RIEN);
  });

  it('tells whoever may not grant it that a role is held by nobody, and who can; what waits for the Caf is told apart', async () => {
    await tenir(approbatrice, 'APPROBATEUR');
    await tenir(await espace.personne('MONA'), 'FOURNISSEUR_ACTIVITE', 'suspendue');
    const texte = await page(approbatrice);
    expect(texte).not.toContain(RIEN);
    expect(texte).toContain(
      'Ram Les Marins : personne n’a aujourd’hui le rôle de fournisseur de données financières. Peut l’attribuer : Chantal ADMIN (administrateur partenaire).',
    );
    expect(texte).toContain(
      'personne n’a aujourd’hui le rôle de fournisseur de données d’activité. Une habilitation est demandée, suspendue ou à venir',
    );
    expect(await page(espace.administrateur)).toContain('1 rôle n’est attribué à personne');
  });
});

describe('the end of the convention', () => {
  it('is told some days before, by the parameter, on the home and on « Ma convention »; not the day before these days', async () => {
    await tousLesRoles();
    espace.horloge.regler('2026-11-01');
    expect(await page(approbatrice)).toContain(RIEN);
    espace.horloge.regler('2026-11-02');
    for (const chemin of ['/partenaire', '/partenaire/convention']) {
      const texte = await page(approbatrice, chemin);
      expect(texte).not.toContain(RIEN);
      expect(texte).toContain('Votre convention d’accès n° 2170001 prend fin le 31/12/2026 (dans 60 jours).');
      expect(texte).toContain(
        'L’administrateur partenaire (Chantal ADMIN) demande à votre Caf de la renouveler.',
      );
      expect(texte).toContain(
        'ensuite, vous pouvez encore consulter, saisir une déclaration, commencer une déclaration. Il ne sera plus possible de : attribuer un rôle, transmettre une déclaration',
      );
    }
  });

  it('is told afterwards, expired or ended, with its date and what remains possible, on every page by the number', async () => {
    await tousLesRoles();
    await espace.sql("update convention set au = '2026-03-01' where caf_id = '451'");
    const echue = await page(approbatrice);
    expect(echue).toContain('Votre convention d’accès n° 2170001 est échue depuis le 01/03/2026.');
    expect(echue).toContain('2170001 (échue) Voir ce qui reste possible');
    await espace.sql(
      "update convention set au = '2027-01-01', etat = 'resiliee', resiliee_le = '2026-02-01' where caf_id = '451'",
    );
    const resiliee = await page(approbatrice);
    expect(resiliee).toContain('est résiliée depuis le 01/02/2026.');
    expect(resiliee).toContain('D’ici là, vous pouvez encore consulter.');
  });

  it('is not told where the next one, active, follows without a gap', async () => {
    await tousLesRoles();
    espace.horloge.regler('2026-12-15');
    const suite = randomUUID();
    await espace.sql(
      "insert into convention (id, caf_id, partenaire_id, formulaire_id, numero, mission_generale, du, au, etat) select $1, caf_id, partenaire_id, formulaire_id, '2170002', 'm', au, '2028-01-01', 'active' from convention where partenaire_id = $2",
      [suite, espace.partenaireId],
    );
    expect(await page(approbatrice)).toContain(RIEN);
    await espace.sql("update convention set du = '2027-01-02' where id = $1", [suite]);
    expect(await page(approbatrice)).toContain('La convention n° 2170002 prend effet le 02/01/2027.');
    await espace.sql('delete from convention where id = $1', [suite]);
  });
});

describe('« Ma convention »', () => {
  it('shows number, days, state, contract and bulletins to every user of the partner', async () => {
    const texte = await page(await espace.personne('SIMPLE'), '/partenaire/convention');
    expect(texte).toContain('Convention n° 2170001 Active');
    expect(texte).toMatch(/Premier jour 01\/01\/2026 Dernier jour prévu 31\/12\/2026/);
    expect(texte).toMatch(/Approbateur.*Locale Oui du 01\/01\/2026 au 31\/12\/2026/);
    expect(texte).toContain('Aucun contrat de service.');
  });
});
