import { EditorState } from '@codemirror/state';

/** Words of the editor, in French. */
export const FRANCAIS = EditorState.phrases.of({
  'Control character': 'Caractère de commande', 'Selection deleted': 'Sélection supprimée', 'Folded lines': 'Lignes repliées', 'Unfolded lines': 'Lignes dépliées', to: 'à', 'folded code': 'texte replié',
  unfold: 'déplier', 'Fold line': 'Replier', 'Unfold line': 'Déplier', 'Go to line': 'Aller à la ligne', go: 'Aller', Find: 'Chercher', Replace: 'Remplacer', next: 'suivant', previous: 'précédent', all: 'tout',
  'match case': 'respecter la casse', 'by word': 'mot entier', regexp: 'expression régulière', replace: 'remplacer', 'replace all': 'tout remplacer', close: 'fermer', 'current match': 'occurrence actuelle',
  'replaced $ matches': '$ remplacements', 'replaced match on line $': 'remplacé à la ligne $', 'on line': 'à la ligne', Completions: 'Propositions', Diagnostics: 'Contrôles', 'No diagnostics': 'Aucune anomalie',
});
