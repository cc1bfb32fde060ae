/** A service with roles of its own, brought into a base in use by a version of the referential alone. */
import { createHash, randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolesDe, type ActeurPartenaire } from '#src/kernel/acteur.ts';
import { DroitRequis } from '#src/kernel/droits/droits.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import type { Capacite } from '#src/kernel/roles.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import { creerBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import { commencerDeclaration, enregistrerActivite, transmettre } from '#src/domain/declaration/commandes.ts';
import { HabilitationRequise } from '#src/domain/declaration/refus.ts';
import { declarationLisible } from '#src/domain/declaration/lectures.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { RoleNonOuvert } from '#src/domain/delegation/habilitation/refus.ts';
import { rolesManquants } from '#src/domain/delegation/habilitation/roles-manquants.ts';
import { validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import type { EntreeDeReferentiel, FichierDeReferentiel } from '#src/engine/format.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { servicesLivres } from '#test/support/roles.ts';
import type { PersonneDuDecor } from '../habilitation/fixture.ts';
import { activite, planterUneDeclaration, saisirEtTerminer, type DeclarationFixture } from './fixture.ts';

const AUJOURDHUI = '2026-03-02';
/** From this day on, whoever fills in does so no more. */
const PLUS_TARD = '2026-03-20';

const role = (code: string, libelle: string, capacites: readonly Capacite[], valideParLaCaf = false) => ({
  code,
  libelle,
  enPhrase: `de ${libelle.toLowerCase()}`,
  description: `${libelle}.`,
  capacites,
  valideParLaCaf,
});
const tutelle = (saisie: readonly Capacite[]): EntreeDeReferentiel => ({
  ...(servicesLivres().entrees[0] ?? expect.fail('no service')),
  code: 'TUTELLE',
  libelle: 'Tutelle',
  roles: [role('GREFFE', 'Greffier', saisie), role('SCEAU', 'Garde du sceau', [{ fait: 'approuver' }], true)],
});
const TOUT: readonly Capacite[] = [
  { fait: 'saisir', volet: 'activite' },
  { fait: 'saisir', volet: 'finances' },
];

let registre: RegistreVivant;
let fixture: DeclarationFixture;
let greffier: PersonneDuDecor;
let garde: PersonneDuDecor;

/** Puts versions of the services in force, each from its day to the next one's. */
function publier(
  ...versions: readonly { readonly du: string; readonly saisie: readonly Capacite[] }[]
): void {
  const publiees = versions.map(({ du, saisie }, rang) => {
    const entrees = [...servicesLivres().entrees, tutelle(saisie)];
    const contenu: Pick<FichierDeReferentiel, 'id' | 'version' | 'entrees'> = {
      id: 'services',
      version: `1.${rang + 1}.0`,
      entrees,
    };
    const canonique = canonicalize(contenu) ?? '';
    const empreinte = createHash('sha256').update(canonique).digest('hex');
    return { du, au: versions[rang + 1]?.du ?? null, empreinte, canonique, numero: contenu.version };
  });
  registre.actualiser(
    publiees.map(({ empreinte, canonique, numero }) => ({
      empreinte,
      canonique,
      numero,
      genre: 'referentiel' as const,
      jeu: 'services',
    })),
    [
      ...registre.activations.filter(({ jeu }) => jeu !== 'services'),
      ...publiees.map(({ empreinte, du, au }) => ({
        empreinte,
        genre: 'referentiel' as const,
        jeu: 'services',
        du,
        au,
        connuDu: new Date(0),
        connuAu: null,
      })),
    ],
  );
}

/** Who somebody is at his next request. */
async function lu({ compteId }: PersonneDuDecor): Promise<ActeurPartenaire> {
  const acteur = (await lireProfils(fixture.orm.em.fork(), fixture, compteId))?.profils[0]?.acteur;
  return acteur?.type === 'partenaire' ? { ...acteur, preuveRecente: true } : expect.fail('no access');
}
const affecter = (personne: PersonneDuDecor, code: string) =>
  fixture.executeur.executer(fixture.administrateur.acteur(), affecterRole, {
    utilisateur: personne.utilisateurId,
    role: code,
    du: AUJOURDHUI,
    portee: 'activite',
    equipements: [fixture.equipementId],
  });
const valider = (id: string) => fixture.executeur.executer(agent(), validerHabilitation, { id, motif: '' });
const ouvrir = async (service: string, roles: readonly string[]) => {
  const [convention] = await fixture.sql<{ id: string }>(
    'select id from convention where partenaire_id = $1',
    [fixture.partenaireId],
  );
  return fixture.executeur.executer(agent(), creerBulletin, {
    convention: convention?.id,
    service,
    portee: 'locale',
    roles,
  });
};
const courriels = (personne: PersonneDuDecor) =>
  fixture.sql<{ corps: string }>(
    'select c.corps from courriel c join utilisateur u on u.courriel = c.destinataire where u.id = $1',
    [personne.utilisateurId],
  );

beforeAll(async () => {
  registre = await registreDesFichiers();
  fixture = await planterUneDeclaration(registre);
  publier({ du: '2015-01-01', saisie: TOUT }, { du: PLUS_TARD, saisie: [{ fait: 'consulter' }] });
  await fixture.executeur.executer(systeme, chargerReferentiel, {});
  await fixture.sql(
    `insert into contrat_service (id, caf_id, partenaire_id, convention_id, etat, du, au, services_autorises)
    select $1, '451', $2, id, 'actif', du, au, '["AFAS", "CDAP", "TUTELLE"]' from convention where partenaire_id = $2`,
    [randomUUID(), fixture.partenaireId],
  );
  greffier = await fixture.personne('GREFFIER');
  garde = await fixture.personne('GARDE');
});
afterAll(() => fixture.fermer());

describe('the roles of a service of a base in use', () => {
  it('are granted once a bulletin opens them, and not before', async () => {
    const refus = await affecter(greffier, 'GREFFE').catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(RoleNonOuvert);
    expect((refus as Error).message).toContain('« Greffier »');
    await ouvrir('TUTELLE', ['GREFFE', 'SCEAU']);
    await affecter(greffier, 'GREFFE');
    await affecter(garde, 'SCEAU');
  });

  it('wait for the Caf where the quotas in force do not know them: it decides, and tells the person', async () => {
    const attendent = await fixture.sql<{ id: string; etat: string; decision_id: string | null }>(
      "select id, etat, decision_id from habilitation where role in ('GREFFE', 'SCEAU') order by role",
    );
    expect(attendent.map(({ etat }) => etat)).toEqual(['en-attente-caf', 'en-attente-caf']);
    expect((await lu(greffier)).habilitations).toEqual([]);
    for (const { id } of attendent) await valider(id);
    expect((await courriels(greffier)).some(({ corps }) => corps.includes('au rôle de greffier'))).toBe(true);
  });

  it('let one do what the data says, from the beginning of a declaration to its transmission', async () => {
    const [remplit, signe] = [await lu(greffier), await lu(garde)];
    expect([...rolesDe(remplit)].sort()).toEqual(['saisie-activite', 'saisie-finances', 'utilisateur']);
    expect([...rolesDe(signe)].sort()).toEqual(['approbation', 'utilisateur']);
    const { executeur, conventionnementId } = fixture;
    const { id: declaration } = await executeur.executer(remplit, commencerDeclaration, {
      conventionnement: conventionnementId,
      exercice: '2025',
      perennite: 'reelle',
    });
    await saisirEtTerminer({ ...fixture, directrice: remplit, comptable: remplit }, declaration);
    await expect(executeur.executer(remplit, transmettre, { declaration })).rejects.toThrow(DroitRequis);
    expect((await courriels(garde)).some(({ corps }) => corps.includes('attend votre approbation'))).toBe(
      true,
    );
    await expect(executeur.executer(signe, transmettre, { declaration })).resolves.toMatchObject({
      numero: 1,
    });
  });

  it('are missing of an activity where nobody has what they give, and nobody else either', async () => {
    const { id: autre } = await fixture.equipement('Ram des Ormes');
    const manquants = await fixture.executeur.lire(fixture.administrateur.acteur(), rolesManquants);
    const de = (equipement: string) =>
      manquants.filter(({ equipementId }) => equipementId === equipement).map((un) => un.role);
    expect(de(autre)).toEqual([
      'APPROBATEUR',
      'FOURNISSEUR_ACTIVITE',
      'FOURNISSEUR_FINANCIER',
      'GREFFE',
      'SCEAU',
    ]);
    expect(de(fixture.equipementId)).toEqual([]);
  });

  it('lose what a version to come takes from them, on its first day', async () => {
    await fixture.sql(
      'update declaration set etat = $1, activite_complete_le = null where equipement_id = $2',
      ['retournee', fixture.equipementId],
    );
    const [lue] = await fixture.sql<{ id: string; version: number }>(
      'select id, version_activite as version from declaration where equipement_id = $1',
      [fixture.equipementId],
    );
    const enregistrer = async (acteur: ActeurPartenaire) =>
      fixture.executeur.executer(acteur, enregistrerActivite, {
        declaration: lue?.id,
        version: lue?.version,
        donnees: activite(fixture),
      });
    fixture.horloge.regler('2026-03-19');
    await expect(enregistrer(await lu(greffier))).resolves.toBeDefined();
    fixture.horloge.regler(PLUS_TARD);
    const apres = await lu(greffier);
    expect([...rolesDe(apres)].sort()).toEqual(['consultation', 'utilisateur']);
    await expect(enregistrer(apres)).rejects.toThrow(DroitRequis);
    // One who still fills in remplitAilleurs is refused on this equipment.
    const { id: ailleurs } = await fixture.equipement('Ram des Aulnes');
    const remplitAilleurs = {
      ...apres,
      habilitations: [...apres.habilitations, { ...tenueAilleurs(ailleurs), capacites: TOUT }],
    };
    await expect(enregistrer(remplitAilleurs)).rejects.toThrow(HabilitationRequise);
    fixture.horloge.regler(AUJOURDHUI);
  });
});

const tenueAilleurs = (equipementId: string) => ({
  id: randomUUID(),
  role: 'GREFFE',
  equipementId,
  lieuId: null,
});

describe('a role that lets nothing be done of declarations', () => {
  it('is granted by a bulletin of its service, decided by the Caf, and opens no declaration', async () => {
    const profil = servicesLivres()
      .entrees.filter(({ code }) => code === 'CDAP')
      .flatMap(({ roles }) => roles as unknown as readonly { readonly code: string }[])[0]?.code;
    await ouvrir('CDAP', [profil ?? '']);
    // Only the service of the role is asked for: a bulletin of another is no reason to validate it.
    await fixture.sql(
      "update bulletin_adhesion set du = '2026-01-01', au = '2026-03-01' where service_id <> 'CDAP'",
    );
    const consultante = await fixture.personne('CONSULTANTE');
    const [creee] = await affecter(consultante, profil ?? '');
    expect(creee?.enAttente).toBe(true);
    await valider(creee?.id ?? '');
    const acteur = await lu(consultante);
    expect(acteur.habilitations).toMatchObject([{ role: profil, capacites: [] }]);
    expect([...rolesDe(acteur)]).toEqual(['utilisateur']);
    const [declaration] = await fixture.sql<{ id: string }>('select id from declaration');
    await expect(
      fixture.executeur.lire(acteur, (unite) => declarationLisible(unite, declaration?.id ?? '')),
    ).rejects.toThrow(DroitRequis);
    // Nor by a role that reads on another equipment.
    const lectrice = {
      ...acteur,
      habilitations: [
        ...acteur.habilitations,
        { ...tenueAilleurs(randomUUID()), capacites: [{ fait: 'consulter' as const }] },
      ],
    };
    await expect(
      fixture.executeur.lire(lectrice, (unite) => declarationLisible(unite, declaration?.id ?? '')),
    ).rejects.toThrow(Introuvable);
  });
});

describe('the catalogue', () => {
  it('has no check that names a role: their codes are data', async () => {
    const controles = await fixture.sql<{ nom: string; texte: string }>(
      "select conname as nom, pg_get_constraintdef(oid) as texte from pg_constraint where contype = 'c'",
    );
    const codes = servicesLivres().entrees.flatMap(({ roles }) =>
      (roles as unknown as readonly { readonly code: string }[]).map(({ code }) => code),
    );
    expect(controles.length).toBeGreaterThan(20);
    expect(controles.filter(({ texte }) => codes.some((code) => texte.includes(`'${code}'`)))).toEqual([]);
  });
});
