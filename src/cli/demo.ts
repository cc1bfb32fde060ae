/** `npm run demo`: loads the demonstration data into the database of the configuration. */
import { chargerDemonstration } from '#src/cli/demonstration/charger.ts';
import { comptesDeDemonstration } from '#src/cli/demonstration/comptes.ts';
import { INACHEVEE, lireEtatDeLaDemonstration } from '#src/cli/demonstration/etat.ts';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { avecOutil } from '#src/cli/outil.ts';
import { Progression } from '#src/cli/progression.ts';
import { ArretVoulu, echouer } from '#src/cli/sortie.ts';

async function principal(): Promise<void> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new ArretVoulu(
      'Les données de démonstration ouvrent des comptes dont le mot de passe est public : elles ne se chargent pas en production.',
    );
  }
  const progression = new Progression();
  await avecOutil(async (outil) => {
    for (const ligne of await initialiserBase(outil)) progression.note(ligne);
    const etat = await lireEtatDeLaDemonstration(outil);
    if (etat === 'inachevee') throw new ArretVoulu(INACHEVEE);
    if (etat === 'chargee') {
      progression.note('Les données de démonstration sont déjà là : rien n’a été ajouté.');
      return;
    }
    await chargerDemonstration(outil, { surAvancement: progression.part('Démonstration') });
    progression.etape('Démonstration chargée : trois Caf, leurs partenaires, trois années de déclarations');
    for (const ligne of comptesDeDemonstration()) progression.note(ligne);
  });
}

await principal().catch(echouer);
