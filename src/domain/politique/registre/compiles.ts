import { compiler, evaluateurDirect, selonUneReponse, type JeuCompile } from '#src/engine/index.ts';
import { BoundedCache } from '#src/kernel/bounded-cache.ts';
import type { DecisionPrevue, Faits, Reponse } from '#src/kernel/registre.ts';
import { type VersionLue } from '#src/domain/politique/versions/version.ts';

export type VersionDeRegles = Extract<VersionLue, { genre: 'regles' }>;

/** Published rule files compiled once, and the cases judged by them without record. A version never changes: nothing is taken back. */
export class Compiles {
  private readonly publies = new Map<string, JeuCompile>();
  /** As if an open question were answered otherwise. */
  private readonly autrement = new Map<string, JeuCompile>();
  /** By version, date and facts: all a decision follows from. */
  private readonly prevues = new BoundedCache<DecisionPrevue>({ entries: 20_000, bytes: 16_000_000 });

  de({ empreinte, contenu }: VersionDeRegles): JeuCompile {
    const compile = this.publies.get(empreinte) ?? compiler(contenu);
    this.publies.set(empreinte, compile);
    return compile;
  }

  selon({ empreinte, contenu }: VersionDeRegles, { parametre, valeur }: Reponse): JeuCompile {
    const cle = `${empreinte} ${parametre} ${String(valeur)}`;
    const compile = this.autrement.get(cle) ?? compiler(selonUneReponse(contenu, parametre, valeur));
    this.autrement.set(cle, compile);
    return compile;
  }

  /** Judged by the compiled evaluator alone, once for each case; a refusal is not kept. @throws FaitRefuse */
  prevoir(version: VersionDeRegles, date: string, faits: Faits): DecisionPrevue {
    const cle = `${version.empreinte} ${date} ${JSON.stringify(faits)}`;
    const connue = this.prevues.get(cle);
    if (connue) return connue;
    const prevue = { decision: evaluateurDirect(this.de(version)).juger(date, faits), faits };
    // Written here once: its words are read each time it comes back.
    this.prevues.set(cle, prevue, cle.length + JSON.stringify(prevue).length);
    return prevue;
  }
}
