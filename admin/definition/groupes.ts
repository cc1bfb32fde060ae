/** Groups of the menu, in the order in which work goes. */
export const GROUPES = {
  contractualisation: 'Contractualisation',
  equipements: 'Équipements',
  habilitations: 'Habilitations',
  declarations: 'Déclarations',
  regles: 'Règles',
  parametrage: 'Paramétrage',
  suivi: 'Suivi',
} as const;
