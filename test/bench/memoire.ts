import { randomBytes } from 'node:crypto';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { empreinte, texteCanonique, type FichierClos } from '#src/engine/index.ts';
import { lancerEtude } from '#src/domain/politique/etude/commandes.ts';
import { travaillerUneEtude } from '#src/domain/politique/etude/travailleur.ts';
import { initialiserRegistre, type VersionAPublier } from '#src/domain/politique/livraison/publication.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { remplir, versions } from '#test/bench/impact.ts';
import type { Bench, Ligne } from '#test/bench/table.ts';
import { analyste, systeme } from '#test/support/acteurs.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';

const TAILLES = (process.env['BENCH_TAILLES'] ?? '50000,200000,1000000').split(',').map(Number);
const REGARD_MS = 25;

/**
 * Memory of a whole impact study (reading, judging in its thread, checkpoints written) as the number of
 * stored decisions grows: it must not follow.
 */
export const bench: Bench = {
  titre: 'peak memory of a whole impact study, as the stored decisions grow',
  mesurer,
};

async function* mesurer(): AsyncGenerator<Ligne> {
  const serveur = await ouvrirServeurDEssai();
  const complet = { ...serveur.urls, modele: 'template0' };
  const [avant, apres] = (await versions()).map(aPublier);
  if (!avant || !apres) throw new Error('two versions are compared');
  const pics: number[] = [];
  try {
    for (const taille of TAILLES) {
      const nom = `essai_${randomBytes(6).toString('hex')}`;
      const base = await creerBase(complet, nom, 'template0');
      await migrer(base.urlProprietaire, ROLE_APPLICATION);
      await remplir(base.urlProprietaire, ...(await versions()), taille, 20);
      const orm = await ouvrirOrm(base.urlApplication);
      try {
        const executeur = creerExecuteur({
          orm,
          registre: new RegistreVivant([avant, apres]),
          horloge: HORLOGE_SYSTEME,
          urlPublique: 'http://127.0.0.1',
        });
        await executeur.executer(systeme, initialiserRegistre, { versions: [avant, apres] });
        await executeur.executer(analyste(), lancerEtude, {
          avant: avant.empreinte,
          apres: apres.empreinte,
          generes: 0,
        });
        const { issue, secondes, pic } = await observer(() =>
          travaillerUneEtude(
            {
              executeur,
              log: {
                error: (details, message) => process.stderr.write(`${message} ${JSON.stringify(details)}\n`),
              },
            },
            new AbortController().signal,
          ),
        );
        pics.push(pic);
        yield {
          nom: `${taille} decisions × 2 versions`,
          valeur: pic,
          unite: 'MB',
          tours: 1,
          objectif: { auPlus: 512 },
          note: `${issue}, ${secondes.toFixed(1)} s, ${(pic / (pics[0] ?? pic)).toFixed(2)} × the first`,
        };
      } finally {
        await orm.close(true);
        await supprimerBases(complet, new RegExp(`^${nom}$`));
      }
    }
  } finally {
    await serveur.fermer();
  }
}

const aPublier = (clos: FichierClos): VersionAPublier => ({
  empreinte: empreinte(clos),
  genre: 'regles',
  jeu: clos.id,
  numero: clos.version,
  canonique: texteCanonique(clos),
  texte: texteCanonique(clos),
});

/** Runs something and looks at the resident memory of the whole process, its threads included. */
async function observer<T>(faire: () => Promise<T>): Promise<{ issue: T; secondes: number; pic: number }> {
  let pic = process.memoryUsage.rss();
  const regard = setInterval(() => (pic = Math.max(pic, process.memoryUsage.rss())), REGARD_MS);
  const debut = performance.now();
  try {
    const issue = await faire();
    return { issue, secondes: (performance.now() - debut) / 1000, pic: Math.round(pic / 1_048_576) };
  } finally {
    clearInterval(regard);
  }
}
