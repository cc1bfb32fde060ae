import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageImpact } from '#admin/ecrans/atelier/impact/client.ts';
import type { PageApprobation } from '#admin/ecrans/atelier/approbation/client.ts';
import { creerBrouillon, soumettre } from '#src/domain/politique/commandes.ts';
import type { BrouillonRegle } from '#src/domain/politique/versions/brouillon-regle.ts';
import { travaillerUneEtude } from '#src/domain/politique/etude/travailleur.ts';
import { agent, analyste } from '#test/support/acteurs.ts';
import { servirGestion, type Serveur } from '#test/integration/admin/fixture.ts';
import { monter, type Fixture } from '#test/integration/registre/fixture.ts';

let fixture: Fixture;
let serveur: Serveur;
let brouillon: BrouillonRegle;
let texteLivre: string;

const SUJET = '00000000-0000-4000-8000-0000000000aa';

beforeAll(async () => {
  fixture = await monter('2026-03-02', ['quotas']);
  serveur = await servirGestion(fixture, analyste());
  const livree = fixture.livrees.find(({ jeu }) => jeu === 'quotas');
  await fixture.proprietaire.query(
    `insert into decision (id, caf_id, jeu, version_regle, empreinte, date_reference, faits, etat, issues, constats, calculs, manquants, trace, moteur, sujet_type, sujet_id, prise_le, requete_id)
     select gen_random_uuid(), '451', 'quotas', '1.0.0', $1, (s->>'date')::date, s->'etantDonne', 'decide', '[]', '[]', '{}', '[]', '{}', '{}', 'Essai', $2, '2026-01-01', 'r'
     from version_regle v, jsonb_array_elements(v.canonique::jsonb->'scenarios') s where v.jeu = 'quotas'`,
    [livree?.empreinte, SUJET],
  );
  texteLivre = livree?.texte ?? '';
  const texte = texteLivre
    .replace('"1.0.0"', '"1.1.0"')
    .replace(/("quotaApprobateur"[\s\S]*?"valeur"\s*:\s*)1\b/, '$12');
  brouillon = await fixture.executeur.executer(analyste(), creerBrouillon, {
    genre: 'regles',
    jeu: 'quotas',
    texte,
  });
});
afterAll(async () => {
  serveur.fermer();
  await fixture.fermer();
});

const lire = async (requete: string): Promise<PageImpact> => {
  const { statut, texte } = await serveur.get(`/api/pages/impact?${requete}`);
  expect(statut, texte).toBe(200);
  return JSON.parse(texte) as PageImpact;
};
const agir = async <T>(saisie: object): Promise<T> => {
  const { statut, texte } = await serveur.post('/api/pages/impact', saisie);
  expect(statut, texte).toBe(200);
  return (JSON.parse(texte) as { resultat: T }).resultat;
};
const lancer = async (saisie: object = {}): Promise<string> =>
  (
    await agir<{ id: string }>({
      action: 'lancer',
      apres: `brouillon:${brouillon.id}`,
      avant: '',
      du: '',
      au: '',
      generes: '30',
      ...saisie,
    })
  ).id;
const travailler = () =>
  travaillerUneEtude(
    { executeur: fixture.executeur, log: { error: () => undefined } },
    new AbortController().signal,
  );

describe('the impact page', () => {
  it('studies a draft against the version in force, and shows what changes in words', async () => {
    const id = await lancer();
    expect((await lire(`etude=${id}`)).etude).toMatchObject({
      etat: 'en-attente',
      avant: { numero: '1.0.0' },
      apres: { numero: '1.1.0' },
    });
    await travailler();
    const { etude, rapport, etudes } = await lire(`etude=${id}`);
    expect(etude).toMatchObject({ etat: 'terminee', faits: etude?.total });
    expect(etudes.map((une) => une.id)).toContain(id);
    expect(rapport?.causes[0]?.texte).toContain('Paramètre');
    expect(rapport?.cas.parCaf.map(({ libelle }) => libelle)).toEqual(['Caf A']);
    expect(rapport?.premiers.length).toBe(rapport?.total);
    expect(rapport?.total).toBeGreaterThan(0);
  });

  it('gives every changed case as a CSV, to an analyst only', async () => {
    const id = await lancer();
    await travailler();
    const reponse = await fetch(`${serveur.base}/gestion/exports/impact/${id}`);
    expect([
      reponse.status,
      reponse.headers.get('content-type'),
      reponse.headers.get('content-disposition'),
    ]).toEqual([200, 'text/csv; charset=utf-8', 'attachment; filename="impact-quotas-1.1.0.csv"']);
    const octets = new Uint8Array(await reponse.arrayBuffer());
    expect([...octets.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const { rapport } = await lire(`etude=${id}`);
    expect(new TextDecoder().decode(octets).trimEnd().split('\r\n')).toHaveLength((rapport?.total ?? 0) + 1);
    serveur.acteur = agent();
    try {
      expect((await serveur.get(`/exports/impact/${id}`)).statut).toBe(403);
      expect((await serveur.get('/api/pages/impact?jeu=quotas')).statut).toBe(403);
      expect(
        (await serveur.post('/api/pages/impact', { action: 'lancer', apres: `brouillon:${brouillon.id}` }))
          .statut,
      ).toBe(403);
    } finally {
      serveur.acteur = analyste();
    }
  });

  it('refuses what is no study of two versions, and says which field', async () => {
    const { statut, texte } = await serveur.post('/api/pages/impact', {
      action: 'lancer',
      apres: '',
      generes: 'beaucoup',
    });
    expect(statut).toBe(422);
    expect(JSON.parse(texte)).toMatchObject({
      erreur: {
        champs: { apres: 'Choisissez une version.', generes: expect.stringContaining('entier') as string },
      },
    });
    expect((await serveur.get('/api/pages/impact?etude=inconnue')).statut).toBe(404);
  });

  it('has its report joined to the submission of the same text when it ends, which the approver then reads', async () => {
    // Only its number rises: the checks of the gate pass, and nothing changes.
    const corrige = await fixture.executeur.executer(analyste(), creerBrouillon, {
      genre: 'regles',
      jeu: 'quotas',
      texte: texteLivre.replace('"1.0.0"', '"1.0.1"'),
    });
    const avant = await lancer({ apres: `brouillon:${corrige.id}` });
    await travailler();
    // Another day, and decisions since: the study of the draft is of other cases, another is asked for.
    fixture.horloge.regler('2026-03-04');
    await fixture.proprietaire.query(
      "insert into decision select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'prise_le', '2026-03-03T09:00:00Z'))).* from decision d limit 1",
    );
    const { id } = await fixture.executeur.executer(analyste(), soumettre, {
      id: corrige.id,
      version: corrige.version,
      motif: 'Essai',
    });
    const page = async (): Promise<PageApprobation> =>
      JSON.parse((await serveur.get(`/api/pages/approbation?id=${id}`)).texte) as PageApprobation;
    expect(await page()).toMatchObject({
      impact: null,
      etude: { etat: 'en-attente' },
      boutons: [{ nom: 'approuver' }, {}, {}, {}, {}],
    });
    expect((await lire(`etude=${avant}`)).aJoindre).toMatchObject({ id, numero: '1.0.1' });
    await travailler();
    const { impact, etude, soumission } = await page();
    expect(impact?.cas.bilan).toContain('cas enregistrés');
    expect(impact?.passe).toMatchObject({ au: '2026-03-04', changees: 0 });
    expect(etude).toBeNull();
    expect((await lire(`etude=${avant}`)).aJoindre).toBeNull();
    expect(
      (
        await serveur.post('/api/pages/impact', {
          action: 'joindre',
          etude: avant,
          id,
          version: soumission.version,
        })
      ).statut,
    ).toBe(409);
  });
});
