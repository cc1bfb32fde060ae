import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import {
  MOT_DE_PASSE,
  ouvrirEspacePartenaire,
  type EspacePartenaire,
} from '#test/browser/portal/espace-partenaire.ts';
import { champsDeFormulaire, Internaute, texteDePage } from '#test/support/internaute.ts';

let espace: EspacePartenaire;
let navigateur: Internaute;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  navigateur = await new Internaute(espace.url).seConnecter(
    await espace.ouvrirCompte(espace.administrateur),
    MOT_DE_PASSE,
  );
});
afterAll(() => espace.fermer());

async function tenir(
  nom: string,
  role: string,
  equipement: string,
): Promise<{ readonly id: string; readonly utilisateurId: string }> {
  const { utilisateurId } = await espace.personne(nom);
  const [creee] = await espace.executeur.executer(espace.administrateur.acteur(), affecterRole, {
    utilisateur: utilisateurId,
    role,
    du: '2026-03-02',
    portee: 'activite',
    equipements: [equipement],
  });
  return { id: String(creee?.id), utilisateurId };
}
const finDe = async (id: string) =>
  (
    await espace.sql<{ au: string | null }>(
      "select to_char(au, 'YYYY-MM-DD') as au from habilitation where id = $1",
      [id],
    )
  )[0]?.au;

describe('the confirming pages of the portal, without JavaScript', () => {
  it('tell on what day who can no longer do what, for the day typed too, and end the role only then', async () => {
    const { id: ram } = await espace.equipement('Ram des conséquences');
    const { id } = await tenir('SEULE', 'FOURNISSEUR_ACTIVITE', ram);
    const chemin = `/partenaire/habilitations/${id}/terminer`;
    const ouverte = await navigateur.lire(chemin);
    expect(texteDePage(ouverte.texte)).toContain(
      'Ce que cela entraîne le 02/03/2026 Plus personne ne pourra saisir les données d’activité : Ram des conséquences',
    );
    const apercu = await navigateur.envoyer(chemin, {
      ...champsDeFormulaire(ouverte.texte),
      au: '2026-04-01',
      apercu: 'oui',
    });
    expect([apercu.statut, await finDe(id)]).toEqual([200, null]);
    expect(texteDePage(apercu.texte)).toContain('Ce que cela entraîne le 01/04/2026');
    expect(champsDeFormulaire(apercu.texte)['au']).toBe('2026-04-01');
    expect((await navigateur.envoyer(chemin, champsDeFormulaire(apercu.texte))).statut).toBe(303);
    expect(await finDe(id)).toBe('2026-04-01');
  });

  it('ask again where the day was changed after reading', async () => {
    const { id: ram } = await espace.equipement('Ram relu');
    const { id } = await tenir('RELUE', 'FOURNISSEUR_FINANCIER', ram);
    const chemin = `/partenaire/habilitations/${id}/terminer`;
    const ouverte = champsDeFormulaire((await navigateur.lire(chemin)).texte);
    const refus = await navigateur.envoyer(chemin, { ...ouverte, au: '2026-05-01', motif: 'Départ' });
    expect([refus.statut, await finDe(id)]).toEqual([409, null]);
    expect(texteDePage(refus.texte)).toMatch(
      /ne sont plus celles que vous avez lues.*Ce que cela entraîne le 01\/05\/2026/,
    );
    expect(champsDeFormulaire(refus.texte)['motif']).toBe('Départ');
    expect((await navigateur.envoyer(chemin, champsDeFormulaire(refus.texte))).statut).toBe(303);
  });

  it('name whoever leaves, and what ends with his access', async () => {
    const { id: ram } = await espace.equipement('Ram du départ');
    const { utilisateurId } = await tenir('PARTANTE', 'FOURNISSEUR_ACTIVITE', ram);
    const page = texteDePage(
      (await navigateur.lire(`/partenaire/utilisateurs/${utilisateurId}/supprimer`)).texte,
    );
    expect(page).toContain('Clôturer l’accès de Chantal PARTANTE');
    expect(page).toMatch(
      /1 rôle prend fin\. Chantal PARTANTE – Fournisseur de données d’activité, Ram du départ 1 accès à Mon Compte Partenaire se ferme\. Chantal PARTANTE/,
    );
  });

  it('say nothing of a day that no act may have, and the field says why when it is sent', async () => {
    const { id: ram } = await espace.equipement('Ram d’hier');
    const { id } = await tenir('HIER', 'CONSULTANT', ram);
    const chemin = `/partenaire/habilitations/${id}/terminer`;
    const ouverte = champsDeFormulaire((await navigateur.lire(chemin)).texte);
    for (const au of ['2020-01-01', 'hier', '9999-99-99']) {
      const { statut, texte } = await navigateur.envoyer(chemin, { ...ouverte, au, apercu: 'oui' });
      expect([au, statut]).toEqual([au, 200]);
      expect(texteDePage(texte)).toContain('ne peuvent pas être montrées');
      expect((await navigateur.envoyer(chemin, { ...ouverte, au })).statut).toBe(422);
    }
  });
});
