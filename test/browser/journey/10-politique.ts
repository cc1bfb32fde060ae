import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bouton, champ, essuyerUnRefus, jour, lien, ligne, lire, rubrique, saisir, voir } from './gestes.ts';
import { MOT_DE_PASSE, RAM, type Parcours } from './parcours.ts';

interface FichierDeQuotas {
  version: string;
  parametres: { quotaApprobateur: { valeurs: object[] } };
}

const REGLES = 'src/cli/regles.ts';
const ANALYSTES = ['analyste1@cnaf.example', 'analyste2@cnaf.example'] as const;

export function politique(parcours: Parcours): void {
  const demanderUnSecondApprobateur = async () => {
    const { page } = parcours.chez('baillet');
    await page.goto('/partenaire/habilitations/habiliter');
    await saisir(page, { 'Pour l’utilisateur ...': 'TISSOT Rémi', 'Au rôle de ...': 'Approbateur' });
    await bouton(page, 'Afficher les activités').click();
    await champ(page, RAM).check();
  };
  const dossier = (version: string) => join(parcours.projet, 'rules', 'quotas', `${version}.json`);

  test('a changed copy of the rule file passes its checks, and changes nothing while it is not published', async () => {
    const quotas = JSON.parse(await readFile(dossier('1.0.0'), 'utf8')) as FichierDeQuotas;
    quotas.version = '1.1.0';
    quotas.parametres.quotaApprobateur.valeurs.push({
      du: jour(),
      valeur: 2,
      sources: ['SRC-1#c'],
      certitude: 'explicite',
      derniereVerification: jour(),
    });
    await writeFile(dossier('1.1.0'), JSON.stringify(quotas, null, 2));
    expect(await parcours.commande(REGLES, 'verifier', 'quotas')).toContain('quotas');
    await demanderUnSecondApprobateur();
    await essuyerUnRefus(parcours.chez('baillet'), 'Valider', {
      message: /a déjà le nombre maximal d’approbateurs \(1\)/,
    });
  });

  test('a file that fails its checks is not published', async () => {
    const quotas = JSON.parse(await readFile(dossier('1.1.0'), 'utf8')) as FichierDeQuotas;
    quotas.version = '1.2.0';
    quotas.parametres.quotaApprobateur.valeurs.push({ du: '2026-02-30', valeur: 'deux' });
    await writeFile(dossier('1.2.0'), JSON.stringify(quotas));
    await expect(
      parcours.commande(
        REGLES,
        'publier',
        'quotas',
        '1.2.0',
        '--auteur',
        'claire.martin@caf451.example',
        '--approbateur',
        'hugo.dupuis@caf451.example',
      ),
    ).rejects.toThrow('quotaApprobateur');
    await rm(dossier('1.2.0'));
  });

  test('publishing takes two different people', async () => {
    for (const [rang, courriel] of ANALYSTES.entries()) {
      await parcours.commande(
        'src/cli/compte.ts',
        'creer',
        '--analyste',
        '--nom',
        `ROBERT${rang}`,
        '--prenom',
        'Dominique',
        '--courriel',
        courriel,
      );
    }
    const publier = ['publier', 'quotas', '1.1.0', '--auteur', ANALYSTES[0], '--motif', 'Décision nationale'];
    await expect(parcours.commande(REGLES, ...publier, '--approbateur', ANALYSTES[0])).rejects.toThrow(
      /deux|autre|différent/,
    );
    await parcours.inviter('signataire', ANALYSTES[1]);
    const preuve = join(parcours.projet, 'preuve.txt');
    await writeFile(preuve, MOT_DE_PASSE, { mode: 0o600 });
    expect(
      await parcours.commande(REGLES, ...publier, '--approbateur', ANALYSTES[1], '--preuve', preuve),
    ).toContain('est publié');
  });

  test('the running server applies it from its date, without restart: a second approbateur may be asked for', async () => {
    await demanderUnSecondApprobateur();
    const { page } = parcours.chez('baillet');
    await bouton(page, 'Valider').click();
    await voir(page, /est en cours de validation par la Caf/);
    const agent = parcours.chez('collegue').page;
    await agent.goto('/gestion');
    await ligne(agent, 'Rémi TISSOT').getByRole('link').first().click();
    expect(await lire(rubrique(agent, 'Décisions'))).toContain('version 1.1.0');
    // The decision of the first approbateur stands as it was taken.
    await lien(agent, 'Odile MARCHAND').click();
    await agent.getByRole('heading', { level: 1, name: 'Approbateur' }).waitFor();
    await expect.poll(() => lire(rubrique(agent, 'Décisions'))).toContain('version 1.0.0');
  });

  test('every decision of the journey replays identically', async () => {
    expect(await parcours.commande(REGLES, 'rejouer', '--tout')).toMatch(
      /[1-9]\d* décision\(s\) rejouée\(s\), 0 différence/,
    );
  });
}
