/** The portal's components: pages import from here. */
export * from '#src/portal/composants/alerte.tsx';
export {
  idChamp,
  Infobulle,
  MentionObligatoire,
} from '#src/portal/composants/champ.tsx';
export * from '#src/portal/composants/champs-choix.tsx';
export * from '#src/portal/composants/champs-texte.tsx';
export * from '#src/portal/composants/conflit.tsx';
export * from '#src/portal/composants/consequences.tsx';
export * from '#src/portal/composants/contexte.tsx';
export * from '#src/portal/composants/elements.tsx';
export * from '#src/portal/composants/formulaire.tsx';
export { Icone, type NomIcone } from '#src/portal/composants/icones.tsx';
export * from '#src/portal/composants/liens.tsx';
export type { Miette } from '#src/portal/composants/mise-en-page.tsx';
export * from '#src/portal/composants/page.tsx';
export * from '#src/portal/composants/page-publique.tsx';
export * from '#src/portal/composants/parcours.tsx';
export * from '#src/portal/composants/pourquoi.tsx';
export * from '#src/portal/composants/tableau.tsx';
