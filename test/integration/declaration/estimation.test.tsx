import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import {
  completerActivite,
  enregistrerActivite,
  enregistrerFinances,
  transmettre,
} from '#src/domain/declaration/commandes.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import { SaisieIncomplete } from '#src/domain/declaration/refus.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';
import { PageDeDeclaration } from '#src/portal/declarations/dossier/page.tsx';
import { EstimationDuVolet } from '#src/portal/declarations/volet/page.tsx';
import { reponseDAnalyse } from '#src/portal/declarations/volet/reponse.tsx';
import { vueDeDeclaration } from '#src/portal/declarations/vue.ts';
import { vueDeVolet } from '#src/portal/declarations/volet/vue.ts';
import type { ContextePage } from '#src/portal/composants/index.ts';
import { rendreFragment, rendrePage } from '#src/portal/rendu.ts';
import { agent } from '#test/support/acteurs.ts';
import {
  activite,
  commencer,
  finances,
  planterUneDeclaration,
  remplir,
  vider,
  type DeclarationFixture,
} from './fixture.ts';

let fixture: DeclarationFixture;
let id: string;
beforeAll(async () => {
  fixture = await planterUneDeclaration();
});
beforeEach(() => vider(fixture));
afterAll(() => fixture.fermer());

const simple = (html: string): string =>
  html
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"');
const panneau = async (qui: ActeurPartenaire, volet: Volet): Promise<string> =>
  simple(
    rendreFragment(
      <EstimationDuVolet vue={await fixture.executeur.lire(qui, (unite) => vueDeVolet(unite, id, volet))} />,
    ),
  );
const contexte: ContextePage = {
  ressources: { css: '', js: '', icone: '' },
  chemin: '/',
  personne: { nom: 'X', prenom: 'Y' },
  convention: { numero: '1', organisme: 'O' },
  menus: [],
  messages: [],
};
const page = async (qui: ActeurPartenaire): Promise<string> =>
  simple(
    rendrePage(
      <PageDeDeclaration
        contexte={contexte}
        vue={await fixture.executeur.lire(qui, (unite) => vueDeDeclaration(unite, id))}
      />,
    ),
  );
const saisir = async (volet: Volet, donnees: Record<string, string>): Promise<number> => {
  const [qui, commande] =
    volet === 'activite'
      ? ([fixture.directrice, enregistrerActivite] as const)
      : ([fixture.comptable, enregistrerFinances] as const);
  const [{ version } = { version: 0 }] = await fixture.sql<{ version: number }>(
    `select version_${volet} as version from declaration where id = $1`,
    [id],
  );
  return (await fixture.executeur.executer(qui, commande, { declaration: id, version, donnees })).version;
};

describe('the estimate, in both volets', () => {
  it('marks an amount that could not be read: a link for who types it, its volet named for the other', async () => {
    id = await commencer(fixture);
    await saisir('activite', activite(fixture));
    await saisir(
      'finances',
      finances({ 'charges.c60': '10000', 'charges.c64': '48.250', 'produits.c74': '58250' }),
    );
    const cause = '1 montant illisible n’est pas compté : 64 – Charges de personnel.';
    const chezElle = await panneau(fixture.comptable, 'finances');
    expect(chezElle).toContain('Incomplet, à confirmer');
    expect(chezElle).toContain(`<a href="#charges.c64">${cause}</a>`);
    const chezLAutre = await panneau(fixture.directrice, 'activite');
    expect(chezLAutre).toContain('4 300,00 €');
    expect(chezLAutre).toContain(`<li>${cause} (Données financières)</li>`);
    const vive = reponseDAnalyse(
      await fixture.executeur.lire(fixture.comptable, (unite) => vueDeVolet(unite, id, 'finances')),
    );
    expect(vive.totaux['charges.total']).toMatch(/10.000,00 € \(incomplet\)/);
    expect(vive.annonce).toMatch(/^Estimation 4.300,00 € \(incomplet, à confirmer\)/);
    expect(await page(fixture.directrice)).toContain('« 48.250 » illisible');
  });

  it('names what is missing instead of a list that holds for a Ram only', async () => {
    id = await commencer(fixture);
    await saisir('activite', activite(fixture, { 'ouverture.fin': '' }));
    const html = await panneau(fixture.directrice, 'activite');
    expect(html).toContain('Pas encore calculée');
    expect(html).toContain('<a href="#ouverture.fin">Dernier jour d’ouverture : à remplir.</a>');
    expect(html).toContain('Charges : indiquez au moins une valeur. (Données financières)');
    expect(html).not.toContain('dès que');
  });

  it('tells the sum, each line leading to the fields the reader types', async () => {
    id = await commencer(fixture);
    await saisir('activite', activite(fixture));
    await saisir('finances', finances());
    const html = await panneau(fixture.comptable, 'finances');
    expect(html).toMatch(
      /Prix de revient par Etp.*42 000,00 € de dépenses ÷ 1 Etp.*× 43 %.*× 12 mois sur 12/s,
    );
    expect(html).toContain('<a href="#charges">Charges</a>');
    expect(html).not.toContain('href="#animateurs.liste"');
  });

  it('an empty row stops finishing with one sentence', async () => {
    id = await commencer(fixture);
    const vide = Object.fromEntries(
      ['nature', 'motif', 'debut', 'fin', 'precisions'].map((champ) => [`fermetures.liste.0.${champ}`, '']),
    );
    const version = await saisir('activite', activite(fixture, vide));
    const refus = await fixture.executeur
      .executer(fixture.directrice, completerActivite, { declaration: id, version })
      .catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(SaisieIncomplete);
    expect((refus as SaisieIncomplete).champs).toEqual({
      'fermetures.liste.0.nature': 'Fermeture 1 : ligne vide. Remplissez-la ou retirez-la.',
    });
  });

  it('lists what stops finishing in the order of the page, errors and gaps together', async () => {
    id = await commencer(fixture);
    const version = await saisir(
      'activite',
      activite(fixture, {
        'ouverture.fin': '31/02/2025',
        'animateurs.liste.0.etpDeclare': '',
        'missions.actionsInformation': 'abc',
        'renforcees.formationContinue': '',
      }),
    );
    const refus = await fixture.executeur
      .executer(fixture.directrice, completerActivite, { declaration: id, version })
      .catch((erreur: unknown) => erreur);
    expect(Object.keys((refus as SaisieIncomplete).champs)).toEqual([
      'ouverture.fin',
      'animateurs.liste.0.etpDeclare',
      'missions.actionsInformation',
      'renforcees.formationContinue',
    ]);
  });
});

describe('the page of a declaration', () => {
  it('shows the approver the other readings, and the Caf too once it is transmitted', async () => {
    id = await remplir(fixture, { 'ouverture.debut': '2025-07-01' });
    // Open 6 months: 25 000 × 43 %; 42 000 × 43 % were the cap not reduced.
    const html = await page(fixture.approbateur);
    expect(html).toContain('10 750,00 €');
    expect(html).toContain(
      'Si « Réduction du prix plafond à la durée d’ouverture » est « Aucune » (question ouverte) : 18 060,00 €.',
    );
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration: id });
    expect(await page(fixture.approbateur)).toContain('(question ouverte) : 18 060,00 €.');
    const caf = await fixture.executeur.lire(agent(), (unite) => dossierDeDeclaration(unite, id));
    expect(caf.lectures).toMatchObject([{ reponse: 'Aucune', montant: '18060.00' }]);
  });

  it('tells the approver what is missing and who fills it in, and speaks of blocking points only where there are some', async () => {
    id = await remplir(fixture);
    await fixture.sql(
      "update declaration set donnees_activite = jsonb_set(donnees_activite, '{valeurs,ouverture,fin}', 'null') where id = $1",
      [id],
    );
    const html = await page(fixture.approbateur);
    expect(html).toContain(
      'Dernier jour d’ouverture : à remplir. (à demander à un fournisseur de données d’activité)',
    );
    expect(html).not.toMatch(/points? bloquants?/);
  });
});
