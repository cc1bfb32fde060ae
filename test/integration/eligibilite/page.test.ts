import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Courriel } from '#src/kernel/courriel.ts';
import { creerFormulaire, inviterAFormulaire } from '#src/domain/contractualisation/eligibilite/commandes.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { routesEligibilite } from '#src/server/eligibilite/routes.tsx';
import { contratsDeTest, REPONSES, type Contrats } from '#test/support/contrats.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { ouvrir, serveurDeTest, type ServeurDeTest } from '#test/integration/server/serveur-de-test.ts';

let contrats: Contrats;
let serveur: ServeurDeTest;
let formulaireId: string;
let lien: string;
beforeAll(async () => {
  contrats = await contratsDeTest();
  const ressources = { css: '/ressources/a.css', js: '/ressources/a.js', icone: '/ressources/a.svg' };
  const { executeur, orm, horloge } = contrats;
  serveur = await serveurDeTest({
    executeur,
    orm,
    horloge,
    registre: await registreDesFichiers(),
    eligibilite: routesEligibilite({ executeur, ressources, demonstration: false }),
  });
  const partenaire = await contrats.partenaire();
  formulaireId = (await contrats.faire(creerFormulaire, { partenaire: partenaire.id })).id;
  await contrats.faire(inviterAFormulaire, { formulaire: formulaireId, courriel: 'mairie@exemple.fr' });
  const courriel = await executeur.lire(contrats.gestionnaire, ({ em }) =>
    em.findOneOrFail(Courriel, { destinataire: 'mairie@exemple.fr' }),
  );
  lien = /\/eligibilite\?jeton=[\w-]+/.exec(courriel.corps)?.[0] ?? '';
});
afterAll(async () => {
  await serveur.fermer();
  await contrats.fermer();
});

const relire = () =>
  contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
    em.findOneOrFail(FormulaireEligibilite, { id: formulaireId }),
  );
const lireTexte = async (reponse: Response) => (await reponse.text()).replace(/[\u00a0\u202f]/g, ' ');
const envoyer = async (champs: object, envoi = 'definitif') => {
  const corps = new URLSearchParams();
  for (const [champ, valeur] of Object.entries({
    version: String((await relire()).version),
    envoi,
    ...champs,
  })) {
    for (const une of Array.isArray(valeur) ? valeur : [valeur]) corps.append(champ, String(une));
  }
  return ouvrir(serveur).aller(lien, { method: 'POST', body: corps, headers: { origin: serveur.url } });
};

describe('the page of an invited partner', () => {
  it('opens by the link only', async () => {
    expect((await ouvrir(serveur).aller('/eligibilite')).status).toBe(409);
    expect((await ouvrir(serveur).aller(`/eligibilite?jeton=${'x'.repeat(43)}`)).status).toBe(409);
    const page = await ouvrir(serveur).aller(lien);
    expect(page.status).toBe(200);
    const texte = await lireTexte(page);
    for (const attendu of [
      'COMMUNE DE BRIARE',
      '732 829 320',
      '45250 Briare',
      'Caf du Loiret',
      'Envoyer le formulaire',
    ])
      expect(texte).toContain(attendu);
  });

  it('keeps a draft, a script in a free text included, and shows it again as text', async () => {
    const reponse = await envoyer({ representantFonction: '<script>alert(1)</script>' }, 'brouillon');
    expect(reponse.status).toBe(303);
    expect(reponse.headers.get('location')).toBe(lien);
    const texte = await lireTexte(await ouvrir(serveur).aller(lien));
    expect(texte).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(texte).not.toContain('<script>alert(1)');
  });

  it('refuses a wrong answer on its field, keeps what was typed and records nothing', async () => {
    const reponse = await envoyer({ ...REPONSES, administrateurCourriel: 'chantal@' });
    expect(reponse.status).toBe(422);
    const texte = await lireTexte(reponse);
    expect(texte).toContain('adresse incorrecte');
    expect(texte).toContain('value="chantal@"');
    expect(texte).toContain('href="#administrateurCourriel"');
    expect((await relire()).administrateurCourriel).toBeNull();
  });

  it('sent incomplete, says what to correct, by which rule, from which source, with which certainty', async () => {
    expect((await envoyer({ ...REPONSES, missionGenerale: '', servicesDemandes: [] })).status).toBe(303);
    const texte = await lireTexte(await ouvrir(serveur).aller(lien));
    for (const attendu of [
      '2 points à corriger',
      'La mission générale de l’organisme n’est pas décrite',
      'href="#missionGenerale"',
      'règles « eligibilite » version 1.0.0',
      'ELIG-',
      'interprétation',
    ]) {
      expect(texte).toContain(attendu);
    }
  });

  it('filled from an older version, keeps what was typed and asks to look again', async () => {
    const reponse = await envoyer({ ...REPONSES, version: '1', missionGenerale: 'Ma mission' });
    expect(reponse.status).toBe(409);
    const texte = await lireTexte(reponse);
    expect(texte).toContain('modifié entre-temps');
    expect(texte).toContain('Ma mission');
    expect(texte).toContain(`name="version" value="${(await relire()).version}"`);
  });

  it('complete, says what happens next; then the link is dead', async () => {
    const reponse = await envoyer(REPONSES);
    expect(reponse.status).toBe(200);
    expect(await lireTexte(reponse)).toContain('Votre organisme est éligible');
    expect((await relire()).etat).toBe('eligible');
    expect((await ouvrir(serveur).aller(lien)).status).toBe(409);
  });
});
