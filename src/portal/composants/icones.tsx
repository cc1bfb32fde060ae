import type { ReactNode } from 'react';

const TRACES = {
  information: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5M12 7.6v.4" />
    </>
  ),
  succes: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12.4 2.8 2.8L16.2 9.5" />
    </>
  ),
  attention: (
    <>
      <path d="M12 3.6 21.4 20H2.6z" />
      <path d="M12 10v4.4M12 17v.3" />
    </>
  ),
  erreur: (
    <>
      <path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z" />
      <path d="M12 7.6v5.2M12 16v.3" />
    </>
  ),
  fermer: <path d="M6 6l12 12M18 6 6 18" />,
  plus: <path d="M12 5v14M5 12h14" />,
  chevron: <path d="m6 9 6 6 6-6" />,
  droite: <path d="m9 6 6 6-6 6" />,
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  personne: (
    <>
      <circle cx="12" cy="8" r="4" />
      <path d="M4 20.5c1-4.4 4.2-6.5 8-6.5s7 2.1 8 6.5" />
    </>
  ),
  sortie: <path d="M14 4H5.5v16H14M10 12h10.5M17 8.2l3.8 3.8L17 15.8" />,
  utilisateurs: (
    <>
      <circle cx="9" cy="8.5" r="3.5" />
      <path d="M2.5 19.5c.8-3.7 3.3-5.5 6.5-5.5s5.7 1.8 6.5 5.5M15.5 5.4a3.5 3.5 0 0 1 0 6.2M18 14.6c1.9.8 3.1 2.4 3.6 4.9" />
    </>
  ),
  cle: (
    <>
      <circle cx="8" cy="15.5" r="4.5" />
      <path d="m11.3 12.3 8.2-8.2M16 7.5l3 3" />
    </>
  ),
  declaration: (
    <>
      <path d="M6 3h8.5L19 7.5V21H6z" />
      <path d="M14 3v5h5M9 12.5h7M9 16.5h7" />
    </>
  ),
  lien: <path d="M14 4h6v6M20 4l-9.5 9.5M17.5 14v6H4V6.5h6" />,
  crayon: <path d="M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5 17.5 10" />,
  poubelle: <path d="M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5 7.5 20h9l1-13.5M10 10.5v6M14 10.5v6" />,
  recherche: (
    <>
      <circle cx="10.5" cy="10.5" r="6" />
      <path d="m15 15 5.5 5.5" />
    </>
  ),
  calendrier: (
    <>
      <path d="M4 6h16v14H4zM4 10.5h16" />
      <path d="M8.5 3.5V7M15.5 3.5V7" />
    </>
  ),
  bouclier: (
    <>
      <path d="M12 3l7.5 3v5.5c0 4.6-3 7.9-7.5 9.5-4.5-1.6-7.5-4.9-7.5-9.5V6z" />
      <path d="m8.8 12 2.3 2.3 4.2-4.4" />
    </>
  ),
  horloge: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5.3l3.5 2" />
    </>
  ),
  cercle: <circle cx="12" cy="12" r="8" />,
} as const satisfies Record<string, ReactNode>;

export type NomIcone = keyof typeof TRACES;

/** A decorative icon: the text beside it, never the icon, carries the meaning. */
export function Icone({ nom, taille = 20 }: { nom: NomIcone; taille?: number }) {
  return (
    <svg
      className="icone"
      width={taille}
      height={taille}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {TRACES[nom]}
    </svg>
  );
}

/** The mark of the product: two doors of one entry, open on a common threshold. */
export function Marque({ taille = 40 }: { taille?: number }) {
  return (
    <svg
      className="marque"
      width={taille}
      height={taille}
      viewBox="0 0 40 40"
      aria-hidden="true"
      focusable="false"
    >
      <path className="marque__gauche" d="M4 9.5 18 4v32L4 30.5z" />
      <path className="marque__droite" d="M36 9.5 22 4v32l14-5.5z" />
      <circle className="marque__point" cx="14" cy="20.5" r="1.9" />
      <circle className="marque__seuil" cx="26" cy="20.5" r="1.9" />
    </svg>
  );
}
