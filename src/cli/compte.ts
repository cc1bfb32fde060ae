/**
 * `npm run compte`: opens the first access of an agent of a Caf or of an analyst; takes off the second factor
 * of somebody who lost his telephone.
 */
import { parseArgs } from 'node:util';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { exigerArgumentsLisibles, UsageInvalide } from '#src/cli/regles/usage.ts';
import { ArretVoulu, echouer } from '#src/cli/sortie.ts';
import type { ActeurSysteme } from '#src/kernel/acteur.ts';
import { creerAgent, creerAnalyste } from '#src/domain/acces/agent/commandes.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { leverSecondFacteurDUnCompte } from '#src/domain/acces/compte/second-facteur.ts';
import { creerCaf } from '#src/domain/territoire/caf/creer-caf.ts';

const USAGE = `Usage :
  npm run compte -- creer --caf <code> --nom <nom> --prenom <prénom> --courriel <adresse> [--profil responsable|gestionnaire]
                          [--nom-caf <nom de la Caf, si elle n’existe pas encore>] [--fuseau <fuseau horaire, Europe/Paris par défaut>]
  npm run compte -- creer --analyste --nom <nom> --prenom <prénom> --courriel <adresse>
  npm run compte -- lever-code --courriel <adresse>
                          (téléphone perdu : lève la double authentification ; l’acte est inscrit au journal et la personne en est avertie)
À la création, la personne reçoit par courriel le lien qui lui permet de choisir son mot de passe.`;

const OPTIONS = {
  caf: { type: 'string' },
  'nom-caf': { type: 'string' },
  fuseau: { type: 'string' },
  profil: { type: 'string' },
  analyste: { type: 'boolean' },
  nom: { type: 'string' },
  prenom: { type: 'string' },
  courriel: { type: 'string' },
  aide: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
const SYSTEME: ActeurSysteme = { type: 'systeme', raison: 'npm run compte' };

type Demande = ReturnType<typeof lireDemande>;

function lireDemande() {
  try {
    exigerArgumentsLisibles(process.argv.slice(2));
    return parseArgs({ options: OPTIONS, allowPositionals: true, strict: true });
  } catch (erreur) {
    throw new ArretVoulu(
      erreur instanceof UsageInvalide ? erreur.message : `Une option est inconnue ou sans valeur.\n${USAGE}`,
    );
  }
}

async function creer(outil: Outil, { values }: Demande): Promise<void> {
  const { executeur } = outil;
  const personne = { nom: values.nom, prenom: values.prenom, courriel: values.courriel };
  await initialiserBase(outil);
  await executeur.ensemble(SYSTEME, async (faire) => {
    if (values.analyste === true) {
      await faire(creerAnalyste, personne);
      return;
    }
    if (values.caf === undefined)
      throw new ArretVoulu(`Indiquez la Caf avec --caf, par exemple --caf 451.\n${USAGE}`);
    const existe = await executeur.lire(SYSTEME, ({ em }) => em.count(Caf, { id: values.caf ?? '' }));
    if (existe === 0) {
      if (values['nom-caf'] === undefined)
        throw new ArretVoulu(
          `La Caf « ${values.caf} » n’existe pas encore : indiquez son nom avec --nom-caf pour la créer.`,
        );
      await faire(creerCaf, { id: values.caf, nom: values['nom-caf'], fuseauHoraire: values.fuseau });
    }
    await faire(creerAgent, { ...personne, caf: values.caf, profil: values.profil ?? 'responsable' });
  });
  process.stdout.write(
    `Accès ouvert : une invitation part à ${personne.courriel ?? ''} dès que le serveur est en marche.\n`,
  );
}

async function leverCode({ executeur }: Outil, { values: { courriel } }: Demande): Promise<void> {
  await executeur.executer(SYSTEME, leverSecondFacteurDUnCompte, { courriel });
  process.stdout.write(
    `Double authentification levée pour ${courriel ?? ''} : son mot de passe suffit pour se connecter.\n`,
  );
}

async function principal(): Promise<void> {
  const demande = lireDemande();
  const [verbe, ...trop] = demande.positionals;
  if (demande.values.aide === true || demande.values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const action = verbe === 'creer' ? creer : verbe === 'lever-code' ? leverCode : undefined;
  if (!action || trop.length > 0) throw new ArretVoulu(USAGE);
  await avecOutil((outil) => action(outil, demande));
}

await principal().catch(echouer);
