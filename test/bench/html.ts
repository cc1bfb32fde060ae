/** What making the HTML of a partner's page costs, of all the processor its server takes to answer: how much streaming or keeping it could save. */
import { once } from 'node:events';
import { ouvrirBaseDeDemonstration } from './base-de-demonstration.ts';
import { lancer } from './lancer.ts';
import { ouvrirUnFormulaire } from './retour/formulaire.ts';
import type { Profil } from './retour/profil.ts';
import { resumer, type Bench, type Ligne } from './table.ts';

const TOURS = 7;
const PAR_TOUR = 40;
const CHAUFFE = 60;

export const bench: Bench = { titre: 'HTML of a partner’s page, of the processor that answers it', mesurer };

async function* mesurer(): AsyncGenerator<Ligne> {
  const demonstration = await ouvrirBaseDeDemonstration();
  const [url, serveur] = await lancer('retour/notre-serveur.ts', [demonstration.base.urlApplication]);
  try {
    const { personne, chemin } = await ouvrirUnFormulaire(demonstration, url);
    const declaration = chemin.replace(/\/[a-z]+$/, '');
    for (const page of [
      '/partenaire',
      '/partenaire/declarations',
      '/partenaire/habilitations',
      declaration,
      chemin,
    ]) {
      const demander = async (fois: number): Promise<number> => {
        let octets = 0;
        for (let rang = 0; rang < fois; rang += 1) octets = (await personne.lire(page)).texte.length;
        return octets;
      };
      const octets = await demander(CHAUFFE);
      const parts: number[] = [];
      let parPage = 0;
      for (let tour = 0; tour < TOURS; tour += 1) {
        serveur.send('profiler');
        await once(serveur, 'message');
        await demander(PAR_TOUR);
        serveur.send('profil');
        const [{ actif, dans }] = (await once(serveur, 'message')) as [Profil];
        parts.push((dans['rendrePage'] ?? 0) / actif);
        parPage += (dans['rendrePage'] ?? 0) / 1_000 / PAR_TOUR / TOURS;
      }
      yield {
        nom: `HTML / whole answer, ${page.replace(/[0-9a-f-]{36}/, '…')}`,
        ...resumer(parts),
        unite: '×',
        note: `${Math.round(octets / 1_000)} kB, ${parPage.toFixed(1)} ms of processor a page to make`,
      };
    }
  } finally {
    serveur.disconnect();
    await demonstration.fermer();
  }
}
