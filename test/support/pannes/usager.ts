import { setTimeout as pause } from 'node:timers/promises';
import type { Hasard } from '#src/cli/demonstration/hasard.ts';
import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';
import { CHAMP_PREUVE } from '#src/server/champs.ts';
import {
  champsDeFormulaire,
  texteDePage,
  type Internaute,
  type ReponseLue,
} from '#test/support/internaute.ts';
import { defautDe, type Acte, type Envoi, type Registre } from './registre.ts';
import type { Equipe, Scene } from './scene.ts';

/** A form filled in, as often as it is sent. */
interface Formulaire {
  readonly acte: Acte;
  readonly marque: string;
  readonly qui: Internaute;
  envoyer(): Promise<ReponseLue>;
  fait(reponse: ReponseLue): boolean;
}

interface EtatLu {
  readonly etat: string;
  readonly activite: boolean;
  readonly finances: boolean;
}

/** Share of the approvals that send the declaration back instead of transmitting it. */
const RENVOIS = 0.15;

/**
 * The people of one declaration, one after the other: both volets typed and finished, transmitted or sent
 * back, returned by the
 * Caf, and again. When an answer does not come, half of them send the very same form again, the others look
 * first.
 */
export class Usager {
  constructor(
    private readonly scene: Scene,
    private readonly equipe: Equipe,
    private readonly registre: Registre,
    private readonly hasard: Hasard,
  ) {}

  /** Works until told to stop; each form is pursued until its fate is known or the stop comes. */
  async travailler(continuer: () => boolean): Promise<void> {
    while (continuer()) {
      const formulaire = await this.remplir().catch(() => undefined);
      if (!formulaire) {
        await pause(this.hasard.entier(200, 600));
        continue;
      }
      let envoi = await this.envoyer(formulaire, false);
      while (
        continuer() &&
        (envoi.issue === 503 ||
          ((envoi.issue === 'coupee' || envoi.issue === 'sans-reponse') && this.hasard.chance(0.5)))
      ) {
        await pause(this.hasard.entier(200, 800));
        envoi = await this.envoyer(formulaire, true);
      }
      if (!envoi.accuse) await pause(this.hasard.entier(100, 400));
    }
  }

  private async envoyer({ acte, marque, envoyer, fait }: Formulaire, repete: boolean): Promise<Envoi> {
    const depart = performance.now();
    const commun = { acte, marque, repete, declaration: this.equipe.declaration };
    let envoi: Envoi;
    try {
      const reponse = await envoyer();
      // A form left as the page gave it is refused for nothing it holds: the trial itself would be wrong.
      const defaut =
        reponse.statut === 422 ? `refused: ${texteDePage(reponse.texte).slice(0, 1_500)}` : defautDe(reponse);
      if (defaut !== undefined) this.registre.defauts.push(`${acte}: ${defaut}`);
      envoi = {
        ...commun,
        issue: reponse.statut,
        accuse: fait(reponse),
        requeteId: reponse.entetes.get('x-request-id'),
        dureeMs: reponse.dureeMs,
        le: performance.now(),
      };
    } catch (erreur) {
      const muet = erreur instanceof Error && erreur.name === 'TimeoutError';
      envoi = {
        ...commun,
        issue: muet ? 'sans-reponse' : 'coupee',
        accuse: false,
        requeteId: null,
        dureeMs: performance.now() - depart,
        le: performance.now(),
      };
    }
    this.registre.noter(envoi);
    return envoi;
  }

  /**
   * Looks at where the declaration stands, and prepares what comes next. @returns undefined when the server
   * does not let one look
   */
  private async remplir(): Promise<Formulaire | undefined> {
    const { declaration, activite, finances, approbation, agent } = this.equipe;
    const page = `/partenaire/declarations/${declaration}`;
    const { etat, ...volets } = await this.lireEtat();
    const marque = `essai ${this.registre.suivant()}`;
    if (etat === 'transmise') {
      const adresse = `/gestion/api/resources/declarations/records/${declaration}/retourner`;
      const lue = await agent.demander(adresse, { entetes: { accept: 'application/json' } });
      if (!this.sain(lue)) return undefined;
      const { formulaire } = JSON.parse(lue.texte) as { formulaire: { valeurs: Record<string, unknown> } };
      return {
        acte: 'retourner',
        marque,
        qui: agent,
        envoyer: () => agent.envoyerJson(adresse, { ...formulaire.valeurs, motif: marque }),
        fait: ({ statut, texte }) =>
          statut === 200 && (JSON.parse(texte) as { notice?: { type: string } }).notice?.type === 'success',
      };
    }
    if (etat === 'a-approuver') {
      const acte = this.hasard.chance(RENVOIS) ? 'renvoyer' : 'transmettre';
      const lue = await approbation.lire(`${page}/${acte}`);
      if (!this.sain(lue)) return undefined;
      // Without a choice of what is to be typed again, both are.
      const { volets: _, ...lus } = champsDeFormulaire(lue.texte);
      const champs: Record<string, string> =
        acte === 'renvoyer'
          ? { ...lus, motif: marque }
          : // A trial may last longer than a password given at sign-in holds for a signature.
            { ...lus, [CHAMP_PREUVE]: MOT_DE_PASSE_DE_DEMONSTRATION };
      return {
        acte,
        marque,
        qui: approbation,
        envoyer: () => approbation.envoyer(`${page}/${acte}`, champs),
        fait: ({ statut, adresse }) =>
          statut === 303 && adresse === (acte === 'renvoyer' ? page : `${page}/recepisse`),
      };
    }
    const acte = volets.activite ? 'finances' : 'activite';
    const qui = acte === 'activite' ? activite : finances;
    const lue = await qui.lire(`${page}/${acte}`);
    if (!this.sain(lue)) return undefined;
    const champs: Record<string, string> = { ...champsDeFormulaire(lue.texte), action: 'terminer' };
    // The number of actions is the marker: it grows beyond what may be declared without a word.
    for (const champ of ['explicationsActivite.ecartActions', 'explicationsActivite.actionsDemesurees'])
      if (champ in champs) champs[champ] = 'Essai de panne';
    const nombre = this.registre.suivant();
    for (const chemin of acte === 'activite'
      ? ['missions.actionsInformation.reel']
      : ['charges.c60.reel', 'produits.c74.reel'])
      ajouter(champs, chemin, acte === 'activite' ? nombre : 1);
    const saisi = champs[acte === 'activite' ? 'missions.actionsInformation.reel' : 'charges.c60.reel'] ?? '';
    return {
      acte,
      marque: saisi,
      qui,
      envoyer: () => qui.envoyer(`${page}/${acte}`, champs),
      fait: ({ statut, adresse }) => statut === 303 && adresse === page,
    };
  }

  private sain(reponse: ReponseLue): boolean {
    const defaut = defautDe(reponse);
    if (defaut !== undefined) this.registre.defauts.push(`reading: ${defaut}`);
    return reponse.statut === 200;
  }

  private async lireEtat(): Promise<EtatLu> {
    const [lu] = await this.scene.sql<EtatLu>(
      'select etat, activite_complete_le is not null as activite, finances_completes_le is not null as finances from declaration where id = $1',
      [this.equipe.declaration],
    );
    if (!lu) throw new Error('the declaration is gone');
    return lu;
  }
}

/**
 * Numbers are typed in the French way; the activity's become the marker itself, the accounts grow by a euro
 * on both sides.
 */
function ajouter(champs: Record<string, string>, chemin: string, nombre: number): void {
  const lu = Number((champs[chemin] ?? '').replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
  champs[chemin] = chemin.startsWith('missions')
    ? String(nombre)
    : (lu + nombre).toFixed(2).replace('.', ',');
}
