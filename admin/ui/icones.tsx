/** Stroke icons, decorative: the text beside them carries the meaning. */
const TRACES = {
  accueil: 'M3 11 12 4l9 7M5 10v10h5v-6h4v6h5V10',
  menu: 'M3 6h18M3 12h18M3 18h18',
  fermer: 'M6 6l12 12M18 6 6 18',
  recherche: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5',
  plus: 'M12 5v14M5 12h14',
  gauche: 'M15 5l-7 7 7 7',
  droite: 'M9 5l7 7-7 7',
  haut: 'M6 15l6-6 6 6',
  bas: 'M6 9l6 6 6-6',
  tri: 'M8 10l4-4 4 4M8 14l4 4 4-4',
  coche: 'M5 13l4 4L19 7',
  alerte: 'M12 4 2.5 20h19zM12 10v4M12 17v.5',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 8v.5',
  refus: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 8.5l7 7M15.5 8.5l-7 7',
  sortie: 'M15 4h4v16h-4M10 8l-4 4 4 4M6 12h9',
  externe: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  filtre: 'M3 5h18l-7 9v5l-4 2v-7z',
} as const;

export type NomIcone = keyof typeof TRACES;

export function Icone({ nom }: { nom: NomIcone }) {
  return (
    <svg className="icone" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={TRACES[nom]} />
    </svg>
  );
}
