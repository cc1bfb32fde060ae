import { beforeAll, describe, expect, it } from 'vitest';
import { Temporal } from 'temporal-polyfill';
import { conseilsDeRole } from '#src/domain/delegation/habilitation/conseils.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { rolesAu } from '#src/kernel/roles.ts';
import { ROLES_AFAS } from '#test/support/roles.ts';
import type { ContextePage } from '#src/portal/composants/index.ts';
import { PageHabiliter } from '#src/portal/habilitations/habiliter/page.tsx';
import { rendrePage } from '#src/portal/rendu.ts';

const aujourdhui = Temporal.PlainDate.from('2026-03-02');
let registre: RegistreVivant;
let sansEux: RegistreVivant;
beforeAll(async () => {
  const livrees = await preparerLivraison(new RuleFolder());
  registre = new RegistreVivant(livrees);
  sansEux = new RegistreVivant(livrees.filter(({ jeu }) => jeu !== 'conseil-role'));
});

describe('who grants a role', () => {
  const contexte: ContextePage = {
    ressources: { css: '/a.css', js: '/a.js', icone: '/a.svg' },
    chemin: '/partenaire/habilitations/habiliter',
    personne: { nom: 'BAILLET', prenom: 'Chantal' },
    convention: { numero: '2170001', organisme: 'MAIRIE DE BRIARE' },
    menus: [],
    messages: [],
  };
  const options = { partenaires: [], utilisateurs: [], roles: [], activites: [], types: [], natures: [] };
  const page = async (decideur: RegistreVivant, types: readonly string[]): Promise<string> =>
    rendrePage(
      <PageHabiliter
        contexte={contexte}
        saisie={{ valeurs: {}, erreurs: [] }}
        options={options}
        selection={null}
        roles={rolesAu(decideur, aujourdhui.toString()).liste}
        conseils={await conseilsDeRole({ registre: decideur, aujourdhui }, types, ROLES_AFAS)}
      />,
    )
      .replace(/[\u00a0\u202f]/g, ' ')
      .replaceAll('&#x27;', "'");

  it('reads the advice of the source for each role, with its source, and that it is only advice', async () => {
    const html = await page(registre, ['RAM']);
    expect(html).toMatch(
      /Fournisseur de données d.activité<\/strong> – Conseil : Pour un Ram, ce rôle va au directeur du Ram et au directeur général des services\./,
    );
    expect(html).toMatch(
      /Fournisseur de données financières<\/strong> – Conseil : Pour un Ram, ce rôle va au responsable financier et au directeur général des services\./,
    );
    expect(html).toMatch(
      /Approbateur<\/strong> – Conseil : Pour un Ram, ce rôle va au directeur général des services\./,
    );
    expect(html).toMatch(
      /Ce n.est qu.un conseil, et une même personne peut cumuler les rôles\. Source : Présentation du portail Mon Compte Partenaire [^;#]*tableau du service Relais assistants maternels\./,
    );
  });

  it('reads none where the source gives none, or where the file is not published', async () => {
    expect(await page(registre, ['ALSH'])).not.toContain('Conseil :');
    expect(await page(sansEux, ['RAM'])).not.toContain('Conseil :');
  });
});
