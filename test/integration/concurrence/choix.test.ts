import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { modifierUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import {
  MOT_DE_PASSE,
  ouvrirEspacePartenaire,
  type EspacePartenaire,
} from '#test/browser/portal/espace-partenaire.ts';
import { fiche, servirGestion, type Serveur } from '#test/integration/admin/fixture.ts';
import type { PersonneDuDecor } from '#test/integration/habilitation/fixture.ts';
import { agent } from '#test/support/acteurs.ts';
import { champsDeFormulaire, Internaute, texteDePage } from '#test/support/internaute.ts';

let espace: EspacePartenaire;
let gestion: Serveur;
let navigateur: Internaute;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  gestion = await servirGestion(espace, agent());
  navigateur = await new Internaute(espace.url).seConnecter(
    await espace.ouvrirCompte(espace.administrateur),
    MOT_DE_PASSE,
  );
});
afterAll(async () => {
  gestion.fermer();
  await espace.fermer();
});

/** Who has not accepted his access yet: his name is corrected on his record. */
async function invitee(nom: string): Promise<PersonneDuDecor> {
  const personne = await espace.personne(nom);
  await espace.sql("update utilisateur set rattachement = 'en-attente' where id = $1", [
    personne.utilisateurId,
  ]);
  return personne;
}

const lire = async (id: string) =>
  (
    await espace.sql<{ nom: string; prenom: string; telephone: string | null; version: number }>(
      'select nom, prenom, telephone, version from utilisateur where id = $1',
      [id],
    )
  )[0];
/** What a colleague records meanwhile, from a form of his own. */
async function unCollegueEnregistre(
  personne: PersonneDuDecor,
  changements: Readonly<Record<string, string>>,
): Promise<void> {
  const [{ nom, prenom, version } = { nom: '', prenom: '', version: 0 }] = await espace.sql<{
    nom: string;
    prenom: string;
    version: number;
  }>('select nom, prenom, version from utilisateur where id = $1', [personne.utilisateurId]);
  await espace.executeur.executer(espace.administrateur.acteur(), modifierUtilisateur, {
    id: personne.utilisateurId,
    version,
    nom,
    prenom,
    ouvertLe: '2026-01-01',
    ...changements,
  });
}
const demander = async (personne: PersonneDuDecor, role: string, equipement: string): Promise<string> =>
  (
    await espace.executeur.executer(espace.administrateur.acteur(), affecterRole, {
      utilisateur: personne.utilisateurId,
      role,
      du: '2026-03-02',
      portee: 'activite',
      equipements: [equipement],
    })
  )[0]?.id ?? '';

describe('two people modify the same user', () => {
  it('the second takes over what he had not touched, keeps what only he changed, and chooses the rest, one by one', async () => {
    const personne = await invitee('DUPONT');
    const chemin = `/partenaire/utilisateurs/${personne.utilisateurId}/modifier`;
    const ouvert = champsDeFormulaire((await navigateur.lire(chemin)).texte);
    await unCollegueEnregistre(personne, {
      nom: 'DURAND',
      telephone: '0238000001',
      telephoneConfirmation: '0238000001',
    });

    const conflit = await navigateur.envoyer(chemin, { ...ouvert, nom: 'DUPOND', poste: 'itinerant' });
    expect(conflit.statut).toBe(409);
    const texte = texteDePage(conflit.texte);
    expect(texte).toContain('Fiche modifiée par Chantal ADMIN, le 02/03/2026 à 13 h 00.');
    expect(texte).toMatch(
      /Nom Ce que vous aviez saisi DUPOND Ce qu’a enregistré Chantal ADMIN, le 02\/03\/2026 à 13 h 00 DURAND/,
    );
    expect(texte).toMatch(/Repris de la fiche.*Téléphone 02 38 00 00 01/);
    expect(texte).toMatch(/Vos modifications, gardées Poste de travail Itinérant/);
    expect(await lire(personne.utilisateurId)).toMatchObject({ nom: 'DURAND', version: 2 });

    const choix = champsDeFormulaire(conflit.texte);
    const sansChoix = await navigateur.envoyer(chemin, choix);
    expect([
      sansChoix.statut,
      texteDePage(sansChoix.texte).includes('Nom : choisissez la valeur à garder.'),
    ]).toEqual([422, true]);
    const fini = await navigateur.envoyer(chemin, {
      ...champsDeFormulaire(sansChoix.texte),
      'choix-nom': 'mienne',
    });
    expect(fini.statut).toBe(303);
    expect(await lire(personne.utilisateurId)).toMatchObject({
      nom: 'DUPOND',
      telephone: '0238000001',
      version: 3,
    });
  });

  it('taking the other’s value writes nothing of one’s own; overtaken again, one is asked again', async () => {
    const personne = await invitee('MARTIN');
    const chemin = `/partenaire/utilisateurs/${personne.utilisateurId}/modifier`;
    const ouvert = champsDeFormulaire((await navigateur.lire(chemin)).texte);
    await unCollegueEnregistre(personne, { nom: 'MARTINE' });
    const premier = champsDeFormulaire(
      (await navigateur.envoyer(chemin, { ...ouvert, nom: 'MARTINO' })).texte,
    );
    await unCollegueEnregistre(personne, { nom: 'MARTINET' });
    const second = await navigateur.envoyer(chemin, { ...premier, 'choix-nom': 'mienne' });
    expect([second.statut, texteDePage(second.texte).includes('MARTINET')]).toEqual([409, true]);
    expect(
      (await navigateur.envoyer(chemin, { ...champsDeFormulaire(second.texte), 'choix-nom': 'leur' })).statut,
    ).toBe(303);
    expect((await lire(personne.utilisateurId))?.nom).toBe('MARTINET');
  });
});

describe('a state that two people change at once', () => {
  it('two agents answer one request: the first decides, the second reads who did, when, and keeps what he typed', async () => {
    const id = await demander(
      await espace.personne('APPRO'),
      'APPROBATEUR',
      (await espace.equipement('Ram des deux agents')).id,
    );
    await espace
      .sql(
        "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) select gen_random_uuid(), '451', $1, 'Martin', 'Agent 1', 'agent1@caf.fr', 'gestionnaire', '2019-01-01' where not exists (select 1 from agent_caf where compte_id = $1)",
        [agent().compteId],
      )
      .catch(() => undefined);
    const version = (await gestion.get(fiche('habilitations', id, 'valider'))).corps.formulaire?.valeurs[
      'version'
    ];
    const reponses = await Promise.all([
      gestion.post(fiche('habilitations', id, 'valider'), { version, motif: '' }),
      gestion.post(fiche('habilitations', id, 'refuser'), { version, motif: 'Pièce manquante' }),
    ]);
    expect(reponses.map(({ statut }) => statut).sort()).toEqual([200, 409]);
    const perdant = reponses.find(({ statut }) => statut === 409)?.corps.conflit;
    expect(perdant).toMatchObject({
      version: null,
      actes: [
        {
          quoi: expect.stringMatching(/Habilitation (validée|refusée)/),
          quand: expect.stringContaining('02/03/2026'),
        },
      ],
    });
    const [{ etat } = { etat: '' }] = await espace.sql<{ etat: string }>(
      'select etat from habilitation where id = $1',
      [id],
    );
    expect(etat).toBe(perdant?.actes[0]?.quoi === 'Habilitation validée' ? 'accordee' : 'refusee');
  });

  it('a request withdrawn from a page read before the Caf answered is not withdrawn without a word', async () => {
    const id = await demander(
      await espace.personne('AUTRE'),
      'APPROBATEUR',
      (await espace.equipement('Ram validé entre-temps')).id,
    );
    const chemin = `/partenaire/habilitations/${id}/terminer`;
    const ouvert = champsDeFormulaire((await navigateur.lire(chemin)).texte);
    await espace.executeur.executer(agent(), validerHabilitation, { id });
    const refus = await navigateur.envoyer(chemin, { ...ouvert, motif: 'Erreur de personne' });
    expect(refus.statut).toBe(409);
    expect(texteDePage(refus.texte)).toMatch(
      /Habilitation validée par .*, le 02\/03\/2026 à 13 h 00\. Rien n’est enregistré/,
    );
    expect(refus.texte).toContain('value="Erreur de personne"');
    expect(await espace.sql('select etat, au from habilitation where id = $1', [id])).toEqual([
      { etat: 'accordee', au: null },
    ]);
    expect(
      (
        await navigateur.envoyer(chemin, {
          ...champsDeFormulaire(refus.texte),
          motif: 'Erreur de personne',
          au: '2026-03-02',
        })
      ).statut,
    ).toBe(303);
  });
});
