import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fiche, servirGestion, type Serveur } from '../admin/fixture.ts';
import { planterLeDecor, type Fixture } from '../habilitation/fixture.ts';
import { agent } from '#test/support/acteurs.ts';

let fixture: Fixture;
let gestion: Serveur;
let ram = '';
beforeAll(async () => {
  fixture = await planterLeDecor();
  ram = (await fixture.equipement('Ram de Briare')).id;
  gestion = await servirGestion(fixture, agent());
});
afterAll(async () => {
  gestion.fermer();
  await fixture.fermer();
});

async function habilitation(nom: string, role = 'APPROBATEUR'): Promise<string> {
  const { utilisateurId, compteId } = await fixture.personne(nom);
  const id = randomUUID();
  await fixture.sql(
    `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
    values ($1, '451', $2, $3, $4, 'activite', $5, '2026-01-01', 'accordee', $6, now())`,
    [id, fixture.partenaireId, utilisateurId, role, ram, compteId],
  );
  return id;
}
const etatDe = async (id: string) =>
  (await fixture.sql<{ etat: string }>('select etat from habilitation where id = $1', [id]))[0]?.etat;
const titres = (formulaire: Awaited<ReturnType<Serveur['get']>>['corps']['formulaire']) =>
  formulaire?.consequences?.effets.map(({ titre }) => titre);

describe('the page of an act in the back-office', () => {
  it('repeats its record and tells what the act does, then does just that', async () => {
    const chemin = fiche('habilitations', await habilitation('CHANTAL'), 'suspendre');
    const {
      corps: { formulaire },
    } = await gestion.get(chemin);
    expect(formulaire?.rappel?.valeurs.map(({ etiquette }) => etiquette)).toEqual([
      'Rôle',
      'Utilisateur',
      'Équipement',
      'Partenaire',
      'Portée',
      'Du',
    ]);
    expect(titres(formulaire)).toEqual([
      'Plus personne ne pourra approuver ni transmettre :',
      '1 rôle est suspendu : il n’ouvre plus rien et garde sa place.',
      '2 courriels partent.',
    ]);
    const envoi = {
      version: formulaire?.valeurs['version'],
      motif: 'Précaution',
      annonce: formulaire?.consequences?.empreinte,
    };
    expect((await gestion.post(chemin, envoi)).statut).toBe(200);
    expect(await fixture.sql('select count(*)::int as n from courriel')).toEqual([{ n: 2 }]);
  });

  it('does nothing where the consequences are no longer those that were read: it shows the new ones', async () => {
    const id = await habilitation('MONA', 'FOURNISSEUR_ACTIVITE');
    const autre = await habilitation('RELEVE', 'FOURNISSEUR_ACTIVITE');
    const chemin = fiche('habilitations', id, 'suspendre');
    const {
      corps: { formulaire },
    } = await gestion.get(chemin);
    await fixture.sql("update habilitation set etat = 'suspendue' where id = $1", [autre]);
    const envoi = {
      version: formulaire?.valeurs['version'],
      motif: 'Précaution',
      annonce: formulaire?.consequences?.empreinte,
    };
    const { statut, corps } = await gestion.post(chemin, envoi);
    expect([statut, corps.notice?.message]).toEqual([
      409,
      expect.stringContaining('ne sont plus celles que vous avez lues'),
    ]);
    expect(await etatDe(id)).toBe('accordee');
    expect(titres(formulaire)).not.toContain('Plus personne ne pourra saisir les données d’activité :');
    expect(titres(corps.formulaire)).toContain('Plus personne ne pourra saisir les données d’activité :');
    expect(
      (await gestion.post(chemin, { ...envoi, annonce: corps.formulaire?.consequences?.empreinte })).statut,
    ).toBe(200);
    expect(await etatDe(id)).toBe('suspendue');
  });

  it('tells them for the day that is chosen', async () => {
    const [convention] = await fixture.sql<{ id: string }>(
      'select id from convention where partenaire_id = $1',
      [fixture.partenaireId],
    );
    const chemin = fiche('conventions', String(convention?.id), 'resilier');
    const lire = async (requete = '') => (await gestion.get(chemin + requete)).corps.formulaire?.consequences;
    const [aujourdhui, plusTard] = [await lire(), await lire('?le=2026-06-01')];
    expect([aujourdhui?.le, plusTard?.le]).toEqual(['2026-03-02', '2026-06-01']);
    expect(aujourdhui?.effets.map(({ cle }) => cle)).toContain('actes');
    expect((await lire('?le=hier'))?.le).toBeUndefined();
  });
});
