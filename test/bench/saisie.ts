/**
 * How long an analyst who types waits for the checks of each shipped file: in the server, then from the key
 * to the screen in Chromium.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import express from 'express';
import { Client } from 'pg';
import { chromium, type Page } from 'playwright-core';
import { construireGestion } from '#admin/index.ts';
import { verifier, type EtapeDeVerification } from '#admin/ecrans/atelier/brouillon/serveur/verification.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import type { Executeur, UniteDeLecture } from '#src/kernel/commande.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { creerBrouillon } from '#src/domain/politique/commandes.ts';
import { recharger } from '#src/domain/politique/registre/base.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import { initialiserRegistre } from '#src/domain/politique/livraison/publication.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { processeur, resumer, type Bench, type Ligne } from '#test/bench/table.ts';
import { analyste, systeme } from '#test/support/acteurs.ts';
import { trouverChromium } from '#test/support/chromium.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';

const ESSAIS = Number(process.env['BENCH_ESSAIS'] ?? 7);
const ATTENTE_VISEE_MS = 200;
const ETAPES: Readonly<Record<EtapeDeVerification, string>> = { forme: 'form', tout: 'whole' };

type Attentes = Readonly<Record<EtapeDeVerification, readonly number[]>>;

export const bench: Bench = {
  titre:
    'checks of each shipped file while one types: processor time in the server, then from the key to the screen',
  mesurer,
};

async function* mesurer(): AsyncGenerator<Ligne> {
  const serveur = await ouvrirServeurDEssai();
  const nom = `bench_${randomBytes(6).toString('hex')}`;
  const complet = { ...serveur.urls, modele: 'template0' };
  try {
    const base = await creerBase(complet, nom, 'template0');
    await migrer(base.urlProprietaire, ROLE_APPLICATION);
    const client = new Client({ connectionString: base.urlProprietaire });
    await client.connect();
    const { compteId } = analyste();
    await client.query(
      "insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, 'bench@cnaf.example', now(), now())",
      [compteId],
    );
    await client.query(
      "insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values (gen_random_uuid(), $1, 'Bench', 'Bench', 'bench@cnaf.example', '2020-01-01')",
      [compteId],
    );
    await client.end();
    const orm = await ouvrirOrm(base.urlApplication);
    const registre = new RegistreVivant([]);
    const executeur = creerExecuteur({
      orm,
      registre,
      horloge: HORLOGE_SYSTEME,
      urlPublique: 'http://127.0.0.1',
    });
    const livrees = await preparerLivraison(new RuleFolder());
    await executeur.executer(systeme, initialiserRegistre, { versions: livrees });
    await recharger(registre, orm);
    const gestion = await construireGestion({
      executeur,
      orm,
      registre,
      horloge: HORLOGE_SYSTEME,
    });
    const http = express()
      .use((requete, reponse, next) => {
        requete.acteur = analyste();
        requete.requeteId = 'bench';
        reponse.locals['nonce'] = 'bench';
        next();
      })
      .use('/gestion', gestion)
      .listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { executable, environnement } = await trouverChromium();
    const navigateur = await chromium.launch({
      executablePath: executable,
      args: ['--no-sandbox', '--disable-gpu'],
      env: { ...process.env, ...environnement },
    });
    const page = await navigateur.newPage();
    for (const { jeu, empreinte, texte } of livrees.filter(({ genre }) => genre === 'regles')) {
      const { id, texte: brouillon } = await executeur.executer(analyste(), creerBrouillon, {
        depuis: empreinte,
      });
      const taille = `${(texte.length / 1024).toFixed(0)} kB`;
      for (const etape of ['forme', 'tout'] as const)
        yield {
          nom: `${jeu} (${taille}), ${ETAPES[etape]}: server`,
          ...resumer(await dansLeServeur(executeur, jeu, brouillon, etape)),
          unite: 'ms',
        };
      const ecran = await aLEcran(
        page,
        `http://127.0.0.1:${(http.address() as AddressInfo).port}/gestion/pages/brouillon?id=${id}&vue=texte`,
      );
      yield {
        nom: `${jeu} (${taille}), ${ETAPES.forme}: screen`,
        ...resumer(ecran.forme),
        unite: 'ms',
        objectif: { auPlus: ATTENTE_VISEE_MS },
      };
      yield { nom: `${jeu} (${taille}), ${ETAPES.tout}: screen`, ...resumer(ecran.tout), unite: 'ms' };
    }
    await navigateur.close();
    http.close();
    http.closeAllConnections();
    await orm.close(true);
  } finally {
    await supprimerBases(complet, new RegExp(`^${nom}$`));
    await serveur.fermer();
  }
}

function dansLeServeur(
  executeur: Executeur,
  jeu: string,
  texte: string,
  etape: EtapeDeVerification,
): Promise<readonly number[]> {
  return executeur.lire(analyste(), async (unite: UniteDeLecture) => {
    const durees: number[] = [];
    for (let essai = 0; essai < ESSAIS; essai += 1) {
      durees.push(
        await processeur(async () => {
          const controle = await verifier(
            unite,
            { genre: 'regles', jeu, texte: texte + '\n'.repeat(essai) },
            etape,
          );
          await controle.calculer();
        }),
      );
    }
    return durees;
  });
}

/** Types a space at the head of the text, and watches the state of the checks change. */
async function aLEcran(page: Page, adresse: string): Promise<Attentes> {
  await page.goto(adresse);
  await page.locator('.cm-content').waitFor();
  await page.getByText('Prêt à soumettre').waitFor();
  await page.locator('.cm-content').press('Control+Home');
  const [forme, tout]: [number[], number[]] = [[], []];
  for (let essai = 0; essai < ESSAIS; essai += 1) {
    // No named function in there: the loader of TypeScript would name it by a helper the page has not.
    await page.evaluate(() => {
      const zone = document.querySelector('.controles');
      let [touche, premiere, commence] = [0, 0, false];
      window.addEventListener(
        'keydown',
        () => {
          touche = performance.now();
        },
        { capture: true, once: true },
      );
      new MutationObserver((_mutations, observateur) => {
        const etat = zone?.querySelector('.pastille')?.textContent ?? '';
        commence ||= etat.startsWith('Vérification');
        if (touche === 0 || !commence || etat.startsWith('Vérification')) return;
        if (premiere === 0) premiere = performance.now() - touche;
        if (etat === 'Analyse…') return;
        observateur.disconnect();
        document.documentElement.dataset['attentes'] = JSON.stringify([premiere, performance.now() - touche]);
      }).observe(zone ?? document.body, { subtree: true, childList: true, characterData: true });
    });
    await page.keyboard.press('Space');
    const lues = await page.waitForFunction(() => document.documentElement.dataset['attentes']);
    const [premiere = 0, seconde = 0] = JSON.parse(String(await lues.jsonValue())) as number[];
    await page.evaluate(() => {
      delete document.documentElement.dataset['attentes'];
    });
    forme.push(premiere);
    tout.push(seconde);
  }
  return { forme, tout };
}
