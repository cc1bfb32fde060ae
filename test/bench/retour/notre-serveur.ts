/**
 * The application as it serves in production, on the base whose address is given: a process of the bench. It conducts a
 * study beside, or says what it spends its processor on, when asked to.
 */
import { Pool } from 'pg';
import { pino } from 'pino';
import { assembler } from '#src/cli/assemblage.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { bornesPour, ConnectionLimiter } from '#src/database/connection-limiter.ts';
import { ClientBorne, optionsBornees } from '#src/database/connexion.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { chargerRegistre } from '#src/domain/politique/registre/base.ts';
import { demarrerServeur } from '#src/server/serveur.ts';
import { mener, type EtudeDemandee } from '../etude/mener.ts';
import { commencerLeProfil, finirLeProfil } from './profil.ts';

const [url = ''] = process.argv.slice(2);
const bornes = { connexions: 10, requeteMs: 15_000, connexionMs: 10_000 };
const orm = await ouvrirOrm(url, bornes.connexions, bornes);
const registre = await chargerRegistre(orm);
const executeur = creerExecuteur({
  orm,
  registre,
  horloge: HORLOGE_SYSTEME,
  urlPublique: 'http://127.0.0.1',
  limiter: new ConnectionLimiter(bornesPour(bornes)),
});
const application = await assembler({
  orm,
  registre,
  horloge: HORLOGE_SYSTEME,
  executeur,
  poolSessions: new Pool({ connectionString: url, max: 4, Client: ClientBorne, ...optionsBornees(bornes) }),
  secretSession: 'secret-du-banc-de-mesure',
  log: pino({ level: 'silent' }),
  configuration: {
    production: false,
    http: { urlPublique: undefined, trustProxy: false },
    courrier: { mode: 'boite-visible' },
  },
});
const serveur = await demarrerServeur({ application, host: '127.0.0.1', port: 0 });
process.send?.(serveur.url);
process.on('message', (demande: EtudeDemandee | 'profiler' | 'profil') => {
  void repondre(demande).then((reponse) => process.send?.(reponse));
});
process.on('disconnect', () => process.exit(0));

async function repondre(demande: EtudeDemandee | 'profiler' | 'profil'): Promise<object> {
  if (demande === 'profil') return finirLeProfil(['rendrePage']);
  if (demande !== 'profiler') return mener(executeur, demande);
  await commencerLeProfil();
  return {};
}
