import { Client } from 'pg';

/** A statement as the application sent it, and the words that name its actor on that connection. */
export interface Instruction {
  readonly texte: string;
  readonly valeurs: readonly unknown[];
  readonly acteur: string | null;
}

/** What says who acts comes in the message that begins the transaction. */
const ACTEUR = /^(?:begin[^;]*;\s*)?(select set_config\('mcp\.caf'.*)/is;
const FIN = /^(commit|rollback|begin)/i;
const A_EXPLIQUER = /^\s*(select|with|insert|update|delete)\b/i;

/** Hears every statement of this process's connections, whatever library sends it. @returns what ends it */
export function ecouter(entendre: (instruction: Instruction) => void): () => void {
  const prototype = Client.prototype as { query: (...parametres: unknown[]) => unknown };
  const { query } = prototype;
  const acteurs = new WeakMap<object, string>();
  prototype.query = function (this: object, ...parametres: unknown[]) {
    const [premier, second] = parametres;
    const { text: texte = '', values: valeurs = [] } =
      typeof premier === 'string'
        ? { text: premier, values: Array.isArray(second) ? (second as unknown[]) : [] }
        : (premier as { text?: string; values?: unknown[] });
    const annonce = ACTEUR.exec(texte)?.[1];
    if (annonce !== undefined) acteurs.set(this, annonce);
    else if (FIN.test(texte)) acteurs.delete(this);
    else if (A_EXPLIQUER.test(texte)) entendre({ texte, valeurs, acteur: acteurs.get(this) ?? null });
    return query.apply(this, parametres);
  };
  return () => {
    prototype.query = query;
  };
}
