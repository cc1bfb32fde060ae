/**
 * The feedback of a keystroke, beside Express that answers the same bytes: what the product adds to a framework that
 * reads a form and writes. Each in a process of its own, asked by one client in turn.
 */
import type { ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:http';
import { comparer, horloge, type Bench, type Ligne } from '#test/bench/table.ts';
import { champsDeFormulaire } from '#test/support/internaute.ts';
import { ouvrirBaseDeDemonstration, type BaseDeDemonstration } from './base-de-demonstration.ts';
import { lancer } from './lancer.ts';
import { ouvrirUnFormulaire } from './retour/formulaire.ts';

/** Requests of one side in one round: enough for a second or so. */
const FRAPPES = { nous: 150, express: 3_000 };
const A_LA_FOIS = 4;

export const bench: Bench = { titre: 'feedback of a keystroke, beside Express with the same bytes', mesurer };

interface Frappe {
  readonly url: string;
  readonly chemin: string;
  /** The form as it stands at each keystroke: one of its numbers is another than a moment ago. */
  readonly corps: (rang: number) => string;
  readonly cookie: string;
}

async function* mesurer(): AsyncGenerator<Ligne> {
  const demonstration = await ouvrirBaseDeDemonstration();
  const enfants: ChildProcess[] = [];
  try {
    const [url, notre] = await lancer('retour/notre-serveur.ts', [demonstration.base.urlApplication]);
    enfants.push(notre);
    const frappe = await preparer(demonstration, url);
    const octets = await envoyer(new Agent(), frappe, 0);
    const [autreUrl, autre] = await lancer('retour/express.ts', [], octets);
    enfants.push(autre);
    yield await comparer({
      nom: 'feedback / Express with the same bytes',
      rapport: 'vitesse',
      nous: () => parFrappe(frappe, FRAPPES.nous),
      autre: () => parFrappe({ ...frappe, url: autreUrl }, FRAPPES.express),
      objectif: { auMoins: 0.1 },
      note: `${octets.length} bytes, form of ${frappe.corps(0).length} bytes, one number of it changed each time, ${A_LA_FOIS} at once; wished 0.35. Left out: compression, the network.`,
    });
  } finally {
    for (const enfant of enfants) enfant.disconnect();
    await demonstration.fermer();
  }
}

/** A fournisseur d'activité, on the page of a draft of his. */
async function preparer(demonstration: BaseDeDemonstration, url: string): Promise<Frappe> {
  const { personne, chemin, page } = await ouvrirUnFormulaire(demonstration, url);
  return {
    url,
    chemin: `${chemin}/analyse`,
    corps: tapes(champsDeFormulaire(page)),
    cookie: `mcp=${personne.cookie('mcp') ?? ''}`,
  };
}

/** The numbers of a form typed over one after the other, never twice the same within a run. */
function tapes(champs: Readonly<Record<string, string>>): Frappe['corps'] {
  const nombres = Object.entries(champs).filter(
    ([champ, texte]) => champ.includes('.') && /^\d+(,\d+)?$/.test(texte),
  );
  return (rang) => {
    const [champ, texte] = nombres[rang % nombres.length] ?? [];
    const change =
      champ === undefined ? {} : { [champ]: `${texte?.split(',')[0]},${String(rang).padStart(4, '0')}` };
    return new URLSearchParams({ ...champs, ...change }).toString();
  };
}

let frappees = 0;

/** Milliseconds of a keystroke, when several people type at once. */
async function parFrappe(frappe: Frappe, fois: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: A_LA_FOIS });
  let reste = fois;
  const frapper = async (): Promise<void> => {
    while (reste-- > 0) await envoyer(agent, frappe, (frappees += 1));
  };
  const duree = await horloge(() => Promise.all(Array.from({ length: A_LA_FOIS }, frapper)));
  agent.destroy();
  return duree / fois;
}

/** @throws Error when the answer is not that of a feedback */
function envoyer(agent: Agent, { url, chemin, corps, cookie }: Frappe, rang: number): Promise<string> {
  const formulaire = corps(rang);
  return new Promise((fini, rompre) => {
    const demande = request(
      `${url}${chemin}`,
      {
        agent,
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(formulaire),
          accept: 'application/json',
          origin: url,
          cookie,
        },
      },
      (reponse) => {
        const morceaux: Buffer[] = [];
        reponse
          .on('data', (morceau: Buffer) => morceaux.push(morceau))
          .on('error', rompre)
          .on('end', () => {
            const texte = Buffer.concat(morceaux).toString('utf8');
            if (reponse.statusCode === 200) fini(texte);
            else rompre(new Error(`${reponse.statusCode ?? 0} ${texte.slice(0, 500)}`));
          });
      },
    );
    demande.on('error', rompre).end(formulaire);
  });
}
