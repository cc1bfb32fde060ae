import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, EditorState, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { AnomalieMontree } from '#admin/ecrans/atelier/brouillon/client.ts';
import { completer } from '#admin/ecrans/atelier/brouillon/editeur/completion.ts';
import type { Editeur, OptionsDEditeur } from '#admin/ecrans/atelier/brouillon/editeur/types.ts';
import { FRANCAIS } from '#admin/ecrans/atelier/brouillon/editeur/francais.ts';
import type { Schema } from '#admin/ecrans/atelier/brouillon/editeur/schema.ts';

/** Colours of the page, so that both schemes hold. */
const THEME = EditorView.theme({
  '&': {
    height: '34rem',
    border: '1px solid var(--bord-champ)',
    borderRadius: '6px',
    backgroundColor: 'var(--surface)',
    color: 'var(--texte)',
    fontSize: '.875rem',
  },
  '&.cm-focused': { outline: '3px solid var(--accent)', outlineOffset: '2px' },
  '.cm-content': { caretColor: 'var(--texte)' },
  '.cm-cursor': { borderLeftColor: 'var(--texte)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface-2)',
    color: 'var(--texte-2)',
    borderRight: '1px solid var(--bord)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--surface-2)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--primaire-doux)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--texte)',
    border: '1px solid var(--bord-champ)',
    maxWidth: '32rem',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--primaire)',
    color: 'var(--sur-primaire)',
  },
  '.cm-completionDetail': { color: 'inherit' },
  '.cm-panels': { backgroundColor: 'var(--surface-2)', color: 'var(--texte)' },
  '.cm-diagnostic': { whiteSpace: 'pre-wrap' },
});
const COULEURS = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: 'var(--primaire)' },
    { tag: tags.string, color: 'var(--succes)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--attention)' },
  ]),
);

const VenuDAilleurs = Annotation.define<boolean>();

/** Puts an editor on the page; this module is loaded when the text of a draft is first opened. */
export function monter(element: HTMLElement, options: OptionsDEditeur): Editeur {
  const vue = new EditorView({
    parent: element,
    state: EditorState.create({
      doc: options.texte,
      extensions: [
        EditorView.cspNonce.of(options.nonce),
        THEME,
        COULEURS,
        FRANCAIS,
        json(),
        lineNumbers(),
        foldGutter(),
        history(),
        drawSelection(),
        indentUnit.of('  '),
        EditorView.lineWrapping,
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        search({ top: true }),
        lintGutter(),
        autocompletion({ override: [completer(options.schema as Schema, options.noms)], icons: false }),
        EditorState.readOnly.of(options.lectureSeule),
        EditorView.contentAttributes.of({
          'aria-label': options.libelle,
          spellcheck: 'false',
          tabindex: '0',
        }),
        // Tab moves the focus on, as everywhere on the page: the editor is no trap for the keyboard.
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          ...lintKeymap,
        ]),
        EditorView.updateListener.of(({ docChanged, state, transactions }) => {
          if (docChanged && !transactions.some((transaction) => transaction.annotation(VenuDAilleurs)))
            options.changer(state.doc.toString());
        }),
      ],
    }),
  });
  return {
    ecrire(texte) {
      const changement = moindreDifference(vue.state.doc.toString(), texte);
      if (changement) vue.dispatch({ changes: changement, annotations: VenuDAilleurs.of(true) });
    },
    signaler(anomalies) {
      vue.dispatch(
        setDiagnostics(
          vue.state,
          anomalies.map((anomalie) => diagnostic(vue.state.doc, anomalie)),
        ),
      );
    },
    allerA(ligne, colonne) {
      const position = positionDe(vue.state.doc, ligne, colonne);
      vue.dispatch({
        selection: { anchor: position },
        effects: EditorView.scrollIntoView(position, { y: 'center' }),
      });
      vue.focus();
    },
    detruire: () => vue.destroy(),
  };
}

function positionDe(texte: Text, ligne: number, colonne: number): number {
  const visee = texte.line(Math.min(Math.max(ligne, 1), texte.lines));
  return Math.min(visee.from + Math.max(colonne - 1, 0), visee.to);
}

function diagnostic(texte: Text, { ligne, colonne, message, controle }: AnomalieMontree): Diagnostic {
  const from = positionDe(texte, ligne ?? 1, colonne ?? 1);
  return {
    from,
    to: texte.lineAt(from).to,
    severity: controle === 'couverture' ? 'warning' : 'error',
    message,
  };
}

/** The one stretch that differs between two texts. */
function moindreDifference(
  avant: string,
  apres: string,
): { from: number; to: number; insert: string } | null {
  if (avant === apres) return null;
  let debut = 0;
  while (debut < Math.min(avant.length, apres.length) && avant[debut] === apres[debut]) debut++;
  let fin = 0;
  while (
    fin < Math.min(avant.length, apres.length) - debut &&
    avant[avant.length - 1 - fin] === apres[apres.length - 1 - fin]
  )
    fin++;
  return { from: debut, to: avant.length - fin, insert: apres.slice(debut, apres.length - fin) };
}
