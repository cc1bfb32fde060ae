import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  MOT_DE_PASSE,
  ouvrirEspacePartenaire,
  type EspacePartenaire,
} from '#test/browser/portal/espace-partenaire.ts';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { commencerDeclaration } from '#src/domain/declaration/commandes.ts';
import { tenue, type RoleAfas } from '#test/support/roles.ts';
import { agent } from '#test/support/acteurs.ts';
import type { PersonneDuDecor } from './fixture.ts';

let espace: EspacePartenaire;
let equipement: string;
let cookie = '';
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  equipement = (await espace.equipement('CBA-RAM Les Marins marrants', { lieux: ['Espace Loire'] })).id;
});
afterAll(() => espace.fermer());

async function entrer(personne: PersonneDuDecor): Promise<void> {
  const courriel = await espace.ouvrirCompte(personne);
  const reponse = await fetch(`${espace.url}/connexion`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ courriel, motDePasse: MOT_DE_PASSE }),
    headers: { accept: 'text/html', origin: espace.url },
  });
  cookie =
    (reponse.headers.getSetCookie().find((cookie) => cookie.startsWith('mcp=')) ?? '').split(';')[0] ?? '';
}
const page = async (chemin: string): Promise<string> =>
  (
    await (
      await fetch(`${espace.url}${chemin}`, { redirect: 'manual', headers: { accept: 'text/html', cookie } })
    ).text()
  )
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/&#x27;/g, "'");
const donner = (personne: PersonneDuDecor, role: RoleAfas, etat: string) =>
  espace.sql(
    `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
  values ($1, '451', $2, $3, $4, 'activite', $5, '2026-01-01', $6, $7, '2026-02-10T10:00:00Z')`,
    [
      randomUUID(),
      espace.partenaireId,
      personne.utilisateurId,
      role,
      equipement,
      etat,
      espace.administrateur.compteId,
    ],
  );

describe('an approbateur whom the Caf has not validated yet', () => {
  it('is told so on his home page, who may do nothing else, instead of « nothing waits » or « ask your administrator »', async () => {
    const seul = await espace.personne('ATTENTE');
    await donner(seul, 'APPROBATEUR', 'en-attente-caf');
    await entrer(seul);
    const accueil = await page('/partenaire');
    expect(accueil).toContain(
      'Votre habilitation au rôle d’approbateur sur « CBA-RAM Les Marins marrants », demandée le 10/02/2026, attend la validation de votre Caf.',
    );
    expect(accueil).toContain('Celui qui vous est destiné attend la validation de votre Caf.');
    expect(accueil).not.toContain('Adressez-vous à votre administrateur partenaire.');
    await espace.sql("update habilitation set etat = 'refusee' where utilisateur_id = $1", [
      seul.utilisateurId,
    ]);
    expect(await page('/partenaire')).not.toContain('attend la validation');
  });

  it('is told so on the declaration and by « Pourquoi ? », with nobody else to ask', async () => {
    const fournisseur = await espace.personne('CUMUL');
    await donner(fournisseur, 'FOURNISSEUR_ACTIVITE', 'accordee');
    await donner(fournisseur, 'APPROBATEUR', 'en-attente-caf');
    const conventionnement = randomUUID();
    await espace.sql(
      `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, etp_valide, animateurs) values ($1, '451', $2, $3, 'M-1', '2024-01-01', '2028-01-01', 'valide', 1, '[]')`,
      [conventionnement, espace.partenaireId, equipement],
    );
    await espace.executeur.executer(agent(), creerCampagne, {
      typeEquipement: 'RAM',
      exercice: '2025',
      perennite: 'reelle',
      ouvreLe: '2026-01-16',
      fermeLe: '2026-04-01',
    });
    const acteur = {
      ...fournisseur.acteur(),
      habilitations: [tenue('FOURNISSEUR_ACTIVITE', equipement)],
    } as const;
    const { id: declaration } = await espace.executeur.executer(acteur, commencerDeclaration, {
      conventionnement,
      exercice: '2025',
      perennite: 'reelle',
    });
    await entrer(fournisseur);
    const lue = await page(`/partenaire/declarations/${declaration}`);
    expect(lue).toContain('En attente de validation par votre Caf');
    expect(lue).toContain(
      'Votre habilitation au rôle d’approbateur sur « CBA-RAM Les Marins marrants » attend la validation de votre Caf : vous n’avez rien d’autre à demander.',
    );
  });
});

describe('the places of a role', () => {
  const etapes = (texte: string): string[] =>
    [...texte.matchAll(/(Approbateur|Fournisseur de données [^:<;]+?) : (\d+ places? sur \d+)/g)].map(
      ([, role, places]) => `${role} : ${places}`,
    );

  it('are told taken and allowed where roles are granted, as the quotas rule counts them, requests that wait included', async () => {
    await entrer(espace.administrateur);
    const attendu = [
      'Approbateur : 1 place sur 1',
      'Fournisseur de données d’activité : 1 place sur 2',
      'Fournisseur de données financières : 0 place sur 2',
    ];
    expect(etapes(await page('/partenaire/habilitations'))).toEqual(attendu);
    expect(etapes(await page('/partenaire/habilitations/habiliter'))).toEqual(attendu);
    expect(etapes(await page('/partenaire/habilitations/habiliter?role=FOURNISSEUR_ACTIVITE'))).toEqual([
      attendu[1],
    ]);
  });

  it('move with a grant, and are not told where the rule gives no maximum', async () => {
    await donner(await espace.personne('SECONDE'), 'FOURNISSEUR_ACTIVITE', 'accordee');
    await espace.equipement('Crèche Les Mouettes', { type: 'EAJE' });
    const lue = await page('/partenaire/habilitations/habiliter');
    expect(etapes(lue)).toContain('Fournisseur de données d’activité : 2 places sur 2');
    expect(lue).not.toMatch(/Consultant : \d|Crèche Les Mouettes – /);
  });
});
