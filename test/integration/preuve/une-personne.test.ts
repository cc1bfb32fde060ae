/**
 * Whoever receives a role, asked for it, declared or wrote a version does not decide on it: from no space of
 * his account, from no other account of his.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActeurAgent } from '#src/kernel/acteur.ts';
import { prendreEnTraitement, transmettre } from '#src/domain/declaration/commandes.ts';
import { QuatreYeux } from '#src/domain/declaration/refus.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import {
  BeneficiaireNePeutTraiter,
  DemandeurNePeutTraiter,
} from '#src/domain/delegation/habilitation/refus.ts';
import {
  leverSuspension,
  refuserHabilitation,
  suspendreHabilitation,
  validerHabilitation,
} from '#src/domain/delegation/habilitation/traiter.ts';
import { approuver, rejeter } from '#src/domain/politique/commandes.ts';
import { QuatreYeux as QuatreYeuxDesRegles } from '#src/domain/politique/versions/refus.ts';
import { planterUneDeclaration, remplir, type DeclarationFixture } from '../declaration/fixture.ts';
import type { PersonneDuDecor } from '../habilitation/fixture.ts';
import { monter, quotas, soumettreTexte, type Fixture } from '../registre/fixture.ts';
import { agent, analyste } from '#test/support/acteurs.ts';

const LIEN =
  "insert into comptes_lies (id, caf_id, compte_a_id, compte_b_id, motif, lie_par, lie_le) values (gen_random_uuid(), '451', least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), 'Même pièce d’identité', $3, now())";

describe('for the Caf', () => {
  let fixture: DeclarationFixture;
  let beneficiaire: PersonneDuDecor;
  let agente: ActeurAgent;
  beforeAll(async () => {
    fixture = await planterUneDeclaration();
    const compteId = randomUUID();
    await fixture.sql(
      "insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, 'agente@caf.fr', now(), now())",
      [compteId],
    );
    agente = { ...agent('451', 8), compteId };
  });
  afterAll(() => fixture.fermer());
  beforeEach(async () => {
    await fixture.sql('delete from comptes_lies');
    beneficiaire = await fixture.personne('RECOIT');
  });

  const lier = (a: string, b: string) => fixture.sql(LIEN, [a, b, randomUUID()]);
  const demander = async (role: string) => {
    const { id: equipement } = await fixture.equipement(`Ram ${randomUUID()}`);
    const [creee] = await fixture.executeur.executer(fixture.administrateur.acteur(), affecterRole, {
      utilisateur: beneficiaire.utilisateurId,
      role,
      du: '2026-03-02',
      portee: 'activite',
      equipements: [equipement],
    });
    return creee?.id ?? '';
  };
  const etatDe = async (id: string) =>
    (await fixture.sql<{ etat: string }>('select etat from habilitation where id = $1', [id]))[0]?.etat;

  it('an agent neither validates nor refuses a role given to himself, in his other space', async () => {
    const id = await demander('APPROBATEUR');
    const luiMeme = { ...agente, compteId: beneficiaire.compteId };
    await expect(fixture.executeur.executer(luiMeme, validerHabilitation, { id })).rejects.toBeInstanceOf(
      BeneficiaireNePeutTraiter,
    );
    await expect(
      fixture.executeur.executer(luiMeme, refuserHabilitation, { id, motif: 'non' }),
    ).rejects.toBeInstanceOf(BeneficiaireNePeutTraiter);
    expect(await etatDe(id)).toBe('en-attente-caf');
  });

  it.each([
    ['the one who receives', () => beneficiaire.compteId, BeneficiaireNePeutTraiter],
    ['the one who asked', () => fixture.administrateur.compteId, DemandeurNePeutTraiter],
  ])(
    'nor with another account that a colleague knows to be of %s; once that link is undone, he does',
    async (_qui, compte, refus) => {
      const id = await demander('APPROBATEUR');
      await lier(agente.compteId, compte());
      await expect(fixture.executeur.executer(agente, validerHabilitation, { id })).rejects.toBeInstanceOf(
        refus,
      );
      expect(await etatDe(id)).toBe('en-attente-caf');
      await fixture.sql('update comptes_lies set delie_le = now(), delie_par = gen_random_uuid()');
      await fixture.executeur.executer(agente, validerHabilitation, { id });
      expect(await etatDe(id)).toBe('accordee');
    },
  );

  it('nor lifts the suspension of his own role, which would give it back to him', async () => {
    const id = await demander('FOURNISSEUR_ACTIVITE');
    await fixture.executeur.executer(agent(), suspendreHabilitation, { id, motif: 'Précaution' });
    await lier(agente.compteId, beneficiaire.compteId);
    await expect(fixture.executeur.executer(agente, leverSuspension, { id })).rejects.toBeInstanceOf(
      BeneficiaireNePeutTraiter,
    );
    await fixture.executeur.executer(agent(), leverSuspension, { id });
  });

  it('nor treats a declaration that he filled in or signed with another account', async () => {
    const declaration = await remplir(fixture);
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
    for (const { compteId } of [fixture.approbateur, fixture.directrice, fixture.comptable]) {
      await fixture.sql('delete from comptes_lies');
      await lier(agente.compteId, compteId);
      await expect(
        fixture.executeur.executer(agente, prendreEnTraitement, { declaration }),
      ).rejects.toBeInstanceOf(QuatreYeux);
    }
    await fixture.sql('delete from comptes_lies');
    await expect(
      fixture.executeur.executer(agente, prendreEnTraitement, { declaration }),
    ).resolves.toMatchObject({ etat: 'en-traitement' });
  });
});

describe('for a rule', () => {
  let fixture: Fixture;
  beforeAll(async () => (fixture = await monter()));
  afterAll(() => fixture.fermer());

  it('the author of a version neither approves nor rejects it with another account of his', async () => {
    const soumission = await soumettreTexte(fixture, await quotas('1.1.0', { du: '2026-06-01', valeur: 2 }), {
      du: '2026-06-01',
    });
    await fixture.proprietaire.query(LIEN, [analyste(1).compteId, analyste(2).compteId, randomUUID()]);
    const { id, version, empreinte, empreinteRapports } = soumission;
    const signature = { id, version, empreinte, empreinteRapports };
    await expect(fixture.executeur.executer(analyste(2), approuver, signature)).rejects.toBeInstanceOf(
      QuatreYeuxDesRegles,
    );
    await expect(
      fixture.executeur.executer(analyste(2), rejeter, { id, version, motif: 'non' }),
    ).rejects.toBeInstanceOf(QuatreYeuxDesRegles);
    await expect(
      fixture.executeur.executer(analyste(3), rejeter, { id, version, motif: 'non' }),
    ).resolves.toMatchObject({ etat: 'rejete' });
  });
});
