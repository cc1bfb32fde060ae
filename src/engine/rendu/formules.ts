/** Formulas of derived facts in French words: labels in place of names, cases in place of nested choices. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { analyserFormule } from '#src/engine/cel/formule.ts';
import { FormuleRefusee } from '#src/engine/erreurs.ts';
import { dateEnLettres } from '#src/engine/messages.ts';
import type { Noms } from './noms.ts';
import type { FormuleRendue } from './types.ts';
import { entreGuillemets, enumerer, valeurEnMots } from './valeurs.ts';

/** Renders a formula; one that does not parse is left as it is written. */
export function formuleEnMots(
  noms: Noms,
  resultat: Noms extends ReadonlyMap<string, infer N> ? N : never,
  texte: string,
): FormuleRendue {
  try {
    return { cas: cas(new Redacteur(noms), analyserFormule(texte), resultat.libelles), texte };
  } catch (erreur) {
    if (!(erreur instanceof FormuleRefusee)) throw erreur;
    return { cas: [{ si: null, alors: texte }], texte };
  }
}

type Libelles = Readonly<Record<string, string>> | undefined;

/** A cascade of choices as cases tried in order. */
function cas(
  redacteur: Redacteur,
  noeud: ASTNode,
  libelles: Libelles,
): { si: string | null; alors: string }[] {
  if (noeud.op !== '?:') return [{ si: null, alors: redacteur.resultat(noeud, libelles) }];
  const [condition, siVrai, siFaux] = noeud.args;
  // A choice inside a choice keeps its own condition beside the outer one.
  const premiers = cas(redacteur, siVrai, libelles).map(({ si, alors }) => ({
    si: si === null ? redacteur.dire(condition) : `${redacteur.dire(condition, 3)} et ${si}`,
    alors,
  }));
  return [...premiers, ...cas(redacteur, siFaux, libelles)];
}

/** Binding strength: what is weaker than its surroundings takes parentheses. */
const FORCES: Readonly<Record<string, number>> = {
  '?:': 0,
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  in: 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '!_': 6,
  '-_': 6,
};
const SIGNES: Readonly<Record<string, string>> = {
  '||': 'ou',
  '&&': 'et',
  '==': '=',
  '!=': '≠',
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  '+': '+',
  '-': '−',
  '*': '×',
  '/': '÷',
};

/** Functions of the library, by what they give. `$1`, `$2`… stand for the arguments. */
const FONCTIONS: Readonly<Record<string, string>> = {
  min: 'le plus petit de $*',
  max: 'le plus grand de $*',
  abs: 'l’écart $1, sans son signe',
  present: '$1 est renseigné',
  arrondi_1: '$1, arrondi à $2 décimales',
  moisCivils_1: 'les mois civils du $1 au $2',
  moisCivilsEntiers_1: 'les mois civils entiers du $1 au $2',
  comparerDuree_1: 'la durée du $1 au $2, comparée à $3, selon $4',
  ajouterMois_1: '$1 plus $2',
  joursEntre_1: 'les jours du $1 au $2',
  annee: 'l’année de $1',
  debutAnnee: 'le 1er janvier de $1',
};
const MOIS_DE_PRESENCE = [
  'les mois de présence du $1 au $2',
  'les mois de présence du $1 au $2, hors absence du $3 au $4',
] as const;
const UNITES: Readonly<Record<string, string>> = {
  entier: '',
  decimal: '',
  taux: '',
  euro: ' €',
  etp: ' Etp',
  euroParEtp: ' € par Etp',
  heure: ' h',
  euroParHeure: ' € par heure',
  place: ' places',
  euroParPlace: ' € par place',
  acte: ' actes',
  mois: ' mois',
  annee: '',
};

class Redacteur {
  readonly #noms: Noms;
  constructor(noms: Noms) {
    this.#noms = noms;
  }

  /** What a formula gives: a code in the words of the derived fact. */
  resultat(noeud: ASTNode, libelles: Libelles): string {
    if (noeud.op === 'value' && typeof noeud.args === 'string')
      return entreGuillemets(new Map(Object.entries(libelles ?? {})).get(noeud.args) ?? noeud.args);
    return this.dire(noeud);
  }

  dire(noeud: ASTNode, autour = 0): string {
    const texte = this.#brut(noeud);
    return (FORCES[noeud.op] ?? 9) < autour ? `(${texte})` : texte;
  }

  #brut(noeud: ASTNode): string {
    switch (noeud.op) {
      case 'value':
        return this.#constante(noeud.args);
      case 'id':
        return this.#libelle(noeud.args);
      case 'list':
        return enumerer(noeud.args.map((element) => this.dire(element)));
      case '!_':
        return `non (${this.dire(noeud.args)})`;
      case '-_':
        return `−${this.dire(noeud.args, 6)}`;
      case '?:': {
        const [condition, siVrai, siFaux] = noeud.args;
        return `si ${this.dire(condition)}, ${this.dire(siVrai)}, sinon ${this.dire(siFaux)}`;
      }
      case 'call':
        return this.#appel(noeud.args[0], noeud.args[1]);
      case '==':
      case '!=':
      case 'in':
        return this.#comparaison(noeud.op, noeud.args[0], noeud.args[1]);
      default:
        return this.#operation(noeud);
    }
  }

  #operation(noeud: ASTNode): string {
    const signe = SIGNES[noeud.op];
    const force = FORCES[noeud.op] ?? 9;
    if (signe === undefined || !Array.isArray(noeud.args))
      throw new FormuleRefusee(`l’opération ${noeud.op} n’a pas de forme française.`);
    const [gauche, droite] = noeud.args as unknown as readonly [ASTNode, ASTNode];
    const associative = noeud.op === '-' || noeud.op === '/' ? force + 1 : force;
    return `${this.dire(gauche, force)} ${signe} ${this.dire(droite, associative)}`;
  }

  /** A code is told by the label the other side gives it. */
  #comparaison(operateur: '==' | '!=' | 'in', gauche: ASTNode, droite: ASTNode): string {
    const connu = gauche.op === 'id' ? this.#noms.get(gauche.args) : undefined;
    const code = (noeud: ASTNode): string =>
      connu && noeud.op === 'value' && typeof noeud.args === 'string'
        ? entreGuillemets(valeurEnMots(connu, noeud.args))
        : this.dire(noeud, 4);
    const textes = droite.op === 'list' ? droite.args.map(code) : [code(droite)];
    return `${this.dire(gauche, 4)} ${operateur === '!=' ? 'n’est pas' : connu && connu.type !== 'enum' && operateur === '==' ? '=' : 'est'} ${enumerer(textes)}`;
  }

  #appel(nom: string, args: readonly ASTNode[]): string {
    const textes = args.map((arg) => this.dire(arg));
    const [premier = ''] = textes;
    const unite = UNITES[nom];
    if (unite !== undefined)
      return `${args[0]?.op === 'value' ? premier.replace(/^«\u00a0(.*)\u00a0»$/, '$1').replace('.', ',') : premier}${unite}`;
    if (nom === 'date' && args[0]?.op === 'value') return dateEnLettres(String(args[0].args));
    const modele = nom === 'moisPresence_1' ? MOIS_DE_PRESENCE[args.length > 2 ? 1 : 0] : FONCTIONS[nom];
    if (modele === undefined) return `${nom}(${textes.join(' ; ')})`;
    return modele.replace(/\$([1-4*])/g, (_marque, rang: string) =>
      rang === '*' ? enumerer(textes, 'et') : (textes[Number(rang) - 1] ?? ''),
    );
  }

  #constante(valeur: unknown): string {
    if (typeof valeur === 'string') return entreGuillemets(valeur);
    if (typeof valeur === 'boolean') return valeur ? 'oui' : 'non';
    return String(valeur);
  }

  #libelle(nom: string): string {
    return `[${this.#noms.get(nom)?.libelle ?? nom}]`;
  }
}
