import {
  compiler,
  evaluateurDirect,
  referentielsCites,
  resoudre,
  selonUneReponse,
  type FichierClos,
  type JeuCompile,
  type Referentiel,
  type TrouverReferentiel,
} from '#src/engine/index.ts';
import { BoundedCache } from '#src/kernel/bounded-cache.ts';
import type { DecisionPrevue, Faits, Reponse } from '#src/kernel/registre.ts';
import { type VersionLue } from '#src/domain/politique/versions/version.ts';

export type VersionDeRegles = Extract<VersionLue, { genre: 'regles' }>;

/** A version with the codes of the referentials its facts name. */
export interface VersionResolue extends VersionDeRegles {
  /** As it was published. */
  readonly publiee: FichierClos;
  /** Hash of each referential; null where it names none. */
  readonly referentiels: Readonly<Record<string, string>> | null;
  /** Tells it from the same version with other referentials. */
  readonly cle: string;
}

/** Published rule files compiled once, and the cases judged by them without record. A version never changes: nothing is taken back. */
export class Compiles {
  private readonly resolues = new Map<string, VersionResolue>();
  private readonly publies = new Map<string, JeuCompile>();
  /** As if an open question were answered otherwise. */
  private readonly autrement = new Map<string, JeuCompile>();
  /** By version, referentials, date and facts: all a decision follows from. */
  private readonly prevues = new BoundedCache<DecisionPrevue>({ entries: 20_000, bytes: 16_000_000 });

  /** Gives a version its referentials, once for each set of them. @throws FichierInvalide when one does not exist */
  resoudre(version: VersionDeRegles, trouver: TrouverReferentiel): VersionResolue {
    const { empreinte, contenu } = version;
    const cites = referentielsCites(contenu);
    if (cites.length === 0) {
      const connue = this.resolues.get(empreinte) ?? {
        ...version,
        publiee: contenu,
        referentiels: null,
        cle: empreinte,
      };
      this.resolues.set(empreinte, connue);
      return connue;
    }
    const trouves = new Map(cites.map((id): [string, Referentiel | undefined] => [id, trouver(id)]));
    const cle = [empreinte, ...cites.map((id) => trouves.get(id)?.empreinte ?? '')].join(' ');
    const connue = this.resolues.get(cle);
    if (connue) return connue;
    const { fichier, referentiels } = resoudre(contenu, (id) => trouves.get(id));
    const resolue = { ...version, contenu: fichier, publiee: contenu, referentiels, cle };
    this.resolues.set(cle, resolue);
    return resolue;
  }

  de({ cle, contenu, publiee }: VersionResolue): JeuCompile {
    const compile = this.publies.get(cle) ?? compiler(contenu, publiee);
    this.publies.set(cle, compile);
    return compile;
  }

  selon({ cle, contenu }: VersionResolue, { parametre, valeur }: Reponse): JeuCompile {
    const autre = `${cle} ${parametre} ${String(valeur)}`;
    const compile = this.autrement.get(autre) ?? compiler(selonUneReponse(contenu, parametre, valeur));
    this.autrement.set(autre, compile);
    return compile;
  }

  /** Judged by the compiled evaluator alone, once for each case; a refusal is not kept. @throws FaitRefuse */
  prevoir(version: VersionResolue, date: string, faits: Faits): DecisionPrevue {
    const cle = `${version.cle} ${date} ${JSON.stringify(faits)}`;
    const connue = this.prevues.get(cle);
    if (connue) return connue;
    const prevue = { decision: evaluateurDirect(this.de(version)).juger(date, faits), faits };
    // Written here once: its words are read each time it comes back.
    this.prevues.set(cle, prevue, cle.length + JSON.stringify(prevue).length);
    return prevue;
  }
}
