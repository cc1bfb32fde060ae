/** Addresses of the built files, hashed: see ressources.ts. */
export type Assets = Readonly<{ css: string; js: string; icone: string }>;

/** One entry of the navigation: a link, or a menu of links. */
export type EntreeMenu =
  | Readonly<{ libelle: string; href: string }>
  | Readonly<{ libelle: string; entrees: readonly Readonly<{ libelle: string; href: string }>[] }>;

export type Ton = 'information' | 'succes' | 'attention' | 'erreur';

/** A message shown once after a redirect. */
export type MessageFlash = Readonly<{ ton: Ton; texte: string }>;

/** What every page needs to know of the request that asked for it. */
export type ContextePage = Readonly<{
  ressources: Assets;
  /**
   * Path and query of the page shown: marks the current menu entry, and is where the ✕ of a message leads.
   */
  chemin: string;
  /** Absent on public pages. */
  personne?: Readonly<{ nom: string; prenom: string }>;
  /** Shown in the banner « Convention sélectionnée : … Organisme partenaire : … ». */
  convention?: Readonly<{ numero: string; organisme: string; fin?: string | null; changer?: string }>;
  menus: readonly EntreeMenu[];
  messages: readonly MessageFlash[];
  /** True where the data are those of the demonstration: a ribbon says so on every page. */
  demonstration?: boolean;
  /** Absent where no entry is kept in the browser. */
  saisies?: SaisiesDuNavigateur;
}>;

/** What a page tells the browser of the entries it keeps for the signed-in person. */
export type SaisiesDuNavigateur = Readonly<{
  /** Names the person to the browser; says nothing of who he is. */
  compte: string;
  /** Opens his entries, and nobody else's. */
  cle: string;
  /** Tokens of the entries that were saved since the last page. */
  acceptees: readonly string[];
}>;
