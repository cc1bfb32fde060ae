import fc from 'fast-check';
import { champsDeFormulaire } from '#test/support/internaute.ts';
import { Agent, request } from 'node:http';
import type { Cible } from './cible.ts';
import { avantLeTir, apresLeTir, poserLesPieges, type Pieges } from './constats-de-sens.ts';
import { acteDe, HOTE, INTRUS, remplir, tirsDeSens, type TirDeSens } from './sens.ts';

/** What the shots showed: each fault by its kind, with how many and one example. */
export interface BilanDeSens {
  readonly requetes: number;
  /** Requests that the product took: a grammar that is always refused finds nothing. */
  readonly acceptees: number;
  readonly statuts: Readonly<Record<string, number>>;
  readonly actes: Readonly<Record<string, number>>;
  readonly fautes: Readonly<Record<string, { readonly nombre: number; readonly exemple: string }>>;
}

interface Reponse {
  readonly statut: number;
  readonly texte: string;
  readonly location: string;
}

/** Sentences that libraries write by themselves. */
const ANGLAIS =
  /Invalid (input|UUID|string|email|option|date|key)|Unrecognized key|Expected [a-z]+, received|Too (small|big):|Unexpected token|must (be|have|match) |is not a valid|Cannot (read|set) prop/;
/**
 * Acts that must ask a password given recently, by the command or the end of the address: written here apart
 * from the product's own list.
 */
const A_PROUVER = new Set([
  'convention.activer',
  'declaration.trancherFermeture',
  'declaration.reglerCasMuet',
  'declaration.traiter',
  'utilisateur.imposerMotDePasse',
  'habilitation.valider',
  'declarations/transmettre',
  'utilisateurs/creer',
  'habilitations/habiliter',
]);
/** Acts on a whole account, which nobody does to an account that opens a space out of his reach. */
const SUR_LE_COMPTE = /imposerMotDePasse$|utilisateurs\/(deverrouiller|mot-de-passe|reinitialiser)/;
const ENSEMBLE = 6;
const VIE_DES_SESSIONS = 30;

export async function tirerLeSens(
  cible: Cible,
  options: {
    readonly graine: number;
    readonly taille: number;
    readonly surProgres?: (faits: number, total: number) => void;
  },
): Promise<BilanDeSens> {
  const agent = new Agent({ keepAlive: true, maxSockets: ENSEMBLE });
  const { port } = new URL(cible.url);
  const fautes: Record<string, { nombre: number; exemple: string }> = {};
  const [statuts, actes]: [Record<string, number>, Record<string, number>] = [{}, {}];
  let [requetes, acceptees] = [0, 0];
  const noter = (genre: string, exemple: string): void => {
    const connue = fautes[genre];
    fautes[genre] = connue ? { ...connue, nombre: connue.nombre + 1 } : { nombre: 1, exemple };
  };

  const envoyer = (
    methode: string,
    chemin: string,
    entetes: Readonly<Record<string, string>>,
    corps = '',
  ): Promise<Reponse> =>
    new Promise((resoudre) => {
      const requete = request(
        {
          port,
          host: '127.0.0.1',
          agent,
          method: methode,
          path: chemin,
          headers: { ...entetes, 'content-length': Buffer.byteLength(corps) },
          timeout: 30_000,
        },
        (reponse) => {
          const morceaux: Buffer[] = [];
          reponse
            .on('data', (morceau: Buffer) => morceaux.push(morceau))
            .on('close', () =>
              resoudre({
                statut: reponse.statusCode ?? 0,
                texte: Buffer.concat(morceaux).toString('utf8'),
                location: String(reponse.headers['location'] ?? ''),
              }),
            );
        },
      );
      requete.on('timeout', () => requete.destroy());
      requete.on('error', () => resoudre({ statut: 0, texte: '', location: '' }));
      requete.end(corps);
    });

  const pieges = await poserLesPieges(cible.sql);
  const avant = await avantLeTir(cible.sql);
  const sessions = new Map<string, { cookie: string | undefined; reste: number }>();
  const cookieDe = async ({
    role: tire,
    route,
    preuveRecente,
    piege,
  }: TirDeSens): Promise<string | undefined> => {
    // On a trap, whoever is best placed for it.
    const role = !piege ? tire : route.chemin.startsWith('/gestion') ? 'agent' : 'administrateur';
    if (role === 'personne') return undefined;
    const cle = `${role}/${preuveRecente}/${piege}`;
    const connue = sessions.get(cle);
    if (connue && connue.reste > 0) {
      connue.reste -= 1;
      return connue.cookie;
    }
    const cookie = piege
      ? ((await cible.cookieDe(pieges.acteurs[role] ?? null, preuveRecente)) ??
        (await cible.cookie(role, preuveRecente)))
      : await cible.cookie(role, preuveRecente);
    sessions.set(cle, { cookie, reste: VIE_DES_SESSIONS });
    return cookie;
  };

  const jouer = async (tir: TirDeSens): Promise<void> => {
    const cookie = await cookieDe(tir);
    const gestion = tir.route.chemin.startsWith('/gestion');
    const acte = acteDe(tir.route);
    const cibleDuTir = ciblerLaFiche(tir, cible, pieges);
    const chemin = tir.route.chemin.replace(/[:*](\w+)/g, () => cibleDuTir);
    const entetes = {
      ...(cookie ? { cookie } : {}),
      accept: gestion ? 'application/json' : 'text/html',
      host: HOTE,
      origin: `http://${HOTE}`,
    };
    const champs = champsDe(await envoyer('GET', chemin, entetes), gestion);
    const valeurs = remplir(champs, tir, avant.adresses);
    const corps = gestion
      ? JSON.stringify(valeurs)
      : new URLSearchParams(Object.entries(valeurs).map(([nom, valeur]) => [nom, String(valeur)])).toString();
    const ailleurs = tir.hote === null ? {} : { host: tir.hote, origin: `http://${tir.hote}` };
    const reponse = await envoyer(
      'POST',
      chemin,
      {
        ...entetes,
        ...ailleurs,
        'content-type': gestion ? 'application/json' : 'application/x-www-form-urlencoded',
      },
      corps,
    );
    requetes += 1;
    statuts[String(reponse.statut)] = (statuts[String(reponse.statut)] ?? 0) + 1;
    const reussie = aReussi(reponse, gestion);
    if (reussie) {
      acceptees += 1;
      actes[acte] = (actes[acte] ?? 0) + 1;
    }
    const dire = (quoi: string): void =>
      noter(
        `${quoi} (${acte})`,
        `${tir.role}${tir.preuveRecente ? '' : ', mot de passe ancien'} POST ${chemin} ${corps.slice(0, 600)} → ${reponse.statut} ${reponse.texte.slice(0, 200)}`,
      );
    if (reponse.statut === 0 || reponse.statut >= 500) dire('erreur du serveur');
    if (ANGLAIS.test(reponse.texte)) dire('anglais d’une bibliothèque');
    if (!reussie) return;
    if (INTRUS in valeurs) dire('champ inconnu accepté');
    if (!tir.preuveRecente && A_PROUVER.has(acte)) dire('mot de passe récent non demandé');
    if (tir.hote !== null) dire('hôte étranger accepté');
    if (SUR_LE_COMPTE.test(acte) && pieges.comptesPartages.has(cibleDuTir))
      dire('acte sur un compte qui ouvre d’autres espaces');
  };

  const LOT = 250;
  const arbitraire = tirsDeSens(cible.routes);
  for (let debut = 0; debut < options.taille; debut += LOT) {
    const file = fc
      .sample(arbitraire, {
        seed: options.graine + debut / LOT,
        numRuns: Math.min(LOT, options.taille - debut),
      })
      .values();
    await Promise.all(
      Array.from({ length: ENSEMBLE }, async () => {
        for (const tir of file) await jouer(tir);
      }),
    );
    options.surProgres?.(Math.min(debut + LOT, options.taille), options.taille);
  }
  for (const { genre, exemple } of await apresLeTir(cible, avant)) noter(genre, exemple);
  agent.destroy();
  return { requetes, acceptees, statuts, actes, fautes };
}

/** The record aimed at: one of the traps, or any of the kind. */
function ciblerLaFiche({ route, rang, piege }: TirDeSens, cible: Cible, pieges: Pieges): string {
  const propres = pieges.fiches.filter(({ pour }) => pour.test(route.chemin));
  if (piege && propres.length > 0) return propres[rang % propres.length]?.id ?? '';
  const toutes = cible.identifiantsDe(route);
  return toutes[rang % toutes.length] ?? '';
}

/** The fields of a form as the page shows them; radio buttons and lists take their first choice. */
function champsDe({ texte }: Reponse, gestion: boolean): Record<string, unknown> {
  if (!gestion) {
    const radios = Object.fromEntries(
      [...texte.matchAll(/<input\b[^>]*type="(?:radio|checkbox)"[^>]*>/g)]
        .reverse()
        .map(([balise]) => [
          /\bname="([^"]*)"/.exec(balise)?.[1] ?? '',
          /\bvalue="([^"]*)"/.exec(balise)?.[1] ?? 'on',
        ]),
    );
    return { ...radios, ...champsDeFormulaire(texte) };
  }
  try {
    const { formulaire } = JSON.parse(texte) as {
      formulaire?: {
        valeurs?: Record<string, unknown>;
        champs?: { nom: string; options?: { valeur: string }[] }[];
      };
    };
    const valeurs = { ...formulaire?.valeurs };
    for (const { nom, options } of formulaire?.champs ?? [])
      if ((valeurs[nom] ?? '') === '') valeurs[nom] = options?.[0]?.valeur ?? '';
    return valeurs;
  } catch {
    return {};
  }
}

function aReussi({ statut, texte, location }: Reponse, gestion: boolean): boolean {
  if (gestion) return statut === 200 && /"type":"success"/.test(texte);
  return statut === 303 && !/^\/(connexion|confirmation)/.test(location);
}
