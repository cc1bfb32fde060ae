/**
 * Messages of rules as a person reads them in the decision table: labels in place of the values of a case.
 */
import type { Message } from '#src/engine/format.ts';
import type { Noms } from './noms.ts';

const EMPLACEMENT = /\{\s*([a-z][A-Za-z0-9]*)\s*(?:\|\s*[a-z]+\s*)?\}/g;
/** `{n, plural, one {…} other {# …}}`: the plural reads best without a case at hand. */
const PLURIEL =
  /\{\s*([a-z][A-Za-z0-9]*)\s*,\s*(?:plural|select)\s*,(?:[^{}]|\{[^{}]*\})*?other\s*\{([^{}]*)\}\s*\}/g;

export function messageEnMots(noms: Noms, messages: Readonly<Record<string, Message>>, cle: string): Message {
  const message = Object.hasOwn(messages, cle) ? messages[cle] : undefined;
  const libelle = (nom: string): string => `[${noms.get(nom)?.libelle ?? nom}]`;
  const dire = (texte: string): string =>
    texte
      .replace(PLURIEL, (_tout, nom: string, autre: string) => autre.replaceAll('#', libelle(nom)))
      .replace(EMPLACEMENT, (_tout, nom: string) => libelle(nom));
  return { quoi: dire(message?.quoi ?? cle), corriger: dire(message?.corriger ?? '') };
}
